package org.wayray.compositor.globals.xdgshell;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wayray.compositor.globals.PerClient;
import org.wayray.compositor.globals.WlSurface;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.wm.Window;
import org.wayray.wayland.protocols.xdgforeign.ZxdgExportedV2Protocol;
import org.wayray.wayland.protocols.xdgforeign.ZxdgExporterV2Protocol;
import org.wayray.wayland.protocols.xdgforeign.ZxdgExporterV2Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zxdg_exporter_v2: gives out texts by which other clients name a window, to put dialogs over it. Nobody can guess one.
 *
 * <p>Confined to the session loop.
 */
public final class ZxdgExporterV2 {
    public static final int VERSION = 1;

    /** Exports that a client may have at once. */
    static final int MOST_PER_CLIENT = 1024;

    private static final int BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Exported> exports = new HashMap<>();
    private final PerClient<Exported> perClient = new PerClient<>();

    /** Offers the global. */
    public ZxdgExporterV2(Display display) {
        display.global(ZxdgExporterV2Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
    }

    /** What was exported under that text, if it still is. */
    Optional<Exported> find(String handle) {
        return Optional.ofNullable(exports.get(handle));
    }

    /** The window whose surface that is, mapped or not. */
    static Optional<XdgToplevel> toplevel(Surface surface) {
        return WlSurface.roleObject(surface).flatMap(object -> object.handler(XdgToplevel.class));
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
                case Request.ExportToplevel(int id, int surface) -> exportToplevel(id, surface);
            }
        }

        private void exportToplevel(int id, int surface) {
            var toplevel = toplevel(WlSurface.of(resource.client(), surface))
                    .orElseThrow(() -> new ProtocolException(
                            resource,
                            ZxdgExporterV2Protocol.Error.INVALID_SURFACE,
                            "wl_surface@" + surface + " is no window"));
            new Exported(resource.client().create(ZxdgExportedV2Protocol.INTERFACE, id, resource.version()), toplevel);
        }
    }

    /** zxdg_exported_v2: a window that others may refer to, until its xdg_toplevel or this goes. */
    final class Exported implements RequestHandler<ZxdgExportedV2Protocol.Request> {
        private final Window window;
        private final List<Runnable> imports = new ArrayList<>();
        private final String handle;

        Exported(
                Resource<ZxdgExportedV2Protocol.Request, ZxdgExportedV2Protocol.Event> resource, XdgToplevel toplevel) {
            perClient.add(resource, this, MOST_PER_CLIENT);
            window = toplevel.window();
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            handle = HexFormat.of().formatHex(bytes);
            exports.put(handle, this);
            resource.setHandler(this);
            Runnable end = this::end;
            toplevel.resource().onDestroy(end);
            resource.onDestroy(() -> {
                toplevel.resource().removeDestroyListener(end);
                end();
            });
            resource.send(new ZxdgExportedV2Protocol.Event.Handle(handle));
        }

        @Override
        public void handle(ZxdgExportedV2Protocol.Request request) {
            switch (request) {
                case ZxdgExportedV2Protocol.Request.Destroy() -> {}
            }
        }

        Window window() {
            return window;
        }

        /** Calls {@code ended} once, when the export ends. */
        void addImport(Runnable ended) {
            imports.add(ended);
        }

        void removeImport(Runnable ended) {
            imports.remove(ended);
        }

        private void end() {
            exports.remove(handle);
            List.copyOf(imports).forEach(Runnable::run);
            imports.clear();
        }
    }
}
