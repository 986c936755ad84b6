package org.wayray.compositor.globals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Scene;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Display;

/**
 * The wl_output globals of all outputs, of which there is one each.
 *
 * <p>Confined to the session loop.
 */
public final class WlOutputs {
    /** Who makes our outputs, as clients are told. */
    public static final String MAKE = "WayRay";

    /** Which model our outputs are, as clients are told. */
    public static final String MODEL = "viewer";

    private final Display display;
    private final Scene scene;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<Output, WlOutput> globals = new LinkedHashMap<>();

    /** Learns of the objects that clients have for outputs. */
    interface Listener {
        /** A client has one more object for an output. */
        void bound(Output output, Client client, int id);

        /** An output goes; its objects can still be named in events, for the last time. */
        default void removing(Output output) {}
    }

    public WlOutputs(Display display, Scene scene) {
        this.display = display;
        this.scene = scene;
    }

    /** Offers an output to the clients, until it is {@linkplain Scene#removeOutput removed}. */
    public void add(Output output) {
        globals.put(output, new WlOutput(display, scene, output, this));
    }

    void addListener(Listener listener) {
        listeners.add(listener);
    }

    void bound(Output output, Client client, int id) {
        listeners.forEach(listener -> listener.bound(output, client, id));
    }

    void removing(Output output) {
        listeners.forEach(listener -> listener.removing(output));
    }

    void removed(Output output) {
        globals.remove(output);
    }

    /** The ids of the objects that a client has bound to an output. */
    List<Integer> resources(Output output, Object client) {
        WlOutput global = globals.get(output);
        return global == null ? List.of() : global.resources(client);
    }

    /** The scale that a surface likely gets which is on no output yet. */
    Scale likelyScale() {
        return globals.keySet().stream().findFirst().map(Output::scale).orElse(Scale.ONE);
    }

    /** The output that a client means by an object id that is a wl_output; empty if it was removed. */
    public static Optional<Output> find(Client client, int id) {
        return client.find(id, WlOutput.Bound.class).map(WlOutput.Bound::output);
    }
}
