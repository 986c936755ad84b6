package org.wayray.compositor.globals.xdgshell;

import java.util.HashSet;
import java.util.Set;
import org.wayray.wayland.protocols.xdgdialog.XdgDialogV1Protocol;
import org.wayray.wayland.protocols.xdgdialog.XdgWmDialogV1Protocol;
import org.wayray.wayland.protocols.xdgdialog.XdgWmDialogV1Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * xdg_wm_dialog_v1: marks windows as dialogs of their parents. Who turns to the parent of a modal one is led to the dialog; input to
 * the parent is not held back. That a dialog is one says nothing more than that it has a parent.
 *
 * <p>Confined to the session loop.
 */
public final class XdgWmDialogV1 {
    public static final int VERSION = 1;

    private final Set<XdgToplevel> dialogs = new HashSet<>();

    /** Offers the global. */
    public XdgWmDialogV1(Display display) {
        display.global(XdgWmDialogV1Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
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
                case Request.GetXdgDialog(int id, int toplevel) -> getXdgDialog(id, toplevel);
            }
        }

        private void getXdgDialog(int id, int toplevelId) {
            var toplevel = resource.client().handler(toplevelId, XdgToplevel.class);
            if (dialogs.contains(toplevel)) {
                throw new ProtocolException(
                        resource,
                        XdgWmDialogV1Protocol.Error.ALREADY_USED,
                        "xdg_toplevel@" + toplevelId + " is a dialog already");
            }
            new Dialog(resource.client().create(XdgDialogV1Protocol.INTERFACE, id, resource.version()), toplevel);
        }
    }

    /** xdg_dialog_v1: one dialog. Inert once its window is gone. */
    private final class Dialog implements RequestHandler<XdgDialogV1Protocol.Request> {
        private final XdgToplevel toplevel;

        Dialog(Resource<XdgDialogV1Protocol.Request, NoMessage> resource, XdgToplevel toplevel) {
            this.toplevel = toplevel;
            dialogs.add(toplevel);
            resource.setHandler(this);
            Runnable toplevelGone = resource::makeInert;
            toplevel.resource().onDestroy(toplevelGone);
            resource.onDestroy(() -> {
                toplevel.resource().removeDestroyListener(toplevelGone);
                dialogs.remove(toplevel);
                toplevel.window().setModal(false);
            });
        }

        @Override
        public void handle(XdgDialogV1Protocol.Request request) {
            switch (request) {
                case XdgDialogV1Protocol.Request.Destroy() -> {}
                case XdgDialogV1Protocol.Request.SetModal() -> toplevel.window().setModal(true);
                case XdgDialogV1Protocol.Request.UnsetModal() ->
                    toplevel.window().setModal(false);
            }
        }
    }
}
