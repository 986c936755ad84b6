package org.wayray.compositor.globals.xdgshell;

import org.wayray.wayland.server.ProtocolException;

/** What an xdg_surface is for: the part that windows and popups do their own way. Called on the session loop. */
sealed interface XdgRole permits XdgToplevel, XdgPopup {

    /**
     * The client commits.
     *
     * @throws ProtocolException if it set what is forbidden
     */
    void beforeCommit();

    /** The client committed without content for the first time since it was unmapped: it gets its first configure. */
    void start();

    /** A commit was applied and there is content; the window geometry may be another one. */
    void committed();

    /** There is content for the first time since the start. Follows {@link #committed}. */
    void map();

    /** The client took the content away, or an object is gone. Everything is as at the beginning. */
    void unmap();
}
