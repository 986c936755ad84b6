package org.wayray.benchmarks.bench;

import org.wayray.codec.Framebuffer;

/** Sees what a {@link Desk} shows. Called on the viewer's loop. */
interface Onlooker {
    /**
     * The picture has changed.
     *
     * @param picture valid during the call
     * @param nanos when it would be visible: it is decoded, and a window would show it now
     */
    void pictureShown(Framebuffer picture, long nanos);
}
