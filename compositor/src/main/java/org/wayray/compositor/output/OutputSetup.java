package org.wayray.compositor.output;

import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Space.Logical;

/** What an output can be told to be. Immutable. */
public record OutputSetup(OutputMode mode, Scale scale, Offset<Logical> position) {

    /** What the output is now. */
    public static OutputSetup of(Output output) {
        return new OutputSetup(output.mode(), output.scale(), output.position());
    }
}
