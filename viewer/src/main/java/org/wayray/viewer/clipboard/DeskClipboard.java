package org.wayray.viewer.clipboard;

import org.jspecify.annotations.Nullable;

/** The clipboard of the desktop that the viewer runs on. Confined to the clipboard's loop. */
public interface DeskClipboard extends AutoCloseable {
    /** Who wants to know what is copied on the desk. */
    interface Listener {
        /**
         * Something else was copied by a program of the desk, never by {@link DeskClipboard#offer}.
         *
         * @param content null for nothing at all
         */
        void copied(Selection selection, @Nullable Content content);
    }

    /** Begins to tell, with what is there; once. */
    void start(Listener listener);

    /**
     * Has programs of the desk paste this, until another one copies something.
     *
     * @param content null to take back what was offered, if that is still there
     */
    void offer(Selection selection, @Nullable Content content);

    /** Lets go of all; readings under way end without a word. Idempotent. */
    @Override
    void close();
}
