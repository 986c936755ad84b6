package org.wayray.compositor.seat;

import java.util.Optional;

/** A source of data that is dragged. Called on the session loop. Source: the events of wl_data_source. */
public interface DragSource extends DataSource {

    /** The actions that the source is ready for, bits of {@link DragAction}. */
    int actions();

    /** Which format the surface beneath the pointer would take, if any. */
    void target(Optional<String> mimeType);

    /** What would happen, or happens, with the data: one bit of {@link DragAction} or none. */
    void action(int action);

    /** The user let go over somebody who will take the data. */
    void dropPerformed();

    /** The receiver is done with the data. */
    void finished();

    /**
     * The drag ended without a receiver. Apart from {@link #cancelled}, as old sources are told of a replaced selection but
     * not of a failed drag.
     */
    void dragCancelled();
}
