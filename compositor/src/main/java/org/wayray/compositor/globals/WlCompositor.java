package org.wayray.compositor.globals;

import java.util.HashMap;
import java.util.Map;
import org.wayray.compositor.scene.PixelBudget;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlCompositorProtocol.Request;
import org.wayray.wayland.protocols.core.WlRegionProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wl_compositor: makes surfaces and regions. Nothing is left out.
 *
 * <p>Confined to the session loop.
 */
public final class WlCompositor {
    public static final int VERSION = 6;

    private final WlOutputs outputs;
    private final Map<Client, PixelBudget> budgets = new HashMap<>();

    /** Offers the global; surfaces tell their clients about {@code outputs} that they enter. */
    public WlCompositor(Display display, WlOutputs outputs) {
        this.outputs = outputs;
        display.global(WlCompositorProtocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
    }

    /** What all surfaces of a client share, by however many objects it makes them. */
    private PixelBudget budget(Client client) {
        return budgets.computeIfAbsent(client, key -> {
            client.onDestroy(() -> budgets.remove(client));
            return new PixelBudget();
        });
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, NoMessage> resource;

        Bound(Resource<Request, NoMessage> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.CreateSurface(int id) ->
                    new WlSurface(
                            resource.client().create(WlSurfaceProtocol.INTERFACE, id, resource.version()),
                            outputs,
                            budget(resource.client()));
                case Request.CreateRegion(int id) ->
                    new WlRegion(resource.client().create(WlRegionProtocol.INTERFACE, id, resource.version()));
            }
        }
    }
}
