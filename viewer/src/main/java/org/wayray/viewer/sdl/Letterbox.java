package org.wayray.viewer.sdl;

/**
 * Where a picture lies in the window, pixel for pixel. Immutable; all numbers are physical pixels.
 *
 * @param left left edge of the picture in the window, not negative
 * @param top top edge of the picture in the window, not negative
 */
record Letterbox(int left, int top, int windowWidth, int windowHeight, int pictureWidth, int pictureHeight) {
    /** In the middle, but never with its top left corner outside, since that is where titles and menus are. */
    static Letterbox centred(int windowWidth, int windowHeight, int pictureWidth, int pictureHeight) {
        return new Letterbox(
                Math.max(0, (windowWidth - pictureWidth) / 2),
                Math.max(0, (windowHeight - pictureHeight) / 2),
                windowWidth,
                windowHeight,
                pictureWidth,
                pictureHeight);
    }

    /** In the top left corner. */
    static Letterbox cornered(int windowWidth, int windowHeight, int pictureWidth, int pictureHeight) {
        return new Letterbox(0, 0, windowWidth, windowHeight, pictureWidth, pictureHeight);
    }

    /** Columns of the picture that the window has room for. */
    int visibleWidth() {
        return Math.min(windowWidth - left, pictureWidth);
    }

    /** Rows of the picture that the window has room for. */
    int visibleHeight() {
        return Math.min(windowHeight - top, pictureHeight);
    }
}
