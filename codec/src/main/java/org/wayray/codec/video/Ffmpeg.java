package org.wayray.codec.video;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** The native library: loaded by the first call of {@link #load}, for the rest of the process. For any thread. */
final class Ffmpeg {
    /** Where the binding looks for native files before it unpacks them. */
    private static final String FOLDER = "org.bytedeco.javacpp.platform.preloadpath";

    /** Where it unpacks them from: with parts under the GPL, or without. */
    private static final List<String> PACKAGES =
            List.of("/org/bytedeco/ffmpeg/linux-x86_64-gpl/", "/org/bytedeco/ffmpeg/linux-x86_64/");

    private static final String FILE = "libjniavcodec.so";

    private Ffmpeg() {}

    /** Whether it is there for this kind of machine, as far as can be seen without loading it. */
    static boolean isPresent() {
        return System.getProperty("os.name", "").equals("Linux")
                && System.getProperty("os.arch", "").equals("amd64")
                && Ffmpeg.class.getResource("/org/bytedeco/ffmpeg/global/avcodec.class") != null
                && (Files.exists(Path.of(System.getProperty(FOLDER, ""), FILE))
                        || PACKAGES.stream().anyMatch(name -> Ffmpeg.class.getResource(name + FILE) != null));
    }

    /**
     * Loads the library.
     *
     * @throws VideoException if it is not there or does not run on this machine; the same one again at each call
     */
    static void load() throws VideoException {
        var problem = Library.PROBLEM;
        if (problem != null) {
            throw new VideoException("FFmpeg cannot be loaded: " + problem, problem);
        }
    }

    /** What an error number of the library means. */
    static String error(int number) {
        byte[] text = new byte[128];
        avutil.av_strerror(number, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    /** @throws VideoException if that result of a call is an error */
    static void check(int result, String what) throws VideoException {
        if (result < 0) {
            throw new VideoException(what + ": " + error(result));
        }
    }

    private static final class Library {
        static final @Nullable Throwable PROBLEM = tryToLoad();

        private static @Nullable Throwable tryToLoad() {
            try {
                // the first use of each class loads its native part
                avutil.av_log_set_level(avutil.AV_LOG_QUIET);
                avcodec.avcodec_version();
                return null;
            } catch (LinkageError | RuntimeException e) {
                return e;
            }
        }
    }
}
