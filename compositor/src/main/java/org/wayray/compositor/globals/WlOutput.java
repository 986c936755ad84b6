package org.wayray.compositor.globals;

import java.util.ArrayList;
import java.util.List;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputListener;
import org.wayray.compositor.scene.Scene;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.core.WlOutputProtocol.Event;
import org.wayray.wayland.protocols.core.WlOutputProtocol.Request;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.Global;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * wl_output: describes one output to clients. Its physical size is sent as 0, which stands for unknown: a viewer's window has
 * none, and programs divide by whatever else is sent.
 *
 * <p>Confined to the session loop.
 */
final class WlOutput implements OutputListener {
    static final int VERSION = 4;

    private final Scene scene;
    private final Output output;
    private final WlOutputs all;
    private final PerClient<Bound> bound = new PerClient<>();
    private final Global global;

    WlOutput(Display display, Scene scene, Output output, WlOutputs all) {
        this.scene = scene;
        this.output = output;
        this.all = all;
        this.global = display.global(WlOutputProtocol.INTERFACE, VERSION, this::bind);
        output.addListener(this);
    }

    private void bind(Resource<Request, Event> resource) {
        Bound object = new Bound(resource, output);
        resource.setHandler(object);
        bound.add(resource, object);
        object.describe(true);
        tellSurfacesOf(resource.client(), resource.id());
        all.bound(output, resource.client(), resource.id());
    }

    /** Surfaces that came before the object have entered the output without being able to say so. */
    private void tellSurfacesOf(Client client, int id) {
        scene.forEachVisible((surface, position) -> {
            if (surface.client() == client && surface.outputs().contains(output)) {
                ((WlSurface) surface.peer()).outputBound(id);
            }
        });
    }

    List<Integer> resources(Object client) {
        return bound.of(client).stream().map(object -> object.resource().id()).toList();
    }

    @Override
    public void changed(Output changed) {
        bound.all().forEach(object -> object.describe(false));
        scene.forEachVisible((surface, position) -> {
            if (surface.outputs().contains(output)) {
                ((WlSurface) surface.peer()).updatePreferredScale();
            }
        });
    }

    @Override
    public void removed(Output removed) {
        all.removing(output);
        global.remove();
        bound.all().forEach(object -> object.resource().makeInert());
        output.removeListener(this);
        all.removed(output);
    }

    /** One object of a client's for the output. */
    static final class Bound implements RequestHandler<Request> {
        private final Resource<Request, Event> resource;
        private final Output output;
        private final List<Runnable> extensions = new ArrayList<>();

        Bound(Resource<Request, Event> resource, Output output) {
            this.resource = resource;
            this.output = output;
        }

        Resource<Request, Event> resource() {
            return resource;
        }

        Output output() {
            return output;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Release() -> {}
            }
        }

        /**
         * Adds what another interface tells about the output to this description, now and after each change. It ends with the
         * output or this object.
         *
         * @return ends it
         */
        Runnable extend(Runnable describe) {
            extensions.add(describe);
            describe.run();
            resource.send(new Event.Done());
            return () -> extensions.remove(describe);
        }

        /** @param first whether to tell also what never changes */
        void describe(boolean first) {
            resource.send(new Event.Geometry(
                    output.position().x(),
                    output.position().y(),
                    0,
                    0,
                    WlOutputProtocol.Subpixel.UNKNOWN.value(),
                    WlOutputs.MAKE,
                    WlOutputs.MODEL,
                    WlOutputProtocol.Transform.NORMAL.value()));
            resource.send(new Event.Mode(
                    WlOutputProtocol.Mode.CURRENT | WlOutputProtocol.Mode.PREFERRED,
                    output.mode().size().width(),
                    output.mode().size().height(),
                    output.mode().refreshMilliHertz()));
            resource.send(new Event.Scale(output.scale().roundedUp()));
            if (first) {
                resource.send(new Event.Name(output.name()));
                resource.send(new Event.Description(output.description()));
            }
            extensions.forEach(Runnable::run);
            resource.send(new Event.Done());
        }
    }
}
