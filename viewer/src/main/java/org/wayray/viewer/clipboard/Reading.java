package org.wayray.viewer.clipboard;

/** Data on its way to a {@link ByteSink}, as the one who receives it sees it. Confined to the clipboard's loop. */
public interface Reading {
    /** There is room again: goes on after {@link ByteSink#take} has said that there is none. */
    void resume();

    /** Nobody wants the rest: the sink is not called again. Does nothing when all has come, or is repeated. */
    void cancel();
}
