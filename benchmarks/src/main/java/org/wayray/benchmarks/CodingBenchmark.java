package org.wayray.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
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
import org.wayray.codec.Coding;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;
import org.wayray.codec.RegionDecoder;
import org.wayray.codec.RegionEncoder;

/** Encoding and decoding a picture as one region on one thread, beside copying it. Prints how many bytes it takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
public class CodingBenchmark {
    /** The picture. */
    @Param
    public Sample sample = Sample.TEXT_LINE;

    private final RegionEncoder encoder = new RegionEncoder();
    private final RegionDecoder decoder = new RegionDecoder();
    private final PayloadBuffer out = new PayloadBuffer(1 << 12);
    private Framebuffer picture = new Framebuffer(1, 1);
    private Framebuffer decoded = new Framebuffer(1, 1);
    private Coding coding = Coding.RAW;
    private ByteBuffer payload = ByteBuffer.allocate(0);

    /** Paints and encodes the picture once. */
    @Setup
    public void paint() {
        picture = sample.paint();
        decoded = new Framebuffer(picture.width(), picture.height());
        coding = encoder.encode(picture, 0, 0, picture.width(), picture.height(), out);
        payload = ByteBuffer.wrap(out.bytes().clone(), 0, out.size());
        long raw = 4L * picture.width() * picture.height();
        System.out.printf("%s: %s, %d bytes, ratio %.1f%n", sample, coding, out.size(), (double) raw / out.size());
    }

    /** Frees the native parts. */
    @TearDown
    public void close() {
        encoder.close();
        decoder.close();
    }

    /** The reference: moving the picture through memory once. */
    @Benchmark
    public Framebuffer copy() {
        decoded.copyFrom(picture, 0, 0, picture.width(), picture.height());
        return decoded;
    }

    /** To bytes. */
    @Benchmark
    public Coding encode() {
        out.clear();
        return encoder.encode(picture, 0, 0, picture.width(), picture.height(), out);
    }

    /** And back. */
    @Benchmark
    public Framebuffer decode() throws CodecException {
        decoder.decode(coding, payload, 0, 0, picture.width(), picture.height(), decoded);
        return decoded;
    }
}
