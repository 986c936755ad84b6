package org.wayray.compositor.output;

import java.util.Map;

/** Decides about set-ups that a client asks for. Called on the session loop. */
public interface OutputControl {

    /** Whether the outputs can be like this. */
    boolean accepts(Map<Output, OutputSetup> setups);

    /** Makes the outputs like this, which was accepted. */
    void apply(Map<Output, OutputSetup> setups);
}
