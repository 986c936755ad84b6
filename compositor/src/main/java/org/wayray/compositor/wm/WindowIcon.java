package org.wayray.compositor.wm;

import java.util.Optional;
import org.wayray.codec.Framebuffer;

/**
 * An icon of a window's own (xdg_toplevel_icon_v1). Immutable, apart from the picture, which nobody changes.
 *
 * @param name by the rules of icon themes
 * @param picture premultiplied, square
 */
public record WindowIcon(Optional<String> name, Optional<Framebuffer> picture) {

    /** The edge of the picture that is kept, in pixels; larger ones are not. */
    public static final int MOST_PIXELS = 128;
}
