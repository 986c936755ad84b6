package org.wayray.compositor.seat;

import org.wayray.compositor.scene.Surface;

/**
 * Where the pointer's image goes: to the viewer, which draws it at once. Called on the session loop.
 *
 * <p>A surface that is shown may change its content at any time; whoever implements this watches it until the next call.
 */
public interface CursorSink {

    /** Shows nothing anywhere: nobody watches. */
    CursorSink NONE = new CursorSink() {
        @Override
        public void show(Surface surface, int hotSpotX, int hotSpotY) {}

        @Override
        public void hide() {}

        @Override
        public void show(CursorShape shape) {}
    };

    /** Shows a surface with role cursor; the hot spot is in its own logical pixels. */
    void show(Surface surface, int hotSpotX, int hotSpotY);

    /** Shows no cursor. */
    void hide();

    /** Shows a cursor of the viewer's own. */
    void show(CursorShape shape);
}
