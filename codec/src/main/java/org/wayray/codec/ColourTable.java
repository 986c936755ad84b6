package org.wayray.codec;

/** The different colours of a region, in the order in which they are met, up to 256. Reused; confined to its owner. */
final class ColourTable {
    static final int MAX_COLOURS = 256;

    private static final int SLOTS = 1024;
    private static final int RGB = 0xFFFFFF;

    private final int[] colours = new int[MAX_COLOURS];
    private int size;

    /** Open addressing; a slot is taken if its stamp is the current one, so that clearing costs nothing. */
    private final int[] slotColour = new int[SLOTS];

    private final byte[] slotIndex = new byte[SLOTS];
    private final int[] slotStamp = new int[SLOTS];
    private int stamp;

    /** Number of colours found. */
    int size() {
        return size;
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
        int last = ~pixels[picture.index(x, y)] & RGB;
        byte lastIndex = 0;
        int at = 0;
        for (int row = 0; row < height; row++) {
            int from = picture.index(x, y + row);
            for (int i = from; i < from + width; i++) {
                int colour = pixels[i] & RGB;
                if (colour != last) {
                    int slot = slotOf(colour);
                    if (slotStamp[slot] != stamp) {
                        if (size == MAX_COLOURS) {
                            return false;
                        }
                        slotStamp[slot] = stamp;
                        slotColour[slot] = colour;
                        slotIndex[slot] = (byte) size;
                        colours[size++] = colour;
                    }
                    last = colour;
                    lastIndex = slotIndex[slot];
                }
                indices[at++] = lastIndex;
            }
        }
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
