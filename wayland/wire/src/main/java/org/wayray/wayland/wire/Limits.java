package org.wayray.wayland.wire;

/** The bounds of what one connection may carry, the same ones as libwayland's where it has them. */
public final class Limits {
    /** Bytes of a message's header: object id, then size and opcode. */
    public static final int HEADER_BYTES = 8;

    /** Bytes of the longest message, header included. libwayland peers can neither send nor receive a longer one. */
    public static final int MAX_MESSAGE_BYTES = 4096;

    /**
     * Descriptors that may have arrived before the messages that they belong to. A libwayland peer sends the descriptors
     * of one full output buffer (4,096 bytes, 12 for the shortest message with a descriptor) ahead of the bytes.
     */
    public static final int MAX_UNCLAIMED_FDS = 4096 / 12 + 1;

    /** The first id of the objects that the server makes; the client's own are below it. */
    public static final int FIRST_SERVER_ID = 0xff000000;

    /** The id of {@code wl_display}, the one object that a connection starts with. */
    public static final int DISPLAY_ID = 1;

    /** Objects alive at a time that one side of a connection may make. */
    public static final int MAX_OBJECTS = 1 << 16;

    private Limits() {}
}
