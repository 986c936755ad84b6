package org.wayray.compositor.globals.idle;

import java.time.Duration;
import org.wayray.compositor.globals.PerClient;
import org.wayray.compositor.seat.Idleness;
import org.wayray.wayland.protocols.extidlenotify.ExtIdleNotificationV1Protocol;
import org.wayray.wayland.protocols.extidlenotify.ExtIdleNotifierV1Protocol;
import org.wayray.wayland.protocols.extidlenotify.ExtIdleNotifierV1Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * ext_idle_notifier_v1: tells clients when the user is away. There is one seat, so it does not matter which one a client names.
 *
 * <p>Confined to the session loop.
 */
public final class ExtIdleNotifierV1 {
    public static final int VERSION = 2;

    /** Notifications that a client may have at once: each hears of all that the user does. */
    static final int MOST_PER_CLIENT = 256;

    private final Idleness idleness;
    private final PerClient<Object> notifications = new PerClient<>();

    /** Offers the global. */
    public ExtIdleNotifierV1(Display display, Idleness idleness) {
        this.idleness = idleness;
        display.global(
                ExtIdleNotifierV1Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
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
                case Request.GetIdleNotification(int id, int timeout, int seat) -> watch(id, timeout, false);
                case Request.GetInputIdleNotification(int id, int timeout, int seat) -> watch(id, timeout, true);
            }
        }

        private void watch(int id, int timeoutMs, boolean inputOnly) {
            var created = resource.client().create(ExtIdleNotificationV1Protocol.INTERFACE, id, resource.version());
            notifications.add(created, created, MOST_PER_CLIENT);
            created.setHandler(request -> {
                switch (request) {
                    case ExtIdleNotificationV1Protocol.Request.Destroy() -> {}
                }
            });
            var timeout = Duration.ofMillis(Integer.toUnsignedLong(timeoutMs));
            var watch = idleness.watch(timeout, inputOnly, new Notification(created));
            created.onDestroy(watch::end);
        }
    }

    /** ext_idle_notification_v1. */
    private record Notification(Resource<?, ExtIdleNotificationV1Protocol.Event> resource)
            implements Idleness.Listener {
        @Override
        public void idled() {
            resource.send(new ExtIdleNotificationV1Protocol.Event.Idled());
        }

        @Override
        public void resumed() {
            resource.send(new ExtIdleNotificationV1Protocol.Event.Resumed());
        }
    }
}
