package org.wayray.compositor.scene;

import java.util.Arrays;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Buffer;

/** A client's buffer on the heap that counts what is done with it. */
public final class TestBuffer implements ClientBuffer {

    private final Size<Buffer> size;
    private final boolean opaque;
    private final int[] pixels;
    private int holders;
    private int releases;
    private long pixelsRead;
    private boolean broken;

    public TestBuffer(int width, int height, boolean opaque) {
        this.size = new Size<>(width, height);
        this.opaque = opaque;
        this.pixels = new int[width * height];
    }

    /** A buffer of one colour. */
    public static TestBuffer of(int width, int height, int argb) {
        TestBuffer buffer = new TestBuffer(width, height, argb >>> 24 == 0xff);
        Arrays.fill(buffer.pixels, argb);
        return buffer;
    }

    public int[] pixels() {
        return pixels;
    }

    /** From now on reading fails, as if the client had cut its file. */
    public void breakIt() {
        broken = true;
    }

    public int holders() {
        return holders;
    }

    public int releases() {
        return releases;
    }

    public long pixelsRead() {
        return pixelsRead;
    }

    @Override
    public Size<Buffer> size() {
        return size;
    }

    @Override
    public boolean isOpaque() {
        return opaque;
    }

    @Override
    public void read(Rect<Buffer> area, int[] into) throws BufferAccessException {
        if (broken) {
            throw new BufferAccessException("the file is too short");
        }
        if (holders <= 0) {
            throw new IllegalStateException("read by nobody who holds it");
        }
        for (int y = area.y(); y < area.bottom(); y++) {
            int at = y * size.width() + area.x();
            System.arraycopy(pixels, at, into, at, area.width());
        }
        pixelsRead += (long) area.width() * area.height();
    }

    @Override
    public void retain() {
        holders++;
    }

    @Override
    public void release() {
        releases++;
        forget();
    }

    @Override
    public void forget() {
        if (--holders < 0) {
            throw new IllegalStateException("given back more often than held");
        }
    }
}
