package org.wayray.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wayray.codec.TestPictures.Kind;

/** What runs for each frame allocates nothing once its memory has grown. */
final class AllocationTest {
    private static final int TIMES = 100;

    /** Asking how much was allocated allocates less than this. */
    private static final int ASKING = 1500;

    @ParameterizedTest
    @EnumSource(names = {"FLAT", "TEXT", "TWO_COLOURS"})
    void codingALetterAllocatesNothing(Kind kind) throws CodecException {
        assertThat(allocatedByCoding(kind, 16, 16, new PixelRect(4, 0, 8, 16))).isLessThan(ASKING);
    }

    /** The library hands arrays to zstd in small objects, whatever the size; the optimising compiler removes most. */
    @ParameterizedTest
    @EnumSource
    void codingAPictureAllocatesOnlyTheHandlesOfZstd(Kind kind) throws CodecException {
        assertThat(allocatedByCoding(kind, 300, 200, new PixelRect(0, 0, 300, 200)))
                .isLessThan(ASKING + TIMES * 2 * 256);
    }

    private static long allocatedByCoding(Kind kind, int width, int height, PixelRect rect) throws CodecException {
        Framebuffer picture = TestPictures.of(kind, width, height, new Random(1));
        var decoded = new Framebuffer(width, height);
        var out = new PayloadBuffer(16);
        try (var encoder = new RegionEncoder();
                var decoder = new RegionDecoder()) {
            Coding coding = encoder.encode(picture, rect, out);
            ByteBuffer payload = out.asByteBuffer();
            decoder.decode(coding, payload, rect, decoded);
            long before = allocatedBytes();
            for (int i = 0; i < TIMES; i++) {
                out.clear();
                encoder.encode(picture, rect, out);
                decoder.decode(coding, payload, rect, decoded);
            }
            return allocatedBytes() - before;
        }
    }

    @Test
    void comparingAllocatesNothing() {
        Framebuffer now = TestPictures.of(Kind.MIXED, 400, 300, new Random(2));
        var before = new Framebuffer(400, 300);
        var finder = new ChangeFinder(16);
        var changes = new RectList();
        var damage = new PixelRegion(now.bounds());
        finder.find(now, before, damage, changes);
        long allocated = allocatedBytes();
        for (int i = 0; i < TIMES; i++) {
            finder.find(now, before, damage, changes);
        }
        assertThat(allocatedBytes() - allocated).isLessThan(ASKING);
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
