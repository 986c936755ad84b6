package org.wayray.viewer.menu;

import org.wayray.codec.PixelRect;

/**
 * Where the parts of a menu are, in physical pixels. It depends on no font, so that a click can be placed before anything is drawn.
 * Immutable.
 *
 * @param scale physical pixels for each of the units below
 * @param rows how many entries there are
 */
public record MenuLayout(double scale, int rows) {
    private static final double WIDTH = 460;
    private static final double MARGIN = 12;
    private static final double HEADING = 44;
    private static final double ROW = 36;
    private static final double FOOTER = 30;

    /** Smaller than this nobody can read it. */
    private static final double LEAST_SCALE = 0.5;

    /** The layout at a scale, or a smaller one where a window of that size has no room for it. */
    public static MenuLayout fit(double wantedScale, int rows, int windowWidth, int windowHeight) {
        var one = new MenuLayout(1, rows);
        double fitting = Math.min((double) windowWidth / one.width(), (double) windowHeight / one.height());
        return new MenuLayout(Math.max(LEAST_SCALE, Math.min(wantedScale, fitting)), rows);
    }

    /** Width of the menu. */
    public int width() {
        return pixels(WIDTH);
    }

    /** Height of the menu. */
    public int height() {
        return pixels(HEADING) + rows * rowHeight() + pixels(FOOTER) + pixels(MARGIN);
    }

    /** The place of an entry in the menu. */
    public PixelRect row(int index) {
        return new PixelRect(
                pixels(MARGIN), pixels(HEADING) + index * rowHeight(), width() - 2 * pixels(MARGIN), rowHeight());
    }

    /** The entry at a place of the menu; -1 for none. */
    public int rowAt(double x, double y) {
        for (int i = 0; i < rows; i++) {
            var place = row(i);
            if (x >= place.x() && x < place.right() && y >= place.y() && y < place.bottom()) {
                return i;
            }
        }
        return -1;
    }

    private int rowHeight() {
        return pixels(ROW);
    }

    /** So many units in pixels. */
    int pixels(double units) {
        return (int) Math.round(units * scale);
    }
}
