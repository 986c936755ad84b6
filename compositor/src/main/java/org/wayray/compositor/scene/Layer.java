package org.wayray.compositor.scene;

/** The storeys of a scene, from the ground up. Trees are ordered within theirs. */
public enum Layer {
    /** Wallpaper. */
    BACKGROUND,
    /** Below windows. */
    BOTTOM,
    /** Windows. */
    WINDOWS,
    /** Panels. */
    TOP,
    /** Windows that fill an output, and what belongs to them. */
    FULLSCREEN,
    /** Notifications, on-screen keyboards. */
    OVERLAY,
    /** What covers outputs while the session is locked; nothing else is seen then. */
    LOCK,
    /** The icon of a drag, which takes no input. */
    DRAG_ICON;

    /** Whether what lies here can be hit by a pointer. */
    boolean takesInput() {
        return this != DRAG_ICON;
    }
}
