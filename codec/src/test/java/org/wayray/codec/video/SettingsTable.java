package org.wayray.codec.video;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.wayray.codec.CodecException;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;

/**
 * Prints what the settings of x264 that were compared cost and how good they look, as the table in {@code docs/performance.md}. Not a
 * test: its {@link #main} is run by hand.
 *
 * <pre>{@code
 * ./mvnw -q -pl codec -am -DskipTests test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -XX:+UseSerialGC -cp codec/target/classes:codec/target/test-classes:$(cat codec/target/classpath) \
 *     org.wayray.codec.video.SettingsTable [FOLDER X Y WIDTH HEIGHT]
 * }</pre>
 *
 * <p>The folder has a film as PPM files, of which the rectangle is coded; without it, a film is made up.
 */
final class SettingsTable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 8;

    /** Of the parameters that all have in common. */
    private static final String COMMON = "keyint=infinite:scenecut=0:mbtree=0:aq-mode=0:force-cfr=1:";

    /** That these are decided. */
    private static final String PLAIN = "weightp=0:no-psy=1:";

    private static final String LIGHT = PLAIN + "cabac=0:8x8dct=0:";

    private final List<Framebuffer> film;

    private SettingsTable(List<Framebuffer> film) {
        this.film = film;
    }

    /** Prints the table. */
    public static void main(String[] arguments) throws Exception {
        var film = arguments.length == 0
                ? IntStream.range(0, 60)
                        .mapToObj(new TestFilm(640, 360, 1)::picture)
                        .toList()
                : read(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        Integer.parseInt(arguments[4]));
        Ffmpeg.load();
        System.out.println("| settings | chroma | quantizer | bytes a picture | of the first | dB | encode | decode |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        var table = new SettingsTable(film);
        table.row("superfast, as it is", "superfast", ChromaLayout.FULL, 26, "qp=26", false);
        table.row("without psychovisual tricks", "superfast", ChromaLayout.FULL, 26, PLAIN + "qp=26", false);
        table.row("the same", "superfast", ChromaLayout.HALF, 26, PLAIN + "qp=26", false);
        table.row("the same", "superfast", ChromaLayout.HALF, 20, PLAIN + "qp=20", false);
        table.row("openh264", SteadyFamily.OPENH264, VideoQuality.of(20));
        table.row("veryfast", "veryfast", ChromaLayout.FULL, 26, PLAIN + "qp=26", false);
        table.row("ultrafast", "ultrafast", ChromaLayout.FULL, 26, PLAIN + "qp=26", false);
        table.row("no CABAC, no 8x8", "superfast", ChromaLayout.FULL, 26, LIGHT + "qp=26", false);
        table.row("and whole pixels only", "superfast", ChromaLayout.FULL, 26, LIGHT + "subme=0:qp=26", false);
        for (int quantizer : new int[] {20, 23, 26, 29, 32}) {
            table.row("**light**", new X264(), VideoQuality.of(quantizer));
        }
        for (int quantizer : new int[] {26, 32}) {
            table.row("**thrifty**", new X264(), VideoQuality.of(quantizer).within(1_000_000));
        }
        for (int bytes : new int[] {16000, 8000, 4000}) {
            table.row(
                    "**thrifty**, at most " + bytes + " bytes",
                    new X264(),
                    VideoQuality.of(26).within(bytes));
        }
    }

    private void row(String name, String preset, ChromaLayout layout, int quantizer, String parameters, boolean adapts)
            throws VideoException, CodecException {
        var settings = new EncoderSettings(
                "libx264",
                layout,
                Map.of("preset", preset, "tune", "zerolatency", "forced-idr", "1", "x264-params", COMMON + parameters),
                adapts);
        row(name, new Fixed(settings), VideoQuality.of(quantizer));
    }

    private void row(String name, EncoderFamily family, VideoQuality quality) throws VideoException, CodecException {
        int width = film.getFirst().width();
        int height = film.getFirst().height();
        var out = new PayloadBuffer(1 << 20);
        var shown = new Framebuffer(width, height);
        long encodeNanos = Long.MAX_VALUE;
        long decodeNanos = Long.MAX_VALUE;
        long bytes = 0;
        long first = 0;
        double squares = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long encoding = 0;
            long decoding = 0;
            bytes = 0;
            squares = 0;
            try (var encoder = new FfmpegEncoder(family, width, height);
                    var decoder = new VideoDecoder(width, height)) {
                for (int i = 0; i < film.size(); i++) {
                    out.clear();
                    long start = THREADS.getCurrentThreadCpuTime();
                    encoder.encode(film.get(i), 0, 0, quality, false, out);
                    long encoded = THREADS.getCurrentThreadCpuTime();
                    decoder.decode(out.asByteBuffer(), 0, 0, shown);
                    long decoded = THREADS.getCurrentThreadCpuTime();
                    if (i == 0) {
                        first = out.size();
                    } else {
                        encoding += encoded - start;
                        decoding += decoded - encoded;
                        bytes += out.size();
                        squares += Math.pow(10, -TestFilm.likeness(film.get(i), shown) / 10);
                    }
                }
            }
            // of other work on the machine, the least
            encodeNanos = Math.min(encodeNanos, encoding);
            decodeNanos = Math.min(decodeNanos, decoding);
        }
        int pictures = film.size() - 1;
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %d | %d | %.1f | %.2f ms | %.2f ms |%n",
                name,
                family.layout() == ChromaLayout.FULL ? "4:4:4" : "4:2:0",
                quality.quantizer(),
                bytes / pictures,
                first,
                -10 * Math.log10(squares / pictures),
                encodeNanos / 1e6 / pictures,
                decodeNanos / 1e6 / pictures);
    }

    private static List<Framebuffer> read(Path folder, int x, int y, int width, int height) throws IOException {
        var pictures = new ArrayList<Framebuffer>();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                // P6, width and height, 255, and then the pixels
                var words = new String(bytes, 0, Math.min(64, bytes.length), StandardCharsets.ISO_8859_1).split("\\s+");
                int columns = Integer.parseInt(words[1]);
                int start = bytes.length - 3 * columns * Integer.parseInt(words[2]);
                var picture = new Framebuffer(width, height);
                for (int row = 0; row < height; row++) {
                    for (int column = 0; column < width; column++) {
                        int at = start + 3 * ((y + row) * columns + x + column);
                        picture.pixels()[picture.index(column, row)] = 0xFF000000
                                | (bytes[at] & 0xFF) << 16
                                | (bytes[at + 1] & 0xFF) << 8
                                | bytes[at + 2] & 0xFF;
                    }
                }
                pictures.add(picture);
            }
        }
        return pictures;
    }

    private record Fixed(EncoderSettings always) implements EncoderFamily {
        @Override
        public String codec() {
            return always.codec();
        }

        @Override
        public ChromaLayout layout() {
            return always.layout();
        }

        @Override
        public EncoderSettings settings(VideoQuality quality, boolean varies) {
            return always;
        }
    }
}
