package org.wayray.benchmarks;

import java.util.Objects;
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
import org.openjdk.jmh.annotations.Warmup;
import org.wayray.codec.ChangeFinder;
import org.wayray.codec.CopyFinder;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelCopy;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.RectList;

/** Finding what moved in a picture of 1280x800 and copying it, beside copying the picture. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "-XX:+UseSerialGC")
public class CopyBenchmark {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;

    /** What moves. */
    public enum Motion {
        /** A text by a line. */
        SCROLL(Sample.TEXT_SCREEN, new PixelRect(0, 0, WIDTH, HEIGHT), 0, 17),
        /** A photograph by some pixels. */
        PAN(Sample.PHOTO_SCREEN, new PixelRect(0, 0, WIDTH, HEIGHT), 4, 2),
        /** A part of a text over a photograph. */
        DRAG(Sample.PHOTO_SCREEN, new PixelRect(300, 200, 600, 400), 6, 3);

        private final Sample sample;
        private final PixelRect rect;
        private final int wayX;
        private final int wayY;

        Motion(Sample sample, PixelRect rect, int wayX, int wayY) {
            this.sample = sample;
            this.rect = rect;
            this.wayX = wayX;
            this.wayY = wayY;
        }
    }

    /** What moves. */
    @Param({"SCROLL", "PAN", "DRAG"})
    public Motion motion = Motion.SCROLL;

    private final ChangeFinder changeFinder = new ChangeFinder(32);
    private final RectList changes = new RectList();
    private final CopyFinder finder = new CopyFinder();
    private Framebuffer before = new Framebuffer(WIDTH, HEIGHT);
    private Framebuffer now = new Framebuffer(WIDTH, HEIGHT);
    private final Framebuffer other = new Framebuffer(WIDTH, HEIGHT);
    private PixelRect area = PixelRect.EMPTY;
    private PixelCopy found = new PixelCopy(PixelRect.EMPTY, 0, 0);

    /** Paints the picture before and after. */
    @Setup
    public void paint() {
        Framebuffer picture = motion.sample.paint();
        if (motion == Motion.DRAG) {
            Framebuffer window = Sample.TEXT_SCREEN.paint();
            before = cut(picture, 0, 0);
            now = cut(picture, 0, 0);
            paste(window, before, motion.rect.x(), motion.rect.y());
            paste(window, now, motion.rect.x() + motion.wayX, motion.rect.y() + motion.wayY);
        } else {
            before = cut(picture, 0, 0);
            now = cut(picture, motion.wayX, motion.wayY);
        }
        area = PixelRect.ofEdges(
                        motion.rect.x(),
                        motion.rect.y(),
                        motion.rect.right() + motion.wayX,
                        motion.rect.bottom() + motion.wayY)
                .intersection(now.bounds());
        found = Objects.requireNonNull(finder.find(now, before, area));
    }

    private static Framebuffer cut(Framebuffer picture, int x, int y) {
        var result = new Framebuffer(WIDTH, HEIGHT);
        for (int row = 0; row < HEIGHT; row++) {
            System.arraycopy(picture.pixels(), picture.index(x, y + row), result.pixels(), result.index(0, row), WIDTH);
        }
        return result;
    }

    private void paste(Framebuffer window, Framebuffer into, int x, int y) {
        for (int row = 0; row < motion.rect.height(); row++) {
            System.arraycopy(
                    window.pixels(), window.index(0, row), into.pixels(), into.index(x, y + row), motion.rect.width());
        }
    }

    /** The reference: moving the picture through memory once. */
    @Benchmark
    public Framebuffer copy() {
        other.copyFrom(now, 0, 0, WIDTH, HEIGHT);
        return other;
    }

    /** What goes on moving as it did. */
    @Benchmark
    public @Nullable PixelCopy findAsLast() {
        return finder.findAsLast(now, before, area);
    }

    /** What nothing is known about, with new memory each time. */
    @Benchmark
    public @Nullable PixelCopy findNew() {
        return new CopyFinder().find(now, before, area);
    }

    /** Copying what was found and looking what is left; the other picture is restored, which costs a copy. */
    @Benchmark
    public int copyAndCompare() {
        other.copyFrom(before, area.x(), area.y(), area.width(), area.height());
        changes.clear();
        changeFinder.copyAndFindMore(now, other, found, changes);
        return changes.size();
    }

    /** Seeing that everything changed, which is saved when it is known to go on moving. */
    @Benchmark
    public int compare() {
        changeFinder.find(now, before, new PixelRegion(area), changes);
        return changes.size();
    }
}
