package org.wayray.compositor.seat;

import java.util.Optional;
import org.wayray.compositor.scene.Surface;

/**
 * The window manager's look at input before clients see it. Called on the session loop; a binding that takes a press takes its
 * release too.
 */
public interface InputPolicy {

    /** Takes nothing. */
    InputPolicy NONE = new InputPolicy() {
        @Override
        public boolean keyPressed(int keysym, Modifiers modifiers) {
            return false;
        }

        @Override
        public void modifiersChanged(Modifiers modifiers) {}

        @Override
        public boolean buttonPressed(int button, Modifiers modifiers, Optional<Surface> under) {
            return false;
        }

        @Override
        public void touched(Optional<Surface> under) {}
    };

    /**
     * A key goes down.
     *
     * @param keysym what it means in the layout in force
     * @return whether the window manager takes it, so that no client sees it
     */
    boolean keyPressed(int keysym, Modifiers modifiers);

    /** Modifiers went down or up, after the clients were told. */
    void modifiersChanged(Modifiers modifiers);

    /**
     * A pointer button goes down.
     *
     * @param button an evdev button code
     * @param under the surface beneath the pointer
     * @return whether the window manager takes it, so that no client sees it
     */
    boolean buttonPressed(int button, Modifiers modifiers, Optional<Surface> under);

    /** A finger goes down; {@code under} is the surface beneath it, which hears of it whatever is done here. */
    void touched(Optional<Surface> under);
}
