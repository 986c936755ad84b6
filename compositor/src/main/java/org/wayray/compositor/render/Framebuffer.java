package org.wayray.compositor.render;

import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Physical;

/**
 * The picture of one output. A heap array on purpose: the JIT compiler turns plain loops over {@code int[]} into vector code,
 * over native memory it does not.
 *
 * <p>Confined to the session loop.
 */
public final class Framebuffer {

    private final Size<Physical> size;
    private final int[] pixels;

    public Framebuffer(Size<Physical> size) {
        this.size = size;
        this.pixels = new int[Math.multiplyExact(size.width(), size.height())];
    }

    public Size<Physical> size() {
        return size;
    }

    /** The pixels, 0xAARRGGBB with full alpha once painted, {@code size().width()} to a row. */
    public int[] pixels() {
        return pixels;
    }
}
