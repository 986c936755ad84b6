package org.wayray.compositor.globals.xdgshell;

import java.util.Optional;
import org.wayray.compositor.globals.PerClient;
import org.wayray.compositor.wm.WindowIcon;
import org.wayray.wayland.protocols.xdgtoplevelicon.XdgToplevelIconManagerV1Protocol;
import org.wayray.wayland.protocols.xdgtoplevelicon.XdgToplevelIconManagerV1Protocol.Event;
import org.wayray.wayland.protocols.xdgtoplevelicon.XdgToplevelIconManagerV1Protocol.Request;
import org.wayray.wayland.protocols.xdgtoplevelicon.XdgToplevelIconV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * xdg_toplevel_icon_manager_v1: gives windows icons of their own. Of the pictures one is kept, the largest up to the size that is
 * asked for.
 *
 * <p>Confined to the session loop.
 */
public final class XdgToplevelIconManagerV1 {
    public static final int VERSION = 1;

    /** Icons that a client may have at once, apart from those that its windows have got. */
    static final int MOST_PER_CLIENT = 256;

    private final PerClient<XdgToplevelIconV1> icons = new PerClient<>();

    /** Offers the global. */
    public XdgToplevelIconManagerV1(Display display) {
        display.global(XdgToplevelIconManagerV1Protocol.INTERFACE, VERSION, resource -> {
            resource.setHandler(new Bound(resource));
            resource.send(new Event.IconSize(WindowIcon.MOST_PIXELS));
            resource.send(new Event.Done());
        });
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, Event> resource;

        Bound(Resource<Request, Event> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.CreateIcon(int id) -> createIcon(id);
                case Request.SetIcon(int toplevel, int icon) -> setIcon(toplevel, icon);
            }
        }

        private void createIcon(int id) {
            var created = resource.client().create(XdgToplevelIconV1Protocol.INTERFACE, id, resource.version());
            icons.add(created, new XdgToplevelIconV1(created), MOST_PER_CLIENT);
        }

        private void setIcon(int toplevelId, int iconId) {
            Optional<WindowIcon> icon =
                    resource.client().find(iconId, XdgToplevelIconV1.class).flatMap(XdgToplevelIconV1::use);
            resource.client().handler(toplevelId, XdgToplevel.class).setPendingIcon(icon);
        }
    }
}
