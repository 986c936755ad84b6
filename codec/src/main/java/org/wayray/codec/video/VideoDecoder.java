package org.wayray.codec.video;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.wayray.codec.CodecException;
import org.wayray.codec.Framebuffer;

/**
 * Decodes one H.264 stream of pictures of one size. Believes nothing: a stream of another size, with another kind of pixels, with
 * pictures out of order, with errors or with more than {@link #MOST_REFERENCES} pictures to refer to is refused. One thread at a time;
 * {@link #close} frees the native part.
 */
public final class VideoDecoder implements AutoCloseable {
    /** Most pictures that a stream may make its decoder keep. */
    public static final int MOST_REFERENCES = 4;

    private final int width;
    private final int height;
    private final AVCodecContext context;
    private final AVPacket packet;
    private final AVFrame frame;
    private final ColourRows rows;
    private byte[] plane = new byte[0];

    /**
     * A decoder for a stream that starts.
     *
     * @param width  of its pictures, at most {@link VideoEncoder#MAX_SIZE}
     * @param height of its pictures, likewise
     * @throws VideoException if the library cannot be loaded or has no memory
     */
    public VideoDecoder(int width, int height) throws VideoException {
        if (width < 1 || height < 1 || width > VideoEncoder.MAX_SIZE || height > VideoEncoder.MAX_SIZE) {
            throw new IllegalArgumentException("no video has " + width + "x" + height);
        }
        Ffmpeg.load();
        this.width = width;
        this.height = height;
        rows = new ColourRows(width);
        packet = avcodec.av_packet_alloc();
        frame = avutil.av_frame_alloc();
        var codec = avcodec.avcodec_find_decoder(avcodec.AV_CODEC_ID_H264);
        context = avcodec.avcodec_alloc_context3(codec);
        // whole macroblocks, and rows as long as the library makes them
        context.max_pixels((long) (width + 64 & ~63) * (height + 16 & ~15));
        context.thread_count(1);
        context.flags(avcodec.AV_CODEC_FLAG_LOW_DELAY);
        // what the library conceals it tells; without concealing, it takes the second slice of a picture for an error
        context.err_recognition(avcodec.AV_EF_EXPLODE | avcodec.AV_EF_BITSTREAM | avcodec.AV_EF_BUFFER);
        int result = avcodec.avcodec_open2(context, codec, (org.bytedeco.ffmpeg.avutil.AVDictionary) null);
        if (result < 0) {
            close();
        }
        Ffmpeg.check(result, "no decoder");
    }

    /** Columns of each picture. */
    public int width() {
        return width;
    }

    /** Rows of each picture. */
    public int height() {
        return height;
    }

    /**
     * Decodes a picture to the place at {@code x}, {@code y}. Nothing is written if it cannot be decoded; then the pictures after it
     * cannot either.
     *
     * @param accessUnit one access unit and no more, from position to limit; neither is changed
     * @throws CodecException if the bytes are not a picture of this stream, or the place is not inside {@code into}
     */
    public void decode(ByteBuffer accessUnit, int x, int y, Framebuffer into) throws CodecException {
        if (x < 0 || y < 0 || width > into.width() - x || height > into.height() - y) {
            throw new CodecException("a video of " + width + "x" + height + "+" + x + "+" + y + ", not inside "
                    + into.width() + "x" + into.height());
        }
        int length = accessUnit.remaining();
        if (length == 0) {
            throw new CodecException("a picture without bytes");
        }
        if (avcodec.av_new_packet(packet, length) < 0) {
            throw new CodecException("no memory for a picture of " + length + " bytes");
        }
        try {
            MemorySegment.copy(
                    MemorySegment.ofBuffer(accessUnit),
                    0,
                    MemorySegment.ofAddress(packet.data().address()).reinterpret(length),
                    0,
                    length);
            check(avcodec.avcodec_send_packet(context, packet));
        } finally {
            avcodec.av_packet_unref(packet);
        }
        check(avcodec.avcodec_receive_frame(context, frame));
        try {
            write(layout(), x, y, into);
        } finally {
            avutil.av_frame_unref(frame);
        }
    }

    private static void check(int result) throws CodecException {
        if (result < 0) {
            throw new CodecException("not a picture of the stream: " + Ffmpeg.error(result));
        }
    }

    /** Checks that the frame is one of the stream, and says how its pixels lie. */
    private ChromaLayout layout() throws CodecException {
        ChromaLayout layout;
        int format = frame.format();
        if (format == avutil.AV_PIX_FMT_YUV444P || format == avutil.AV_PIX_FMT_YUVJ444P) {
            layout = ChromaLayout.FULL;
        } else if (format == avutil.AV_PIX_FMT_YUV420P || format == avutil.AV_PIX_FMT_YUVJ420P) {
            layout = ChromaLayout.HALF;
        } else {
            throw new CodecException("a video with pixels of kind " + format);
        }
        if (frame.width() != layout.padded(width) || frame.height() != layout.padded(height)) {
            throw new CodecException(
                    "a picture of " + frame.width() + "x" + frame.height() + " in a stream of " + width + "x" + height);
        }
        if (frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
            throw new CodecException("a damaged picture");
        }
        if (context.refs() > MOST_REFERENCES || context.has_b_frames() != 0) {
            throw new CodecException("a stream that refers to " + context.refs() + " pictures, or out of order");
        }
        return layout;
    }

    private void write(ChromaLayout layout, int x, int y, Framebuffer into) {
        var luma = new Plane(0, layout);
        var cb = new Plane(1, layout);
        var cr = new Plane(2, layout);
        boolean half = layout == ChromaLayout.HALF;
        int chromaWidth = half ? (width + 1) / 2 : width;
        if (plane.length < width) {
            plane = new byte[width];
        }
        for (int i = 0; i < height; i++) {
            luma.take(i, width);
            rows.putLuma(plane, 0, width);
            cb.take(half ? i / 2 : i, chromaWidth);
            rows.putCb(plane, 0, chromaWidth);
            cr.take(half ? i / 2 : i, chromaWidth);
            rows.putCr(plane, 0, chromaWidth);
            if (half) {
                rows.spreadChroma(width);
            }
            rows.join(into.pixels(), into.index(x, y + i), width);
        }
    }

    @Override
    public void close() {
        avcodec.avcodec_free_context(context);
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
    }

    /** One of the planes of the frame. */
    private final class Plane {
        private final MemorySegment bytes;
        private final int stride;

        Plane(int number, ChromaLayout layout) {
            stride = frame.linesize(number);
            bytes = MemorySegment.ofAddress(frame.data(number).address())
                    .reinterpret((long) stride * layout.rows(number, layout.padded(height)));
        }

        void take(int row, int count) {
            MemorySegment.copy(bytes, JAVA_BYTE, (long) row * stride, plane, 0, count);
        }
    }
}
