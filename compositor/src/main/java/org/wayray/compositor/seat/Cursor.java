package org.wayray.compositor.seat;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.scene.Surface;

/**
 * Who may set the pointer's image, and which one is set.
 *
 * <p>Confined to the session loop. The client whose surface the pointer entered last may, with the serial of that enter; until it
 * does, a newly entered client has the ordinary arrow. The client that drags something keeps the right although the pointer has
 * left its surfaces.
 */
public final class Cursor {
    private final CursorSink sink;
    private @Nullable Object owner;
    private int enterSerial;
    private @Nullable Surface surface;
    private int hotSpotX;
    private int hotSpotY;

    Cursor(CursorSink sink) {
        this.sink = sink;
    }

    /** Whether a client may set the cursor by showing this serial. */
    public boolean maySet(Object client, int serial) {
        return owner == client && serial == enterSerial;
    }

    /** Shows a surface that has role cursor. */
    public void set(Surface surface, int hotSpotX, int hotSpotY) {
        this.surface = surface;
        this.hotSpotX = hotSpotX;
        this.hotSpotY = hotSpotY;
        sink.show(surface, hotSpotX, hotSpotY);
    }

    /** Shows no cursor. */
    public void hide() {
        surface = null;
        sink.hide();
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

    void entered(Object client, int serial) {
        if (owner != client) {
            owner = client;
            showDefault();
        }
        enterSerial = serial;
    }

    /** The pointer is over no surface. */
    void left() {
        owner = null;
        showDefault();
    }

    private void showDefault() {
        surface = null;
        sink.showDefault();
    }
}
