package org.wayray.codec.video;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.CodecException;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;

/**
 * The H.264 encoders of this machine, the best first. Immutable, for any thread.
 *
 * <p>What they cost is in {@code docs/performance.md}.
 */
public final class VideoEncoders {
    /** From so many pixels on x264 takes a good part of a processor. */
    private static final int LARGE_PIXELS = 1280 * 720;

    private final List<EncoderFamily> families;
    private final @Nullable VideoException problem;

    private VideoEncoders(List<EncoderFamily> families, @Nullable VideoException problem) {
        this.families = List.copyOf(families);
        this.problem = problem;
    }

    /**
     * Looks for encoders, in hardware too. Loads the native library if nothing has yet, which takes some 0.4 s and 20 MB; on a machine
     * where that cannot be, there are none, and {@link #problem} says why.
     */
    public static VideoEncoders probe() {
        try {
            Ffmpeg.load();
        } catch (VideoException e) {
            return new VideoEncoders(List.of(), e);
        }
        return Probe.families();
    }

    /** Whether there is none: pictures have to be coded some other way. */
    public boolean isEmpty() {
        return families.isEmpty();
    }

    /** Why there is none, for the log; null if there is one. */
    public @Nullable VideoException problem() {
        return problem;
    }

    /** Their names, the best first, for the log. */
    public List<String> names() {
        return families.stream().map(EncoderFamily::codec).toList();
    }

    /**
     * Makes an encoder for pictures of that size. Its memory grows with the first picture.
     *
     * <p>It is the first that has full chroma, which text needs; for large pictures, hardware is preferred even without.
     *
     * @param width  {@link VideoEncoder#MIN_SIZE} to {@link VideoEncoder#MAX_SIZE}, odd too
     * @param height as {@code width}
     * @throws VideoException if there is no encoder, or no memory
     */
    public VideoEncoder open(int width, int height) throws VideoException {
        if (width < VideoEncoder.MIN_SIZE
                || height < VideoEncoder.MIN_SIZE
                || width > VideoEncoder.MAX_SIZE
                || height > VideoEncoder.MAX_SIZE) {
            throw new IllegalArgumentException("no encoder takes " + width + "x" + height);
        }
        if (problem != null) {
            throw new VideoException("there is no encoder", problem);
        }
        boolean large = width * height >= LARGE_PIXELS;
        for (EncoderFamily family : families) {
            if (family.isHardware() && (large || family.layout() == ChromaLayout.FULL)) {
                var encoder = new FfmpegEncoder(family, width, height);
                if (encoder.isReady()) {
                    return encoder;
                }
                // a GPU has limits of sizes and of streams at a time
                encoder.close();
            }
        }
        for (EncoderFamily family : families) {
            if (!family.isHardware()) {
                return new FfmpegEncoder(family, width, height);
            }
        }
        throw new VideoException("no encoder takes " + width + "x" + height);
    }

    /** Apart, because the library's classes must not be touched before they are known to load. */
    private static final class Probe {
        private static final int SIZE = 256;

        /** What every encoder gets near. */
        private static final int MOST_SQUARED_ERROR = 16;

        static VideoEncoders families() {
            var found = new ArrayList<EncoderFamily>();
            for (EncoderFamily family :
                    List.of(SteadyFamily.NVENC, SteadyFamily.VAAPI, new X264(), SteadyFamily.OPENH264)) {
                if (avcodec.avcodec_find_encoder_by_name(family.codec()) != null
                        && (!family.isHardware() || works(family))) {
                    found.add(family);
                }
            }
            return new VideoEncoders(
                    found, found.isEmpty() ? new VideoException("FFmpeg was built without an H.264 encoder") : null);
        }

        /** Tries hardware out: codes two pictures and looks at them. Where there is none, that ends with opening it. */
        private static boolean works(EncoderFamily family) {
            var picture = new Framebuffer(SIZE, SIZE);
            var shown = new Framebuffer(SIZE, SIZE);
            var out = new PayloadBuffer(1 << 12);
            try (var encoder = new FfmpegEncoder(family, SIZE, SIZE);
                    var decoder = new VideoDecoder(SIZE, SIZE)) {
                for (int i = 0; i < 2; i++) {
                    picture.fill(16 * i, 32, 64, 64, 0xFF808080);
                    out.clear();
                    encoder.encode(picture, 0, 0, FfmpegEncoder.TYPICAL, false, out);
                    decoder.decode(out.asByteBuffer(), 0, 0, shown);
                    if (squaredError(picture, shown) > MOST_SQUARED_ERROR) {
                        return false;
                    }
                }
                return true;
            } catch (VideoException | CodecException e) {
                return false;
            }
        }

        private static long squaredError(Framebuffer one, Framebuffer other) {
            long sum = 0;
            for (int i = 0; i < SIZE * SIZE; i++) {
                int difference = (one.pixels()[i] & 0xFF) - (other.pixels()[i] & 0xFF);
                sum += (long) difference * difference;
            }
            return sum / (SIZE * SIZE);
        }
    }
}
