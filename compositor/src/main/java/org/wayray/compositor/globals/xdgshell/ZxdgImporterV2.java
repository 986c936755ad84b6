package org.wayray.compositor.globals.xdgshell;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.wayray.compositor.globals.WlSurface;
import org.wayray.compositor.wm.Window;
import org.wayray.wayland.protocols.xdgforeign.ZxdgImportedV2Protocol;
import org.wayray.wayland.protocols.xdgforeign.ZxdgImporterV2Protocol;
import org.wayray.wayland.protocols.xdgforeign.ZxdgImporterV2Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zxdg_importer_v2: lets a client make another one's window the parent of its own.
 *
 * <p>A parent that would make a circle or too deep a family is not set, without an error: the client cannot know what others do.
 * Confined to the session loop.
 */
public final class ZxdgImporterV2 {
    public static final int VERSION = 1;

    private final ZxdgExporterV2 exporter;

    /** Offers the global, for what that exporter exports. */
    public ZxdgImporterV2(Display display, ZxdgExporterV2 exporter) {
        this.exporter = exporter;
        display.global(ZxdgImporterV2Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
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
                case Request.ImportToplevel(int id, String handle) -> importToplevel(id, handle);
            }
        }

        private void importToplevel(int id, String handle) {
            var created = resource.client().create(ZxdgImportedV2Protocol.INTERFACE, id, resource.version());
            exporter.find(handle).ifPresentOrElse(exported -> new Imported(created, exported), () -> end(created));
        }
    }

    private static void end(Resource<?, ZxdgImportedV2Protocol.Event> imported) {
        imported.send(new ZxdgImportedV2Protocol.Event.Destroyed());
        imported.makeInert();
    }

    /** zxdg_imported_v2: another client's window, and the children that it was given here. */
    private static final class Imported implements RequestHandler<ZxdgImportedV2Protocol.Request> {
        private final Resource<ZxdgImportedV2Protocol.Request, ZxdgImportedV2Protocol.Event> resource;
        private final Window window;
        private final Set<Window> children = new HashSet<>();

        Imported(
                Resource<ZxdgImportedV2Protocol.Request, ZxdgImportedV2Protocol.Event> resource,
                ZxdgExporterV2.Exported exported) {
            this.resource = resource;
            this.window = exported.window();
            resource.setHandler(this);
            Runnable ended = this::exportEnded;
            exported.addImport(ended);
            resource.onDestroy(() -> {
                exported.removeImport(ended);
                orphanChildren();
            });
        }

        @Override
        public void handle(ZxdgImportedV2Protocol.Request request) {
            switch (request) {
                case ZxdgImportedV2Protocol.Request.Destroy() -> {}
                case ZxdgImportedV2Protocol.Request.SetParentOf(int surface) -> setParentOf(surface);
            }
        }

        private void setParentOf(int surface) {
            var child = ZxdgExporterV2.toplevel(WlSurface.of(resource.client(), surface))
                    .map(XdgToplevel::window)
                    .orElseThrow(() -> new ProtocolException(
                            resource,
                            ZxdgImportedV2Protocol.Error.INVALID_SURFACE,
                            "wl_surface@" + surface + " is no window"));
            if (!child.isAncestorOf(window) && window.hasDepthFor(child)) {
                children.removeIf(other -> !isOurs(other));
                child.setParent(Optional.of(window));
                children.add(child);
            }
        }

        private void exportEnded() {
            orphanChildren();
            end(resource);
        }

        private void orphanChildren() {
            children.stream().filter(this::isOurs).forEach(child -> child.setParent(Optional.empty()));
            children.clear();
        }

        private boolean isOurs(Window child) {
            return child.parent().filter(window::equals).isPresent();
        }
    }
}
