package org.wayray.compositor.frames;

import org.wayray.codec.PixelCopy;
import org.wayray.codec.PixelRect;

/**
 * A part of a frame that is made of what the viewer has, and therefore costs no pixels. Immutable.
 *
 * @param kind  what the viewer does
 * @param to    what it changes, or keeps
 * @param fromX left edge of what is copied; that of {@code to} for the others
 * @param fromY top edge of what is copied
 */
record Reuse(Kind kind, PixelRect to, int fromX, int fromY) {
    /** What the viewer does. */
    enum Kind {
        /** It copies pixels within its picture. */
        COPY,
        /** It keeps what it shows, and goes on showing it. */
        KEEP,
        /** It shows what it kept. */
        RESTORE
    }

    static Reuse copy(PixelCopy copy) {
        return new Reuse(Kind.COPY, copy.to(), copy.fromX(), copy.fromY());
    }

    static Reuse keep(PixelRect rect) {
        return new Reuse(Kind.KEEP, rect, rect.x(), rect.y());
    }

    static Reuse restore(PixelRect rect) {
        return new Reuse(Kind.RESTORE, rect, rect.x(), rect.y());
    }

    /** What is read of the picture that the viewer shows. */
    PixelRect from() {
        return new PixelRect(fromX, fromY, to.width(), to.height());
    }
}
