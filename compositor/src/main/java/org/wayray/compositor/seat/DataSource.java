package org.wayray.compositor.seat;

import java.util.List;
import org.wayray.posix.Fd;

/**
 * Somebody who offers data: a client's wl_data_source, or a viewer's clipboard. Called on the session loop.
 *
 * <p>Who implements it tells {@link Selection#sourceGone} and {@link DragAndDrop#sourceGone} when it ends.
 */
public interface DataSource {

    /** The formats the data can be had in, in the order of preference. */
    List<String> mimeTypes();

    /**
     * Asks for the data.
     *
     * @param mimeType a format; may be one that is not offered
     * @param target where to write it; owned by the callee from now on
     */
    void send(String mimeType, Fd target);

    /** Nobody will ask for the data any more, as something else took its place or nobody wanted it. */
    void cancelled();
}
