package org.wayray.viewer.sdl;

import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRegion;

/** The inside of the window, as something to put pixels on. Confined to the SDL thread; belongs to the window. */
interface Canvas extends AutoCloseable {
    /** The window has another size in pixels, or lost what it showed: the next call must be {@link #showAll}. */
    void invalidate();

    /** Shows a picture at its place, black around it. */
    void showAll(Framebuffer picture, Letterbox place);

    /** Shows what changed in the picture that is there. */
    void showDamage(Framebuffer picture, Letterbox place, PixelRegion damage);

    /** How it is done, for the log. */
    String description();

    @Override
    void close();
}
