package org.wayray.viewer.sdl;

/**
 * Where the remote picture lies in the window, pixel for pixel: in the middle, but never with its top left corner outside, since
 * that is where titles and menus are. Immutable; all numbers are physical pixels.
 */
record Letterbox(int windowWidth, int windowHeight, int pictureWidth, int pictureHeight) {
    /** Left edge of the picture in the window, not negative. */
    int left() {
        return Math.max(0, (windowWidth - pictureWidth) / 2);
    }

    /** Top edge of the picture in the window, not negative. */
    int top() {
        return Math.max(0, (windowHeight - pictureHeight) / 2);
    }

    /** Columns of the picture that the window has room for. */
    int visibleWidth() {
        return Math.min(windowWidth, pictureWidth);
    }

    /** Rows of the picture that the window has room for. */
    int visibleHeight() {
        return Math.min(windowHeight, pictureHeight);
    }
}
