package org.wayray.compositor.output;

/** Learns what happens to an output. Called on the session loop. */
public interface OutputListener {

    /** Mode, scale or position are new; all of the output is damaged. */
    default void changed(Output output) {}

    /** The output went away and is not used again. */
    default void removed(Output output) {}
}
