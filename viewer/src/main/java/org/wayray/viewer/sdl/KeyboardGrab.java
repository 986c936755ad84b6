package org.wayray.viewer.sdl;

/**
 * Decides who gets Super, Alt+Tab, Alt+F4, Print and whatever else the desk's window manager has a use for. They go to the session
 * while it is active and the viewer has the keyboard: always from the whole screen, from a window unless the person does not want
 * that. While the menu is open they are the desk's. Confined to the SDL thread.
 */
final class KeyboardGrab {
    private final PictureWindows windows;
    private boolean inWindow;
    private boolean active;
    private boolean released;

    /** @param inWindow whether also a window takes them */
    KeyboardGrab(PictureWindows windows, boolean inWindow) {
        this.windows = windows;
        this.inWindow = inWindow;
    }

    /** Whether there is a session to send keys to. */
    void sessionActive(boolean nowActive) {
        active = nowActive;
        update();
    }

    /** Whether the person has freed the keyboard. */
    void released(boolean nowReleased) {
        released = nowReleased;
        update();
    }

    /** Whether also a window takes them. */
    boolean isInWindow() {
        return inWindow;
    }

    /** Takes them from a window too, or no longer. */
    void toggleInWindow() {
        inWindow = !inWindow;
        update();
    }

    /** The window may have become the whole screen, or ceased to be. */
    void update() {
        windows.grabKeyboard(active && !released && (inWindow || windows.isFullscreen()));
    }
}
