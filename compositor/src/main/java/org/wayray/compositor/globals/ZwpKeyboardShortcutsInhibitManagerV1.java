package org.wayray.compositor.globals;

import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.seat.ShortcutInhibitors;
import org.wayray.wayland.protocols.keyboardshortcutsinhibit.ZwpKeyboardShortcutsInhibitManagerV1Protocol;
import org.wayray.wayland.protocols.keyboardshortcutsinhibit.ZwpKeyboardShortcutsInhibitManagerV1Protocol.Request;
import org.wayray.wayland.protocols.keyboardshortcutsinhibit.ZwpKeyboardShortcutsInhibitorV1Protocol;
import org.wayray.wayland.protocols.keyboardshortcutsinhibit.ZwpKeyboardShortcutsInhibitorV1Protocol.Event;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwp_keyboard_shortcuts_inhibit_manager_v1: lets a surface have the window manager's keys, too. Nothing is left out.
 *
 * <p>Confined to the session loop.
 */
public final class ZwpKeyboardShortcutsInhibitManagerV1 {
    public static final int VERSION = 1;

    private final ShortcutInhibitors inhibitors;

    public ZwpKeyboardShortcutsInhibitManagerV1(Display display, Seat seat) {
        inhibitors = seat.keyboard().inhibitors();
        display.global(
                ZwpKeyboardShortcutsInhibitManagerV1Protocol.INTERFACE,
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
                case Request.InhibitShortcuts(int id, int surface, int seat) -> inhibitShortcuts(id, surface);
            }
        }

        private void inhibitShortcuts(int id, int surfaceId) {
            var surface = WlSurface.of(resource.client(), surfaceId);
            var created =
                    resource.client().create(ZwpKeyboardShortcutsInhibitorV1Protocol.INTERFACE, id, resource.version());
            var inhibitor = new Inhibitor(created, surface);
            created.setHandler(inhibitor);
            if (!inhibitors.add(surface, inhibitor)) {
                throw new ProtocolException(
                        resource,
                        ZwpKeyboardShortcutsInhibitManagerV1Protocol.Error.ALREADY_INHIBITED,
                        "wl_surface@" + surfaceId + " inhibits already");
            }
            surface.addListener(inhibitor);
            created.onDestroy(inhibitor::end);
        }
    }

    /** zwp_keyboard_shortcuts_inhibitor_v1. */
    private final class Inhibitor
            implements RequestHandler<ZwpKeyboardShortcutsInhibitorV1Protocol.Request>,
                    ShortcutInhibitors.Events,
                    SurfaceListener {
        private final Resource<ZwpKeyboardShortcutsInhibitorV1Protocol.Request, Event> resource;
        private final Surface surface;

        Inhibitor(Resource<ZwpKeyboardShortcutsInhibitorV1Protocol.Request, Event> resource, Surface surface) {
            this.resource = resource;
            this.surface = surface;
        }

        @Override
        public void handle(ZwpKeyboardShortcutsInhibitorV1Protocol.Request request) {
            switch (request) {
                case ZwpKeyboardShortcutsInhibitorV1Protocol.Request.Destroy() -> {}
            }
        }

        @Override
        public void activated() {
            resource.send(new Event.Active());
        }

        @Override
        public void deactivated() {
            resource.send(new Event.Inactive());
        }

        @Override
        public void destroyed(Surface of) {
            end();
        }

        void end() {
            surface.removeListener(this);
            inhibitors.remove(surface, this);
        }
    }
}
