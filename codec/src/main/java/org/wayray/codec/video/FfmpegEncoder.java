package org.wayray.codec.video;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;

/** An encoder of FFmpeg whose pictures are in the processor's memory. */
final class FfmpegEncoder implements VideoEncoder {
    /** What the rate control of x264 is told. Pictures come when they come; it only divides bits a second by it. */
    private static final int PICTURES_PER_SECOND = 30;

    /** As good as no bound: more than any picture can have. */
    private static final int AMPLE_BYTES = 8_000_000;

    /** From here on one thread takes longer than a picture at 60 a second lasts. */
    private static final int PIXELS_FOR_TWO_THREADS = 1 << 20;

    /** Bounds are rounded down to so many bits after the first. */
    private static final int BOUND_BITS = 3;

    /** What most streams begin with. */
    static final VideoQuality TYPICAL = VideoQuality.of(26);

    private final EncoderFamily family;
    private final int width;
    private final int height;
    private final PictureFrame picture;
    private final AVPacket packet;
    private @Nullable Coder coder;
    private VideoQuality asked = TYPICAL;

    /** What was asked for, as the coder is told. */
    private VideoQuality quality = TYPICAL;

    private boolean varies;
    private long pictures;

    FfmpegEncoder(EncoderFamily family, int width, int height) throws VideoException {
        this.family = family;
        this.width = width;
        this.height = height;
        picture = new PictureFrame(family.layout(), width, height);
        packet = avcodec.av_packet_alloc();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public String name() {
        return family.codec();
    }

    @Override
    public void encode(Framebuffer source, int x, int y, VideoQuality quality, boolean startOver, PayloadBuffer out)
            throws VideoException {
        picture.fill(source, x, y);
        var current = coder;
        boolean starts = startOver || pictures == 0;
        if (current != null && !current.takes(quality)) {
            varies = pictures > 0;
            current.close();
            current = null;
            coder = null;
            starts = true;
        }
        if (current == null) {
            current = new Coder(quality);
            coder = current;
        }
        var frame = picture.frame();
        frame.pict_type(starts ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
        frame.pts(pictures++);
        current.code(frame);
        try {
            int size = packet.size();
            out.ensureRoom(size);
            var bytes = MemorySegment.ofAddress(packet.data().address()).reinterpret(size);
            MemorySegment.copy(bytes, JAVA_BYTE, 0, out.bytes(), out.size(), size);
            out.declare(starts ? AccessUnit.withoutRemarks(out.bytes(), out.size(), size) : size);
        } finally {
            avcodec.av_packet_unref(packet);
        }
    }

    /**
     * Spares the coder bounds that hardly a picture reaches, and changes that make no difference: a bound comes from a measured rate, which is never
     * the same twice.
     */
    private VideoQuality simplified(VideoQuality wanted) {
        int most = wanted.mostBytes();
        return !wanted.isBounded() || most >= width * height / 2
                ? VideoQuality.of(wanted.quantizer())
                : wanted.within(Math.max(1, most & -(Integer.highestOneBit(most) >> BOUND_BITS)));
    }

    /** Opens the coder ahead of the first picture, for a typical quality; whether that could be done. */
    boolean isReady() {
        try {
            coder = new Coder(TYPICAL);
            return true;
        } catch (VideoException e) {
            return false;
        }
    }

    /** What a bound on a picture's bytes is to rate controls. */
    static long bitsPerSecond(VideoQuality quality) {
        return 8L * Math.min(AMPLE_BYTES, quality.mostBytes()) * PICTURES_PER_SECOND;
    }

    @Override
    public void close() {
        if (coder != null) {
            coder.close();
            coder = null;
        }
        avcodec.av_packet_free(packet);
        picture.close();
    }

    /** The native coder, opened for a quality. */
    private final class Coder implements AutoCloseable {
        private final AVCodecContext context;
        private final EncoderSettings settings;
        private final BytePointer quantizerOption = new BytePointer("crf");
        private final Pointer privateOptions;
        private final @Nullable HardwareFrames hardware;
        private VideoQuality quality;

        Coder(VideoQuality first) throws VideoException {
            quality = first;
            settings = family.settings(first, varies);
            var codec = avcodec.avcodec_find_encoder_by_name(family.codec());
            if (codec == null) {
                throw new VideoException("FFmpeg was built without " + family.codec());
            }
            context = avcodec.avcodec_alloc_context3(codec);
            if (context == null) {
                throw new VideoException("no memory for " + family.codec());
            }
            describePictures();
            bound(first);
            hardware = openDevice();
            int result = open(codec);
            if (result < 0) {
                close();
            }
            Ffmpeg.check(result, family.codec() + " does not take " + width + "x" + height);
            privateOptions = context.priv_data();
        }

        private void describePictures() {
            var layout = family.layout();
            context.width(layout.padded(width));
            context.height(layout.padded(height));
            context.pix_fmt(layout.pixelFormat());
            context.color_range(avutil.AVCOL_RANGE_JPEG);
            context.colorspace(avutil.AVCOL_SPC_BT709);
            context.color_primaries(avutil.AVCOL_PRI_BT709);
            context.color_trc(avutil.AVCOL_TRC_IEC61966_2_1);
            context.time_base().num(1).den(PICTURES_PER_SECOND);
            context.framerate().num(PICTURES_PER_SECOND).den(1);
            context.max_b_frames(0);
            context.thread_count(width * height < PIXELS_FOR_TWO_THREADS ? 1 : 2);
        }

        private @Nullable HardwareFrames openDevice() throws VideoException {
            if (family.device() == EncoderFamily.NO_DEVICE) {
                return null;
            }
            try {
                var frames = new HardwareFrames(family.device(), family.layout(), context.width(), context.height());
                context.hw_frames_ctx(frames.shared());
                context.pix_fmt(avutil.AV_PIX_FMT_VAAPI);
                return frames;
            } catch (VideoException e) {
                avcodec.avcodec_free_context(context);
                quantizerOption.close();
                throw e;
            }
        }

        private int open(AVCodec codec) {
            var options = new AVDictionary(null);
            try {
                settings.options().forEach((name, value) -> avutil.av_dict_set(options, name, value, 0));
                return avcodec.avcodec_open2(context, codec, options);
            } finally {
                avutil.av_dict_free(options);
            }
        }

        /** Goes over to that quality if it can. */
        boolean takes(VideoQuality wanted) {
            if (wanted.equals(quality)) {
                return true;
            }
            if (!settings.adapts()) {
                return family.isNearEnough(quality, wanted);
            }
            avutil.av_opt_set_double(privateOptions, quantizerOption, wanted.quantizer(), 0);
            bound(wanted);
            quality = wanted;
            return true;
        }

        private void bound(VideoQuality wanted) {
            if (settings.adapts() || wanted.isBounded()) {
                context.rc_max_rate(bitsPerSecond(wanted));
                context.rc_buffer_size((int) (bitsPerSecond(wanted) / PICTURES_PER_SECOND));
            }
        }

        /** Codes a picture into the packet. */
        void code(AVFrame frame) throws VideoException {
            var input = hardware == null ? frame : hardware.upload(frame);
            input.pict_type(frame.pict_type());
            input.pts(frame.pts());
            Ffmpeg.check(avcodec.avcodec_send_frame(context, input), family.codec() + " takes no picture");
            Ffmpeg.check(avcodec.avcodec_receive_packet(context, packet), family.codec() + " gives no picture");
        }

        @Override
        public void close() {
            avcodec.avcodec_free_context(context);
            quantizerOption.close();
            if (hardware != null) {
                hardware.close();
            }
        }
    }
}
