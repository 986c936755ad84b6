package org.wayray.compositor;

import org.wayray.compositor.clipboard.ClipboardOptions;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.policy.ClientPolicy;
import org.wayray.posix.xkb.XkbNames;

/**
 * What a session is like when it starts. Immutable.
 *
 * @param mode of the output that there is before any viewer, and with one that names no screens
 * @param scale of that output
 * @param keyboard the layout until a viewer brings its own
 * @param policy which clients may do what
 * @param clipboard what may be shared with the viewer
 * @param conformanceLenient for conformance runs only: a buffer that comes before the first acknowledged configure is shown,
 *     although xdg_surface and zwlr_layer_surface_v1 forbid it. Parts of the conformance suite's own clients do that
 */
public record CompositorOptions(
        OutputMode mode,
        Scale scale,
        XkbNames keyboard,
        ClientPolicy policy,
        ClipboardOptions clipboard,
        boolean conformanceLenient) {
    private static final int REFRESH_MILLI_HERTZ = 60_000;

    /** An output of that size at 60 Hz, unscaled, the ordinary keyboard, and trust in all that is not sandboxed. */
    public static CompositorOptions ofSize(int width, int height) {
        return new CompositorOptions(
                new OutputMode(new Size<Physical>(width, height), REFRESH_MILLI_HERTZ),
                Scale.ONE,
                XkbNames.DEFAULT,
                ClientPolicy.TRUSTING,
                ClipboardOptions.DEFAULT,
                false);
    }

    /** The same with another policy. */
    public CompositorOptions withPolicy(ClientPolicy other) {
        return new CompositorOptions(mode, scale, keyboard, other, clipboard, conformanceLenient);
    }

    /** The same with other rules for the clipboard. */
    public CompositorOptions withClipboard(ClipboardOptions other) {
        return new CompositorOptions(mode, scale, keyboard, policy, other, conformanceLenient);
    }

    /** The same for the part of a conformance run whose own clients break the protocol. */
    public CompositorOptions lenient() {
        return new CompositorOptions(mode, scale, keyboard, policy, clipboard, true);
    }
}
