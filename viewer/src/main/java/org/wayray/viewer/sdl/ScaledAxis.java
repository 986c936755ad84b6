package org.wayray.viewer.sdl;

/**
 * One direction of a picture that is shown at another size: which of its pixels each pixel shown covers, and how much of it each makes
 * up. Immutable.
 */
final class ScaledAxis {
    /** What the weights of one pixel shown add up to. */
    static final int WHOLE = 256;

    /** The finest that a pointer's place can be told. */
    private static final double FINEST = 1.0 / 256;

    private final int picture;
    private final int shown;

    /** How far the pointer goes in the picture for each pixel shown. */
    private final double pictureWay;

    private final int[] first;
    private final int[][] weights;

    /**
     * @param picture its size in its own pixels
     * @param shown its size in pixels of the window
     */
    ScaledAxis(int picture, int shown) {
        this.picture = picture;
        this.shown = shown;
        pictureWay = shown >= picture || shown == 1 ? (double) picture / shown : (picture - 1.0) / (shown - 1);
        first = new int[shown];
        weights = new int[shown][];
        for (int i = 0; i < shown; i++) {
            // in 1/shown of the picture's pixels, where all edges are whole numbers
            long from = (long) i * picture;
            long to = from + picture;
            first[i] = (int) (from / shown);
            int last = (int) ((to - 1) / shown);
            weights[i] = new int[last - first[i] + 1];
            long given = 0;
            for (int j = first[i]; j <= last; j++) {
                long covered = Math.min(to, (j + 1L) * shown) - from;
                long due = (covered * WHOLE * 2 + picture) / (picture * 2L);
                weights[i][j - first[i]] = (int) (due - given);
                given = due;
            }
        }
    }

    /** The first of the picture's pixels that a pixel shown covers. */
    int first(int pixel) {
        return first[pixel];
    }

    /** How much of a pixel shown each makes up, from the first on; {@link #WHOLE} together. Not to be written to. */
    int[] weights(int pixel) {
        return weights[pixel];
    }

    /** The first pixel shown that has any of the picture's from that on. */
    int shownFrom(int pixel) {
        return (int) ((long) pixel * shown / picture);
    }

    /** The end of the pixels shown that have any of the picture's before that one. */
    int shownTo(int end) {
        return (int) (((long) end * shown + picture - 1) / picture);
    }

    /**
     * The place in the picture that is shown at a place. Where the picture is enlarged each of its pixels is below a pixel that
     * shows it; where it is made smaller its first and last pixel are below the first and last one shown, since edges and corners
     * are what people aim at.
     *
     * @param place in pixels shown from the first one's edge; outside of them it is mapped to outside of the picture
     */
    double toPicture(double place) {
        double mapped = place * pictureWay;
        if (place >= shown) {
            return Math.max(mapped, picture);
        }
        return place >= 0 ? Math.min(mapped, picture - FINEST) : mapped;
    }

    /** How far the pointer goes in the picture when it goes that far in pixels shown. */
    double toPictureWay(double way) {
        return way * pictureWay;
    }

    /** Where a place of the picture is pointed at, in pixels shown from the first one's edge: the reverse of {@link #toPicture}. */
    double toShown(double place) {
        return place / pictureWay;
    }

    /** The first pixel shown that a pointer needs to reach for all of the picture from that pixel on. */
    int pointedFrom(int pixel) {
        return (int) toShown(pixel);
    }

    /** The end of the pixels shown that a pointer needs to reach for all of the picture before that pixel, which is not 0. */
    int pointedTo(int end) {
        return Math.min(shown, Math.max((int) Math.ceil(toShown(end)), (int) Math.ceil(toShown(end - 1)) + 1));
    }
}
