package org.wayray.codec.video;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.CodecException;
import org.wayray.codec.Framebuffer;

/**
 * The receiving end of the streams of a connection: decodes regions in the coding {@code H264}. Believes nothing. After a picture
 * that could not be decoded, its stream refuses all others until one starts it over. One thread at a time; {@link #close} frees the
 * native part.
 */
public final class VideoStreams implements AutoCloseable {
    /** Most pixels of all streams together: a screen of 4096 x 2304. */
    public static final int MOST_PIXELS = 4096 * 2304;

    private final @Nullable VideoDecoder[] decoders = new VideoDecoder[VideoStream.MOST_STREAMS];

    /** No stream yet. */
    public VideoStreams() {}

    /**
     * Whether this machine has what it takes to decode, as far as can be seen without loading it. Should that fail later, {@link #decode}
     * throws an exception whose cause is a {@link VideoException}.
     */
    public static boolean areSupported() {
        return Ffmpeg.isPresent();
    }

    /**
     * Decodes the picture of a region. After an exception no pixel has changed.
     *
     * @param payload the bytes of this region and no more, from position to limit; neither is changed
     * @throws CodecException if the rectangle is not inside the picture, the bytes do not fit it or the stream, or this machine cannot
     *                        decode video
     */
    public void decode(ByteBuffer payload, int x, int y, int width, int height, Framebuffer into)
            throws CodecException {
        int start = payload.position();
        if (payload.remaining() <= VideoStream.HEADER_BYTES || (payload.get(start) & 0xFF) >= decoders.length) {
            close();
            throw new CodecException("a video in " + payload.remaining() + " bytes, or of no stream that can be");
        }
        int number = payload.get(start);
        try {
            var decoder = decoder(number, payload.get(start + 1), width, height);
            int header = start + VideoStream.HEADER_BYTES;
            decoder.decode(payload.slice(header, payload.limit() - header), x, y, into);
        } catch (CodecException e) {
            end(number);
            throw e;
        }
    }

    private VideoDecoder decoder(int number, byte flags, int width, int height) throws CodecException {
        if ((flags & ~VideoStream.STARTS) != 0) {
            throw new CodecException("a video with flags " + flags);
        }
        if (flags == VideoStream.STARTS) {
            return start(number, width, height);
        }
        var decoder = decoders[number];
        if (decoder == null) {
            throw new CodecException("a video stream that has not started");
        }
        if (decoder.width() != width || decoder.height() != height) {
            throw new CodecException("a rectangle of " + width + "x" + height + " for a stream of " + decoder.width()
                    + "x" + decoder.height());
        }
        return decoder;
    }

    private VideoDecoder start(int number, int width, int height) throws CodecException {
        end(number);
        long pixels = (long) width * height;
        for (var other : decoders) {
            pixels += other == null ? 0 : (long) other.width() * other.height();
        }
        if (width < 1
                || height < 1
                || pixels > MOST_PIXELS
                || width > VideoEncoder.MAX_SIZE
                || height > VideoEncoder.MAX_SIZE) {
            throw new CodecException(
                    "a video of " + width + "x" + height + " would make " + pixels + " pixels of video");
        }
        try {
            Ffmpeg.load();
            var decoder = new VideoDecoder(width, height);
            decoders[number] = decoder;
            return decoder;
        } catch (VideoException e) {
            throw new CodecException("video cannot be decoded here", e);
        }
    }

    private void end(int number) {
        var decoder = decoders[number];
        if (decoder != null) {
            decoders[number] = null;
            decoder.close();
        }
    }

    /** Forgets all streams; new ones may start. */
    @Override
    public void close() {
        for (int i = 0; i < decoders.length; i++) {
            end(i);
        }
    }
}
