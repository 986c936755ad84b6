package org.wayray.codec.video;

import java.nio.ByteBuffer;
import org.wayray.codec.CodecException;
import org.wayray.codec.Framebuffer;

/**
 * The receiving end of the streams of a connection: decodes regions in the coding {@code H264}. Believes nothing. After a picture
 * that could not be decoded, its stream refuses all others until one starts it over. One thread at a time; {@link #close} frees the
 * native part.
 */
public final class VideoStreams implements AutoCloseable {
    /** No stream yet. */
    public VideoStreams() {}

    /**
     * Whether this machine has what it takes to decode, as far as can be seen without loading it.
     */
    public static boolean areSupported() {
        return false;
    }

    /**
     * Decodes the picture of a region. After an exception its pixels may be partly written; all others are as before.
     *
     * @param payload the bytes of this region and no more, from position to limit; neither is changed
     * @throws CodecException if the rectangle is not inside the picture, or the bytes do not fit it or the stream
     */
    public void decode(ByteBuffer payload, int x, int y, int width, int height, Framebuffer into)
            throws CodecException {
        throw new CodecException("no video is decoded here");
    }

    /** Forgets all streams. */
    @Override
    public void close() {}
}
