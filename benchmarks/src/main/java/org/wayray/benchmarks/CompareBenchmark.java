package org.wayray.benchmarks;

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
import org.wayray.codec.ChangeFinder;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.RectList;

/** Finding what changed in damage that covers the whole picture, beside copying the picture. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "-XX:+UseSerialGC")
public class CompareBenchmark {
    /** The picture. */
    @Param({"TEXT_LINE", "TEXT_SCREEN", "PHOTO_SCREEN"})
    public Sample sample = Sample.TEXT_LINE;

    private final ChangeFinder finder = new ChangeFinder(32);
    private final RectList changes = new RectList();
    private Framebuffer now = new Framebuffer(1, 1);
    private Framebuffer same = new Framebuffer(1, 1);
    private Framebuffer other = new Framebuffer(1, 1);
    private PixelRegion damage = new PixelRegion();

    /** Paints the picture and another in which each pixel differs. */
    @Setup
    public void paint() {
        now = sample.paint();
        same = new Framebuffer(now.width(), now.height());
        same.copyFrom(now, 0, 0, now.width(), now.height());
        other = new Framebuffer(now.width(), now.height());
        other.fill(0, 0, now.width(), now.height(), 0xFF00FF01);
        damage = new PixelRegion(now.bounds());
    }

    /** The reference: moving the picture through memory once. */
    @Benchmark
    public Framebuffer copy() {
        same.copyFrom(now, 0, 0, now.width(), now.height());
        return same;
    }

    /** False damage: nothing changed. */
    @Benchmark
    public int compareEqual() {
        finder.find(now, same, damage, changes);
        return changes.size();
    }

    /** Everything changed. */
    @Benchmark
    public int compareDifferent() {
        finder.find(now, other, damage, changes);
        return changes.size();
    }
}
