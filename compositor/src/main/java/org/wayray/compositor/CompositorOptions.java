package org.wayray.compositor;

import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.OutputMode;
import org.wayray.posix.xkb.XkbNames;

/**
 * What a session is like when it starts. Immutable.
 *
 * @param mode of the only output
 * @param scale of the only output
 * @param keyboard the layout until a viewer brings its own
 */
public record CompositorOptions(OutputMode mode, Scale scale, XkbNames keyboard) {
    private static final int REFRESH_MILLI_HERTZ = 60_000;

    /** An output of that size at 60 Hz, unscaled, and the ordinary keyboard. */
    public static CompositorOptions ofSize(int width, int height) {
        return new CompositorOptions(
                new OutputMode(new Size<Physical>(width, height), REFRESH_MILLI_HERTZ), Scale.ONE, XkbNames.DEFAULT);
    }
}
