package org.wayray.compositor.render;

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
import org.openjdk.jmh.annotations.Warmup;
import org.wayray.benchmarks.Sample;
import org.wayray.codec.Framebuffer;

/** Putting a translucent picture over another, row by row as the renderer does, beside copying it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "-XX:+UseSerialGC")
public class BlendBenchmark {
    private static final int OPACITY = 178;

    /** The picture below. */
    @Param({"TEXT_LINE", "PHOTO_SCREEN"})
    public Sample sample = Sample.TEXT_LINE;

    private Framebuffer below = new Framebuffer(1, 1);
    private Framebuffer above = new Framebuffer(1, 1);
    private int[] line = {};
    private int[] under = {};

    /** Paints the picture, and the one above it: the same, upside down and translucent. */
    @Setup
    public void paint() {
        below = sample.paint();
        above = new Framebuffer(below.width(), below.height());
        line = new int[below.width()];
        under = new int[below.width()];
        for (int y = 0; y < below.height(); y++) {
            System.arraycopy(below.pixels(), below.index(0, below.height() - 1 - y), line, 0, below.width());
            Blend.fade(line, OPACITY, below.width());
            System.arraycopy(line, 0, above.pixels(), above.index(0, y), below.width());
        }
    }

    /** The reference: moving the picture through memory once. */
    @Benchmark
    public Framebuffer copy() {
        below.copyFrom(above, 0, 0, above.width(), above.height());
        return below;
    }

    /** Premultiplied OVER. */
    @Benchmark
    public Framebuffer over() {
        int width = below.width();
        for (int y = 0; y < below.height(); y++) {
            int at = below.index(0, y);
            System.arraycopy(above.pixels(), at, line, 0, width);
            System.arraycopy(below.pixels(), at, under, 0, width);
            Blend.over(line, under, width);
            System.arraycopy(under, 0, below.pixels(), at, width);
        }
        return below;
    }

    /** The same with an opacity for all of the picture above. */
    @Benchmark
    public Framebuffer fadedOver() {
        int width = below.width();
        for (int y = 0; y < below.height(); y++) {
            int at = below.index(0, y);
            System.arraycopy(above.pixels(), at, line, 0, width);
            System.arraycopy(below.pixels(), at, under, 0, width);
            Blend.fade(line, OPACITY, width);
            Blend.over(line, under, width);
            System.arraycopy(under, 0, below.pixels(), at, width);
        }
        return below;
    }
}
