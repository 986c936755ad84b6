package org.wayray.compositor.capture;

import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Physical;

/** Pictures of something, one after the other, for somebody who has seen the one before. Confined to the session loop. */
public interface PictureSeries extends AutoCloseable {

    /** Hears what happens to that of which the pictures are. Called on the session loop. */
    interface Listener {
        /** The pictures have another size from now on. */
        void resized();

        /** There will be no more pictures. */
        void stopped();
    }

    /** Width and height of a picture. */
    Size<Physical> size();

    /** Whether pictures have an alpha channel. */
    boolean hasAlpha();

    /** Whether a picture taken now would differ from the last one. */
    boolean isNew();

    /** Takes the next picture. */
    Picture take();

    /** Whether somebody waits for the next picture, so that changes are to be watched. */
    void await(boolean awaited);

    /** The shortest time between two pictures that is worth while. */
    long refreshNanos();

    /** Nobody wants more. */
    @Override
    void close();
}
