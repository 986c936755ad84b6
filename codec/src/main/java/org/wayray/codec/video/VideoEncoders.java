package org.wayray.codec.video;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.jspecify.annotations.Nullable;

/**
 * The H.264 encoders of this machine, the best first. Immutable, for any thread.
 *
 * <p>What they cost is in {@code docs/performance.md}.
 */
public final class VideoEncoders {
    private final List<EncoderFamily> families;
    private final @Nullable VideoException problem;

    private VideoEncoders(List<EncoderFamily> families, @Nullable VideoException problem) {
        this.families = List.copyOf(families);
        this.problem = problem;
    }

    /**
     * Looks for encoders. Loads the native library if nothing has yet, which takes some 0.4 s and 20 MB; on a machine where that
     * cannot be, there are none, and {@link #problem} says why.
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
        return new FfmpegEncoder(families.getFirst(), width, height);
    }

    /** Apart, because the library's classes must not be touched before they are known to load. */
    private static final class Probe {
        static VideoEncoders families() {
            var found = new ArrayList<EncoderFamily>();
            for (EncoderFamily family : List.of(new X264())) {
                if (avcodec.avcodec_find_encoder_by_name(family.codec()) != null) {
                    found.add(family);
                }
            }
            return new VideoEncoders(
                    found, found.isEmpty() ? new VideoException("FFmpeg was built without an H.264 encoder") : null);
        }
    }
}
