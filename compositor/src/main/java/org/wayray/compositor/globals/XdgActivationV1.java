package org.wayray.compositor.globals;

import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.wm.ActivationTokens;
import org.wayray.compositor.wm.FloatingWindowManager;
import org.wayray.wayland.protocols.xdgactivation.XdgActivationTokenV1Protocol;
import org.wayray.wayland.protocols.xdgactivation.XdgActivationV1Protocol;
import org.wayray.wayland.protocols.xdgactivation.XdgActivationV1Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * xdg_activation_v1: lets a program that has the user's attention pass it to another one.
 *
 * <p>A token gives that right if its serial is of a key, button or finger on a surface of the asking client, or of a focus that the
 * client still has. Whoever redeems another token, or a text that is none, has its window marked as wanting attention. The surface
 * and the application that a token names are not used: the serial says more, and no start-up is shown. Confined to the session loop.
 */
public final class XdgActivationV1 {
    public static final int VERSION = 1;

    private final Display display;
    private final Seat seat;
    private final FloatingWindowManager windows;
    private final ActivationTokens tokens = new ActivationTokens();

    /** Offers the global. */
    public XdgActivationV1(Display display, Seat seat, FloatingWindowManager windows) {
        this.display = display;
        this.seat = seat;
        this.windows = windows;
        display.global(
                XdgActivationV1Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
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
                case Request.GetActivationToken(int id) ->
                    new Token(resource.client().create(XdgActivationTokenV1Protocol.INTERFACE, id, resource.version()));
                case Request.Activate(String token, int surface) ->
                    activate(token, WlSurface.of(resource.client(), surface));
            }
        }
    }

    private void activate(String token, Surface surface) {
        boolean granted = tokens.redeem(token, display.loop().nowNanos());
        windows.windowOf(surface).ifPresent(window -> {
            if (granted) {
                windows.activate(window);
            } else {
                windows.attentionRequested(window);
            }
        });
    }

    /** xdg_activation_token_v1: what speaks for one activation. */
    private final class Token implements RequestHandler<XdgActivationTokenV1Protocol.Request> {
        private final Resource<XdgActivationTokenV1Protocol.Request, XdgActivationTokenV1Protocol.Event> resource;
        private boolean granted;
        private boolean committed;

        Token(Resource<XdgActivationTokenV1Protocol.Request, XdgActivationTokenV1Protocol.Event> resource) {
            this.resource = resource;
            resource.setHandler(this);
        }

        @Override
        public void handle(XdgActivationTokenV1Protocol.Request request) {
            switch (request) {
                case XdgActivationTokenV1Protocol.Request.SetSerial(int serial, int ofSeat) -> {
                    requireUncommitted();
                    granted = proves(serial);
                }
                case XdgActivationTokenV1Protocol.Request.SetAppId(String appId) -> requireUncommitted();
                case XdgActivationTokenV1Protocol.Request.SetSurface(int surface) -> requireUncommitted();
                case XdgActivationTokenV1Protocol.Request.Commit() -> commit();
                case XdgActivationTokenV1Protocol.Request.Destroy() -> {}
            }
        }

        private boolean proves(int serial) {
            var client = resource.client();
            return seat.serials().wasActionFor(client, serial)
                    || (seat.serials().wasIssuedTo(client, serial)
                            && seat.keyboardClient().filter(client::equals).isPresent());
        }

        private void commit() {
            requireUncommitted();
            committed = true;
            resource.send(new XdgActivationTokenV1Protocol.Event.Done(
                    tokens.issue(granted, display.loop().nowNanos())));
        }

        private void requireUncommitted() {
            if (committed) {
                throw new ProtocolException(
                        resource, XdgActivationTokenV1Protocol.Error.ALREADY_USED, "the token was committed before");
            }
        }
    }
}
