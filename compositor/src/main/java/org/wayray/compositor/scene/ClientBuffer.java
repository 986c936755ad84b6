package org.wayray.compositor.scene;

import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Buffer;

/**
 * Pixels that a client offers. The surface copies what it needs at the moment its state is applied and gives the buffer back
 * right away, so that a client with a single buffer never waits.
 *
 * <p>Whoever stores a buffer {@linkplain #retain retains} it and ends that with exactly one {@link #release} or
 * {@link #forget}; the memory behind it stays readable until then, also if the client destroys its object.
 */
public interface ClientBuffer {

    Size<Buffer> size();

    /** Whether every pixel is known to cover what lies below. */
    boolean isOpaque();

    /**
     * Copies a rectangle of the buffer as premultiplied ARGB to the same place of an image of the buffer's size.
     *
     * @param area within {@link #size}
     * @param pixels rows of {@code size().width()} pixels, 0xAARRGGBB
     * @throws BufferAccessException if the memory is not what the client said it is
     */
    void read(Rect<Buffer> area, int[] pixels) throws BufferAccessException;

    /** Keeps the memory for another holder. */
    void retain();

    /** Ends a holder's use after the content was taken and tells the client that it may draw into the buffer again. */
    void release();

    /** Ends a holder's use without a word to the client: the buffer was attached but never used. */
    void forget();
}
