package org.wayray.codec.video;

/** The H.264 encoders of this machine, the best first. Immutable, for any thread. */
public final class VideoEncoders {
    private VideoEncoders() {}

    /**
     * Looks for encoders. Loads the native library, which takes a while; on a machine where that cannot be, there are none.
     */
    public static VideoEncoders probe() {
        return new VideoEncoders();
    }

    /** Whether there is none: pictures have to be coded some other way. */
    public boolean isEmpty() {
        return true;
    }

    /**
     * Opens an encoder for pictures of that size. Free: its first picture makes it cost memory.
     *
     * @param width  {@link VideoEncoder#MIN_SIZE} to {@link VideoEncoder#MAX_SIZE}, odd too
     * @param height as {@code width}
     * @throws VideoException if no encoder takes that size, or there is none
     */
    public VideoEncoder open(int width, int height) throws VideoException {
        throw new VideoException("there is no encoder for " + width + "x" + height);
    }
}
