package org.wayray.compositor.globals;

import org.wayray.compositor.output.Output;
import org.wayray.wayland.protocols.xdgoutput.ZxdgOutputManagerV1Protocol;
import org.wayray.wayland.protocols.xdgoutput.ZxdgOutputManagerV1Protocol.Request;
import org.wayray.wayland.protocols.xdgoutput.ZxdgOutputV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zxdg_output_manager_v1: tells where an output lies in logical pixels. Nothing is left out.
 *
 * <p>Confined to the session loop.
 */
public final class ZxdgOutputManagerV1 {
    public static final int VERSION = 3;

    public ZxdgOutputManagerV1(Display display) {
        display.global(
                ZxdgOutputManagerV1Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
    }

    private record Bound(Resource<Request, NoMessage> resource) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.GetXdgOutput(int id, int output) -> getXdgOutput(id, output);
            }
        }

        private void getXdgOutput(int id, int outputId) {
            var created = resource.client().create(ZxdgOutputV1Protocol.INTERFACE, id, resource.version());
            resource.client()
                    .find(outputId, WlOutput.Bound.class)
                    .ifPresentOrElse(output -> new XdgOutput(created, output), created::makeInert);
        }
    }

    /** zxdg_output_v1: the logical side of one output, told together with the wl_output that it was made for. */
    private static final class XdgOutput implements RequestHandler<ZxdgOutputV1Protocol.Request> {
        /** From this version on, wl_output.done ends the description, and done of this interface is no longer sent. */
        private static final int DONE_BY_WL_OUTPUT = 3;

        private final Resource<ZxdgOutputV1Protocol.Request, ZxdgOutputV1Protocol.Event> resource;
        private final Output output;
        private boolean named;

        XdgOutput(
                Resource<ZxdgOutputV1Protocol.Request, ZxdgOutputV1Protocol.Event> resource, WlOutput.Bound wlOutput) {
            this.resource = resource;
            this.output = wlOutput.output();
            resource.setHandler(this);
            resource.onDestroy(wlOutput.extend(this::describe));
        }

        @Override
        public void handle(ZxdgOutputV1Protocol.Request request) {
            switch (request) {
                case ZxdgOutputV1Protocol.Request.Destroy() -> {}
            }
        }

        private void describe() {
            resource.send(new ZxdgOutputV1Protocol.Event.LogicalPosition(
                    output.position().x(), output.position().y()));
            resource.send(new ZxdgOutputV1Protocol.Event.LogicalSize(
                    output.logicalSize().width(), output.logicalSize().height()));
            if (!named) {
                named = true;
                resource.send(new ZxdgOutputV1Protocol.Event.Name(output.name()));
                resource.send(new ZxdgOutputV1Protocol.Event.Description(output.description()));
            }
            if (resource.version() < DONE_BY_WL_OUTPUT) {
                resource.send(new ZxdgOutputV1Protocol.Event.Done());
            }
        }
    }
}
