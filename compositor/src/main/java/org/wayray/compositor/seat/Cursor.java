package org.wayray.compositor.seat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;

/**
 * Who may set the pointer's image, and which one is set.
 *
 * <p>Confined to the session loop. The client whose surface the pointer entered last may, with the serial of that enter; until it
 * does, a newly entered client has the ordinary arrow. The client that drags something keeps the right although the pointer has
 * left its surfaces.
 */
public final class Cursor {
    private CursorSink sink = CursorSink.NONE;
    private @Nullable Object owner;
    private int enterSerial;
    private @Nullable Surface surface;
    private CursorShape shape = CursorShape.DEFAULT;
    private boolean hidden;
    private int hotSpotX;
    private int hotSpotY;

    Cursor() {}

    /** Says where the image goes; shows the present one there. */
    public void setSink(CursorSink sink) {
        this.sink = sink;
        showAgain();
    }

    /** Whether a client may set the cursor by showing this serial. */
    public boolean maySet(Object client, int serial) {
        return client.equals(owner) && serial == enterSerial;
    }

    /** Shows a surface that has role cursor. */
    public void set(Surface surface, int hotSpotX, int hotSpotY) {
        this.surface = surface;
        this.hotSpotX = hotSpotX;
        this.hotSpotY = hotSpotY;
        hidden = false;
        showAgain();
    }

    /** Shows a cursor of the viewer's own. */
    public void set(CursorShape shape) {
        surface = null;
        hidden = false;
        this.shape = shape;
        showAgain();
    }

    /** Shows no cursor. */
    public void hide() {
        surface = null;
        hidden = true;
        showAgain();
    }

    /** A commit moved the cursor surface's content by this much: its hot spot moves the other way. */
    public void contentMoved(Surface moved, int dx, int dy) {
        if (moved == surface && (dx != 0 || dy != 0)) {
            set(moved, hotSpotX - dx, hotSpotY - dy);
        }
    }

    /** A cursor surface is gone. */
    public void surfaceGone(Surface gone) {
        if (gone == surface) {
            showDefault();
        }
    }

    /** The surface that is the cursor; empty when there is none, or the viewer's own arrow. */
    public Optional<Surface> surface() {
        return Optional.ofNullable(surface);
    }

    /** Where in that surface the cursor points, in its logical pixels. */
    public Offset<Logical> hotSpot() {
        return new Offset<>(hotSpotX, hotSpotY);
    }

    /** The serial of the enter that gives the right to set the cursor. */
    public int enterSerial() {
        return enterSerial;
    }

    void entered(Object client, int serial) {
        if (!client.equals(owner)) {
            owner = client;
            showDefault();
        }
        enterSerial = serial;
    }

    void clientGone(Object client) {
        if (client.equals(owner)) {
            left();
        }
    }

    /** The pointer is over no surface. */
    void left() {
        owner = null;
        showDefault();
    }

    private void showDefault() {
        set(CursorShape.DEFAULT);
    }

    private void showAgain() {
        if (surface != null) {
            sink.show(surface, hotSpotX, hotSpotY);
        } else if (hidden) {
            sink.hide();
        } else {
            sink.show(shape);
        }
    }
}
