package org.wayray.codec.video;

import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;

/**
 * The sending end of one stream of a connection: writes the payloads of regions in the coding {@code H264}. Their rectangles
 * have the stream's size and may move. Owns its encoder. One thread at a time.
 *
 * <p>A viewer needs every picture of a stream, in order. When it asks for pixels of the stream's place again, or another
 * viewer takes over, the next picture has to start over.
 */
public final class VideoStream implements AutoCloseable {
    /** Streams that a viewer has at a time. */
    public static final int MOST_STREAMS = 16;

    /** Flag: the viewer forgets what the stream was before. */
    static final int STARTS = 1;

    /** Bytes before the access unit. */
    static final int HEADER_BYTES = 2;

    private final int number;
    private final VideoEncoder encoder;
    private boolean started;

    /**
     * A stream that has not started.
     *
     * @param number  0 to {@link #MOST_STREAMS} less 1, of no other stream of the connection; the number of one that ended may be
     *                used again
     * @param encoder closed with the stream
     */
    public VideoStream(int number, VideoEncoder encoder) {
        if (number < 0 || number >= MOST_STREAMS) {
            throw new IllegalArgumentException("no stream has number " + number);
        }
        this.number = number;
        this.encoder = encoder;
    }

    /** Its number on the connection. */
    public int number() {
        return number;
    }

    /** Columns of each picture. */
    public int width() {
        return encoder.width();
    }

    /** Rows of each picture. */
    public int height() {
        return encoder.height();
    }

    /**
     * Appends the payload of the region at {@code x}, {@code y} to {@code out}.
     *
     * @param startOver makes the viewer begin anew; always done for the first picture
     * @throws VideoException if the coder broke; nothing was appended, and only {@link #close} makes sense
     */
    public void encode(Framebuffer picture, int x, int y, VideoQuality quality, boolean startOver, PayloadBuffer out)
            throws VideoException {
        boolean starts = startOver || !started;
        int before = out.size();
        out.append(number);
        out.append(starts ? STARTS : 0);
        try {
            encoder.encode(picture, x, y, quality, starts, out);
        } catch (VideoException e) {
            out.truncate(before);
            throw e;
        }
        started = true;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
