package org.wayray.viewer.sdl;

/**
 * What the user wants the window to be. Immutable.
 *
 * @param fullscreen whether it begins as the whole screen
 * @param width of the window's inside in the window system's units; 0 to follow the remote picture
 * @param height the same; 0 together with {@code width}
 * @param presentation how the picture gets into it
 */
public record WindowOptions(boolean fullscreen, int width, int height, PresentationChoice presentation) {
    /** Whether the window takes the size of the remote picture. */
    public boolean followsPicture() {
        return width == 0;
    }
}
