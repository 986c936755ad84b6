package org.wayray.benchmarks;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.wayray.codec.CodecException;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;
import org.wayray.codec.video.VideoEncoder;
import org.wayray.codec.video.VideoEncoders;
import org.wayray.codec.video.VideoException;
import org.wayray.codec.video.VideoQuality;
import org.wayray.codec.video.VideoStream;
import org.wayray.codec.video.VideoStreams;

/**
 * Pictures of a video that pans over a photograph with grain: to bytes and back, on one thread. Prints how many bytes a picture takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
public class VideoBenchmark {
    private static final int PICTURES = 32;
    private static final int STEP = 2;
    private static final int GRAIN = 5;

    /** Size of the video. */
    @Param({"640x360", "1280x800"})
    public String size = "640x360";

    /** How good it is. */
    @Param("26")
    public int quantizer = 26;

    /** Bytes that a picture may take; 0 for any number. */
    @Param({"0", "8000"})
    public int mostBytes;

    private final Framebuffer[] pictures = new Framebuffer[PICTURES];
    private final byte[][] payloads = new byte[PICTURES][];
    private final PayloadBuffer out = new PayloadBuffer(1 << 16);
    private final VideoStreams streams = new VideoStreams();
    private Framebuffer shown = new Framebuffer(1, 1);
    private VideoQuality quality = VideoQuality.of(26);
    private @Nullable VideoStream stream;
    private int next;

    /** Paints and codes the film once. */
    @Setup
    public void paint() throws VideoException {
        int width = Integer.parseInt(size.substring(0, size.indexOf('x')));
        int height = Integer.parseInt(size.substring(size.indexOf('x') + 1));
        quality = mostBytes == 0
                ? VideoQuality.of(quantizer)
                : VideoQuality.of(quantizer).within(mostBytes);
        shown = new Framebuffer(width, height);
        var random = new Random(1);
        var photo = Sample.PHOTO_SCREEN.paint();
        for (int i = 0; i < PICTURES; i++) {
            pictures[i] = view(photo, i * STEP, i, width, height, random);
        }
        long bytes = 0;
        var made = new VideoStream(0, VideoEncoders.probe().open(width, height));
        for (int i = 0; i < PICTURES; i++) {
            out.clear();
            made.encode(pictures[i], 0, 0, quality, false, out);
            payloads[i] = Arrays.copyOf(out.bytes(), out.size());
            bytes += i == 0 ? 0 : out.size();
        }
        stream = made;
        System.out.printf("%s: first picture %d bytes, others %d%n", size, payloads[0].length, bytes / (PICTURES - 1));
    }

    private static Framebuffer view(Framebuffer photo, int x, int y, int width, int height, Random random) {
        var view = new Framebuffer(width, height);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int colour = photo.pixel(x + column, y + row);
                int grain = random.nextInt(GRAIN) - GRAIN / 2;
                view.pixels()[view.index(column, row)] = 0xFF000000
                        | Math.clamp((colour >> 16 & 0xFF) + grain, 0, 255) << 16
                        | Math.clamp((colour >> 8 & 0xFF) + grain, 0, 255) << 8
                        | Math.clamp((colour & 0xFF) + grain, 0, 255);
            }
        }
        return view;
    }

    /** Frees the native parts. */
    @TearDown
    public void close() {
        if (stream != null) {
            stream.close();
        }
        streams.close();
    }

    /** The next picture of the film, which turns round at its end. */
    @Benchmark
    public PayloadBuffer encode() throws VideoException {
        int now = next < PICTURES ? next : 2 * PICTURES - 2 - next;
        next = (next + 1) % (2 * PICTURES - 2);
        out.clear();
        if (stream != null) {
            stream.encode(pictures[now], 0, 0, quality, false, out);
        }
        return out;
    }

    /** The next picture, of which one in {@value #PICTURES} starts the film anew. */
    @Benchmark
    public Framebuffer decode() throws CodecException {
        int now = next;
        next = (next + 1) % PICTURES;
        streams.decode(ByteBuffer.wrap(payloads[now]), 0, 0, shown.width(), shown.height(), shown);
        return shown;
    }

    /** An encoder from nothing to its first picture. */
    @Benchmark
    public int open() throws VideoException {
        out.clear();
        try (VideoEncoder encoder = VideoEncoders.probe().open(shown.width(), shown.height())) {
            encoder.encode(pictures[0], 0, 0, quality, false, out);
            return out.size();
        }
    }
}
