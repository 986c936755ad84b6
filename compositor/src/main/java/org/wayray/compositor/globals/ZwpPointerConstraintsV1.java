package org.wayray.compositor.globals;

import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.seat.PointerConstraint;
import org.wayray.compositor.seat.PointerConstraint.Kind;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.pointerconstraints.ZwpConfinedPointerV1Protocol;
import org.wayray.wayland.protocols.pointerconstraints.ZwpLockedPointerV1Protocol;
import org.wayray.wayland.protocols.pointerconstraints.ZwpPointerConstraintsV1Protocol;
import org.wayray.wayland.protocols.pointerconstraints.ZwpPointerConstraintsV1Protocol.Lifetime;
import org.wayray.wayland.protocols.pointerconstraints.ZwpPointerConstraintsV1Protocol.Request;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwp_pointer_constraints_v1: lets clients lock the pointer or confine it to a part of a surface.
 *
 * <p>A lifetime that the protocol does not know is taken for oneshot. Deliberately left out: telling the viewer, whose own pointer
 * goes on moving; a viewer that only says where that is can push a locked pointer as far as its window's edge. Confined to the
 * session loop.
 */
public final class ZwpPointerConstraintsV1 {
    public static final int VERSION = 1;

    private final Seat seat;

    public ZwpPointerConstraintsV1(Display display, Seat seat) {
        this.seat = seat;
        display.global(
                ZwpPointerConstraintsV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
    }

    /** The region that a request names, or all that takes input. */
    private static Region<Logical> region(Client client, int id) {
        return client.find(id, WlRegion.class).map(WlRegion::region).orElse(Region.everything());
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
                case Request.LockPointer(int id, int surface, int pointer, int region, int lifetime) ->
                    lockPointer(id, surface, region, lifetime);
                case Request.ConfinePointer(int id, int surface, int pointer, int region, int lifetime) ->
                    confinePointer(id, surface, region, lifetime);
            }
        }

        private void lockPointer(int id, int surface, int region, int lifetime) {
            var created = resource.client().create(ZwpLockedPointerV1Protocol.INTERFACE, id, resource.version());
            var events = new Events<>(
                    created,
                    new ZwpLockedPointerV1Protocol.Event.Locked(),
                    new ZwpLockedPointerV1Protocol.Event.Unlocked());
            var constraint = constrain(Kind.LOCK, surface, region, lifetime, events);
            created.onDestroy(constraint::remove);
            created.setHandler(request -> {
                switch (request) {
                    case ZwpLockedPointerV1Protocol.Request.Destroy() -> {}
                    case ZwpLockedPointerV1Protocol.Request.SetCursorPositionHint(double x, double y) ->
                        constraint.setPositionHint(new Point<>(x, y));
                    case ZwpLockedPointerV1Protocol.Request.SetRegion(int next) ->
                        constraint.setRegion(region(resource.client(), next));
                }
            });
        }

        private void confinePointer(int id, int surface, int region, int lifetime) {
            var created = resource.client().create(ZwpConfinedPointerV1Protocol.INTERFACE, id, resource.version());
            var events = new Events<>(
                    created,
                    new ZwpConfinedPointerV1Protocol.Event.Confined(),
                    new ZwpConfinedPointerV1Protocol.Event.Unconfined());
            var constraint = constrain(Kind.CONFINEMENT, surface, region, lifetime, events);
            created.onDestroy(constraint::remove);
            created.setHandler(request -> {
                switch (request) {
                    case ZwpConfinedPointerV1Protocol.Request.Destroy() -> {}
                    case ZwpConfinedPointerV1Protocol.Request.SetRegion(int next) ->
                        constraint.setRegion(region(resource.client(), next));
                }
            });
        }

        private PointerConstraint constrain(
                Kind kind, int surfaceId, int region, int lifetime, PointerConstraint.Events events) {
            var client = resource.client();
            return seat.pointer()
                    .constraints()
                    .add(
                            WlSurface.of(client, surfaceId),
                            kind,
                            lifetime == Lifetime.PERSISTENT.value(),
                            region(client, region),
                            events)
                    .orElseThrow(() -> new ProtocolException(
                            resource,
                            ZwpPointerConstraintsV1Protocol.Error.ALREADY_CONSTRAINED,
                            "wl_surface@" + surfaceId + " has a constraint already"));
        }
    }

    /** What a constraint has to tell, as one of two events. */
    private record Events<EV>(Resource<?, EV> resource, EV active, EV inactive) implements PointerConstraint.Events {
        @Override
        public void activated() {
            resource.send(active);
        }

        @Override
        public void deactivated() {
            resource.send(inactive);
        }
    }
}
