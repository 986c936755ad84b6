package org.wayray.codec.video;

import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;

/**
 * One H.264 stream of pictures of one size: each picture goes in and its access unit comes out, at once. The first one
 * stands alone; each later one needs all before it. Allocates nothing for a picture in steady state. One thread at a
 * time, not always the same; {@link #close} frees the native part.
 */
public interface VideoEncoder extends AutoCloseable {
    /** Smallest width and height. */
    int MIN_SIZE = 16;

    /** Largest width and height. */
    int MAX_SIZE = 4096;

    /** Columns of each picture. */
    int width();

    /** Rows of each picture. */
    int height();

    /** Which coder this is, for logs: {@code libx264}, {@code h264_nvenc} ... */
    String name();

    /**
     * Appends the access unit of a picture to {@code out}: NAL units with start codes (Annex B of the specification), with
     * its parameter sets if it stands alone.
     *
     * @param picture   where the pixels are: the {@code width} x {@code height} at {@code x}, {@code y}, which lie inside;
     *                  not changed, and not to be changed by others meanwhile
     * @param startOver makes this picture stand alone: for a viewer that lost the stream
     * @throws VideoException if the coder broke; nothing was appended, and the stream is at its end
     */
    void encode(Framebuffer picture, int x, int y, VideoQuality quality, boolean startOver, PayloadBuffer out)
            throws VideoException;

    @Override
    void close();
}
