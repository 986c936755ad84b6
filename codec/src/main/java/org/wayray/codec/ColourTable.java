package org.wayray.codec;

import java.util.Arrays;

/** The different colours of a region, in the order in which they are met, up to 256. Reused; confined to its owner. */
final class ColourTable {
    static final int MAX_COLOURS = 256;

    private static final int SLOTS = 1024;
    private static final int RGB = 0xFFFFFF;

    /** If the pixel so much farther on has the same colour, it is worth looking for the end of a run. */
    private static final int RUN = 24;

    private final int[] colours = new int[MAX_COLOURS];
    private int size;

    /** Open addressing; a slot is taken if its stamp is the current one, so that clearing costs nothing. */
    private final int[] slotColour = new int[SLOTS];

    private final byte[] slotIndex = new byte[SLOTS];

    /** For sorting: green, red and blue of each colour from the highest byte down, then its index. */
    private final long[] keys = new long[MAX_COLOURS];

    private final byte[] newIndex = new byte[MAX_COLOURS];
    private final int[] slotStamp = new int[SLOTS];
    private int stamp;

    /** Number of colours found. */
    int size() {
        return size;
    }

    /** The colours as 0xRRGGBB: the array itself; those from {@link #size()} on mean nothing. */
    int[] colours() {
        return colours;
    }

    /** A colour as 0xRRGGBB. */
    int colour(int index) {
        return colours[index];
    }

    /**
     * Finds the colours of a rectangle and writes the index of each pixel's, row after row, to {@code indices}.
     *
     * @return false if there are more than 256: then nothing of the result means anything
     */
    boolean index(Framebuffer picture, int x, int y, int width, int height, byte[] indices) {
        stamp++;
        size = 0;
        int[] pixels = picture.pixels();
        int last = 0;
        byte lastIndex = 0;
        int at = 0;
        for (int row = 0; row < height; row++) {
            int from = picture.index(x, y + row);
            int end = from + width;
            for (int i = from; i < end; i++) {
                int colour = pixels[i] & RGB;
                if (colour != last || i == from) {
                    int slot = slotOf(colour);
                    if (slotStamp[slot] != stamp && !take(slot, colour)) {
                        return false;
                    }
                    last = colour;
                    lastIndex = slotIndex[slot];
                    if (i + RUN < end && pixels[i + RUN] == pixels[i]) {
                        // probably a run: its end is found faster than pixel by pixel
                        int next = Arrays.mismatch(pixels, i, end - 1, pixels, i + 1, end);
                        int more = next < 0 ? end - 1 - i : next;
                        Arrays.fill(indices, at, at + more, lastIndex);
                        at += more;
                        i += more;
                    }
                }
                indices[at++] = lastIndex;
            }
        }
        return true;
    }

    /** Orders the colours by their green, then red, then blue part, and rewrites the first {@code length} indices accordingly. */
    void sortByGreen(byte[] indices, int length) {
        for (int i = 0; i < size; i++) {
            int colour = colours[i];
            long greenRedBlue = (colour & 0xFF00) << 8 | (colour & 0xFF0000) >> 8 | colour & 0xFF;
            insert(greenRedBlue << 8 | i, i);
        }
        for (int i = 0; i < size; i++) {
            newIndex[(int) keys[i] & 0xFF] = (byte) i;
            int greenRedBlue = (int) (keys[i] >> 8);
            colours[i] = (greenRedBlue & 0xFF00) << 8 | (greenRedBlue & 0xFF0000) >> 8 | greenRedBlue & 0xFF;
        }
        for (int i = 0; i < length; i++) {
            indices[i] = newIndex[indices[i] & 0xFF];
        }
    }

    /** Puts a key in its place among the first {@code sorted} ones. Not Arrays.sort, which allocates. */
    private void insert(long key, int sorted) {
        int place = -1 - Arrays.binarySearch(keys, 0, sorted, key);
        System.arraycopy(keys, place, keys, place + 1, sorted - place);
        keys[place] = key;
    }

    /** Gives a colour the next index. Returns false if there is none left. */
    private boolean take(int slot, int colour) {
        if (size == MAX_COLOURS) {
            return false;
        }
        slotStamp[slot] = stamp;
        slotColour[slot] = colour;
        slotIndex[slot] = (byte) size;
        colours[size++] = colour;
        return true;
    }

    private int slotOf(int colour) {
        int slot = (colour * 0x9E3779B1) >>> 22;
        while (slotStamp[slot] == stamp && slotColour[slot] != colour) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }
}
