package org.wayray.viewer.sdl;

import org.wayray.protocol.v1.PointerHold;

/**
 * Holds the viewer's pointer while a program in the session holds the session's, and lets it go when the person wants out. Confined to
 * the SDL thread.
 */
final class PointerGrip {
    private static final PointerHold NONE = PointerHold.getDefaultInstance();

    private final PictureWindows windows;
    private PointerHold wanted = NONE;
    private boolean locked;
    private boolean active;
    private boolean released;

    PointerGrip(PictureWindows windows) {
        this.windows = windows;
    }

    /** Whether pushes count and not the pointer's place. */
    boolean isLocked() {
        return locked;
    }

    /** What the session wants. */
    void held(PointerHold hold) {
        boolean wasLocked = locked;
        wanted = hold;
        update();
        if (wasLocked && !locked && active && !released) {
            windows.all().forEach(window -> window.warp(hold));
        }
    }

    /** Whether there is a session; what it wanted ends with it. */
    void sessionActive(boolean nowActive) {
        active = nowActive;
        if (!active) {
            wanted = NONE;
        }
        update();
    }

    /** Whether the person has freed the pointer. */
    void released(boolean nowReleased) {
        released = nowReleased;
        update();
    }

    /** The windows or what they show may be others. */
    void update() {
        var hold = active && !released ? wanted : NONE;
        locked = hold.getMode() == PointerHold.Mode.LOCKED;
        windows.all().forEach(window -> window.hold(hold));
    }
}
