package org.wayray.protocol;

/** The largest sizes and counts that a peer accepts, sizes in bytes. They are checked before memory is set aside. */
public final class Limits {
    /** A message without its payload. */
    public static final int HEADER = 64 * 1024;

    /** The payload of a frame: an uncompressed picture of 4096 x 4096 pixels. */
    public static final int FRAME_PAYLOAD = 64 * 1024 * 1024;

    /** Width and height of a cursor image, in pixels. */
    public static final int CURSOR_SIDE = 512;

    /** The payload of a cursor image. */
    public static final int CURSOR_PAYLOAD = CURSOR_SIDE * CURSOR_SIDE * 4;

    /** A viewer's screens, and with them a session's outputs. */
    public static final int SCREENS = 8;

    /** The bytes in UTF-8 of a screen's name. */
    public static final int SCREEN_NAME = 256;

    /** The payload of a change of the keymap, compressed. */
    public static final int KEYMAP_PAYLOAD = 1024 * 1024;

    /** A keymap's text in UTF-8; usual ones have some 60,000. */
    public static final int KEYMAP_TEXT = 512 * 1024;

    /** Transfers of a connection that are open at the same time, in both directions together. */
    public static final int TRANSFERS = 16;

    /** Bytes of a transfer that may be sent before the receiver has granted any. */
    public static final int TRANSFER_START = 64 * 1024;

    /** Bytes of a transfer that a receiver grants beyond those it has taken: what one transfer can occupy. */
    public static final int TRANSFER_WINDOW = 1024 * 1024;

    /** Formats of a clipboard offer, and bytes of UTF-8 of each. */
    public static final int CLIPBOARD_TYPES = 128;

    public static final int CLIPBOARD_TYPE_BYTES = 256;

    private Limits() {}
}
