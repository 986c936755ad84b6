package org.wayray.viewer.sdl;

import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRegion;

/** The inside of the window, as something to put pixels on. Confined to the SDL thread; belongs to the window. */
interface Canvas extends AutoCloseable {
    /** The window has another size in pixels, or lost what it showed: the next call must be {@link #showAll}. */
    void invalidate();

    /** Shows a picture at its place, black around it. */
    void showAll(Framebuffer picture, Letterbox place);

    /** Shows what changed in the picture that is there, and the panel over it if that is another one. */
    void showDamage(Framebuffer picture, Letterbox place, PixelRegion damage);

    /**
     * Lays a panel over whatever is shown from the next call on, at that place of the window, cut off at its edges. What it covered
     * before is shown again by {@link #showAll} only.
     *
     * @param panel null for none; not written to while it is shown
     */
    void overlay(@Nullable Framebuffer panel, int left, int top);

    /** How it is done, for the log. */
    String description();

    @Override
    void close();
}
