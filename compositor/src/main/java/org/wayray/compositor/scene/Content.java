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
    private final PixelBudget budget;

    /**
     * Room for the pixels of a buffer, taken out of the budget until {@link #discard}.
     *
     * @throws InvalidCommitException if the budget or the heap has not enough: that must end the client which wants so much of
     *     it, not the session
     */
    static Content of(ClientBuffer buffer, PixelBudget budget) throws InvalidCommitException {
        Size<Buffer> size = buffer.size();
        long count = (long) size.width() * size.height();
        if (!budget.reserve(count)) {
            throw noMemory(size);
        }
        try {
            return new Content(size, buffer.isOpaque(), new int[Math.toIntExact(count)], budget);
        } catch (OutOfMemoryError | ArithmeticException e) {
            budget.giveBack(count);
            throw noMemory(size);
        }
    }

    private static InvalidCommitException noMemory(Size<Buffer> size) {
        return new InvalidCommitException(
                InvalidCommitException.Reason.NO_MEMORY,
                "no memory for a buffer of " + size.width() + "x" + size.height());
    }

    private Content(Size<Buffer> size, boolean opaque, int[] pixels, PixelBudget budget) {
        this.size = size;
        this.opaque = opaque;
        this.pixels = pixels;
        this.budget = budget;
    }

    /** Gives the pixels back to the budget, once, when the surface shows them no longer. */
    void discard() {
        budget.giveBack(pixels.length);
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
