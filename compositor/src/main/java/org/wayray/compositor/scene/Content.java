package org.wayray.compositor.scene;

import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Buffer;

/**
 * A surface's own copy of what its client has drawn: premultiplied ARGB, rows without gaps. The pixels change when a commit is
 * applied and only then.
 *
 * <p>Confined to the session loop. The array belongs to the surface; others read it.
 */
public final class Content {

    private final Size<Buffer> size;
    private final int[] pixels;
    private final boolean opaque;

    /**
     * Room for the pixels of a buffer.
     *
     * @throws BufferAccessException if there is not enough memory: that must end the client which wants so much of it, not the
     *     session
     */
    static Content of(ClientBuffer buffer) throws BufferAccessException {
        try {
            return new Content(buffer.size(), buffer.isOpaque());
        } catch (OutOfMemoryError | ArithmeticException e) {
            throw new BufferAccessException(
                    "no memory for a buffer of " + buffer.size().width() + "x"
                            + buffer.size().height(),
                    e);
        }
    }

    private Content(Size<Buffer> size, boolean opaque) {
        this.size = size;
        this.opaque = opaque;
        this.pixels = new int[Math.multiplyExact(size.width(), size.height())];
    }

    public Size<Buffer> size() {
        return size;
    }

    /** Whether every pixel has full alpha. */
    public boolean isOpaque() {
        return opaque;
    }

    /** The pixels, 0xAARRGGBB, {@code size().width()} to a row. */
    public int[] pixels() {
        return pixels;
    }

    /** Whether the pixels of {@code buffer} fit in here. */
    boolean fits(ClientBuffer buffer) {
        return size.equals(buffer.size()) && opaque == buffer.isOpaque();
    }

    /** Takes over the pixels of {@code damage}. */
    void update(ClientBuffer buffer, Region<Buffer> damage) throws BufferAccessException {
        for (int i = 0; i < damage.size(); i++) {
            Rect<Buffer> rect = damage.rect(i);
            buffer.read(rect, pixels);
        }
    }
}
