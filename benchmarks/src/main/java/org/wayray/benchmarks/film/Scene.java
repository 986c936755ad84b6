package org.wayray.benchmarks.film;

import java.util.List;
import org.wayray.codec.PixelRect;

/** What moves in a film, and on what ground. A picture depends on the tick alone. Confined to one thread. */
interface Scene {
    /** How often it moves in a second; 0 if it is still. */
    int ticksPerSecond();

    /** The part that moves, on which a coder's quality is judged. */
    PixelRect stage();

    /** Where the tick stands, twice: the places that a renderer or coder is the furthest from showing at once. */
    PixelRect firstBarcode();

    /** The other place, which may move. */
    PixelRect secondBarcode(int tick);

    /** Paints what lies inside {@code clip}. */
    void paint(int tick, PixelRect clip, Canvas canvas);

    /** The colour of one pixel of a picture, the barcodes aside. */
    int colour(int tick, int x, int y);

    /** Covers all pixels in which the pictures of two ticks differ, the barcodes aside. */
    List<PixelRect> changes(int from, int to);

    /** Makes the pictures of the first ticks ahead of time, where that takes long. */
    default void prepare(int ticks) {}
}
