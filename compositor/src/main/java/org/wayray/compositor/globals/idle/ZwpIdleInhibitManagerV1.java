package org.wayray.compositor.globals.idle;

import org.wayray.compositor.globals.PerClient;
import org.wayray.compositor.globals.WlSurface;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.seat.Idleness;
import org.wayray.wayland.protocols.idleinhibit.ZwpIdleInhibitManagerV1Protocol;
import org.wayray.wayland.protocols.idleinhibit.ZwpIdleInhibitManagerV1Protocol.Request;
import org.wayray.wayland.protocols.idleinhibit.ZwpIdleInhibitorV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwp_idle_inhibit_manager_v1: surfaces that keep the session awake while they can be seen on some output: not when they are
 * minimised, or hidden by a lock.
 *
 * <p>Confined to the session loop.
 */
public final class ZwpIdleInhibitManagerV1 {
    public static final int VERSION = 1;

    /** Inhibitors that a client may have at once. */
    static final int MOST_PER_CLIENT = 256;

    private final Idleness idleness;
    private final PerClient<Inhibitor> inhibitors = new PerClient<>();

    /** Offers the global. */
    public ZwpIdleInhibitManagerV1(Display display, Idleness idleness) {
        this.idleness = idleness;
        display.global(
                ZwpIdleInhibitManagerV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, NoMessage> resource;

        Bound(Resource<Request, NoMessage> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.CreateInhibitor(int id, int surface) ->
                    new Inhibitor(
                            resource.client().create(ZwpIdleInhibitorV1Protocol.INTERFACE, id, resource.version()),
                            WlSurface.of(resource.client(), surface));
            }
        }
    }

    /** zwp_idle_inhibitor_v1. */
    private final class Inhibitor implements RequestHandler<ZwpIdleInhibitorV1Protocol.Request>, SurfaceListener {
        private final Surface surface;

        Inhibitor(Resource<ZwpIdleInhibitorV1Protocol.Request, NoMessage> resource, Surface surface) {
            this.surface = surface;
            inhibitors.add(resource, this, MOST_PER_CLIENT);
            resource.setHandler(this);
            surface.addListener(this);
            resource.onDestroy(() -> {
                surface.removeListener(this);
                idleness.inhibit(this, false);
            });
            update();
        }

        @Override
        public void handle(ZwpIdleInhibitorV1Protocol.Request request) {
            switch (request) {
                case ZwpIdleInhibitorV1Protocol.Request.Destroy() -> {}
            }
        }

        @Override
        public void outputEntered(Surface entering, Output output) {
            update();
        }

        @Override
        public void outputLeft(Surface leaving, Output output) {
            update();
        }

        @Override
        public void destroyed(Surface gone) {
            idleness.inhibit(this, false);
        }

        private void update() {
            idleness.inhibit(this, !surface.outputs().isEmpty());
        }
    }
}
