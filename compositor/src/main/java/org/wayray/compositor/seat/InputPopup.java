package org.wayray.compositor.seat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.AppliedCommit;
import org.wayray.compositor.scene.Layer;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.scene.SurfaceTree;

/**
 * A surface of the input method beside the text cursor: below it, or above where there is no room below, inside the output.
 *
 * <p>Made by {@link TextInput#addPopup}. Confined to the session loop. Source: zwp_input_popup_surface_v2.
 */
public final class InputPopup implements SurfaceListener {

    /** Hears where the text is. Called on the session loop. */
    @FunctionalInterface
    public interface Events {
        /** The text's cursor as seen from the popup. */
        void textMoved(Rect<Logical> cursor);
    }

    private final TextInput owner;
    private final Scene scene;
    private final Surface surface;
    private final Events events;
    private @Nullable SurfaceTree tree;
    private @Nullable Rect<Logical> told;

    InputPopup(TextInput owner, Scene scene, Surface surface, Events events) {
        this.owner = owner;
        this.scene = scene;
        this.surface = surface;
        this.events = events;
    }

    /** Takes it away. Again does nothing. */
    public void remove() {
        owner.removePopup(this);
        surface.removeListener(this);
        hide();
    }

    @Override
    public void applied(Surface of, AppliedCommit commit) {
        place();
    }

    @Override
    public void destroyed(Surface of) {
        remove();
    }

    void place() {
        Optional<Rect<Logical>> cursor = surface.hasContent() ? owner.cursor() : Optional.empty();
        if (cursor.isEmpty()) {
            hide();
            return;
        }
        var place = beside(cursor.get(), surface.size());
        if (tree == null) {
            tree = scene.add(surface, Layer.OVERLAY, place);
        } else {
            tree.moveTo(place);
        }
        var seen = cursor.get().translated(Offset.<Logical>zero().minus(place));
        if (!seen.equals(told)) {
            told = seen;
            events.textMoved(seen);
        }
    }

    private void hide() {
        if (tree != null) {
            tree.remove();
            tree = null;
        }
    }

    private Offset<Logical> beside(Rect<Logical> cursor, Size<Logical> size) {
        var area = scene.outputAt(new Point<>(cursor.x(), cursor.y()))
                .or(() -> scene.outputs().stream().findFirst())
                .map(Output::logicalBounds)
                .orElse(Rect.everything());
        boolean above = cursor.bottom() + size.height() > area.bottom() && cursor.y() - size.height() >= area.y();
        int y = above ? cursor.y() - size.height() : cursor.bottom();
        return new Offset<>(
                inside(cursor.x(), size.width(), area.x(), area.right()),
                inside(y, size.height(), area.y(), area.bottom()));
    }

    /** The place of a length inside a longer one; what is too long begins where that does. */
    private static int inside(int wanted, int length, int from, int to) {
        return Math.max(from, Math.min(wanted, to - length));
    }
}
