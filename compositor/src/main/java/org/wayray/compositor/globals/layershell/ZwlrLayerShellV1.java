package org.wayray.compositor.globals.layershell;

import java.util.Optional;
import org.wayray.compositor.globals.WlOutputs;
import org.wayray.compositor.globals.WlSurface;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.SurfaceRole;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.wm.LayerShell;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerShellV1Protocol;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerShellV1Protocol.Layer;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerShellV1Protocol.Request;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwlr_layer_shell_v1: lets clients be parts of the desktop: panels, wallpapers, launchers, notifications.
 *
 * <p>A surface whose client names no output goes to the one beneath the pointer. The namespace is accepted and not used. Confined to the
 * session loop.
 */
public final class ZwlrLayerShellV1 {
    public static final int VERSION = 4;

    private final Display display;
    private final Seat seat;
    private final LayerShell shell;
    private final boolean lenient;

    /** Offers the global; {@code shell} places the surfaces. */
    public ZwlrLayerShellV1(Display display, Seat seat, LayerShell shell) {
        this(display, seat, shell, false);
    }

    /** @param lenient for conformance runs only: a buffer before the first acknowledged configure maps the surface */
    public ZwlrLayerShellV1(Display display, Seat seat, LayerShell shell, boolean lenient) {
        this.display = display;
        this.seat = seat;
        this.shell = shell;
        this.lenient = lenient;
        display.global(
                ZwlrLayerShellV1Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
    }

    LayerShell shell() {
        return shell;
    }

    boolean isLenient() {
        return lenient;
    }

    int nextSerial() {
        return display.nextSerial();
    }

    /** The model's layer of a protocol value. */
    static Optional<org.wayray.compositor.scene.Layer> layer(int value) {
        return Layer.of(value).map(layer -> switch (layer) {
            case BACKGROUND -> org.wayray.compositor.scene.Layer.BACKGROUND;
            case BOTTOM -> org.wayray.compositor.scene.Layer.BOTTOM;
            case TOP -> org.wayray.compositor.scene.Layer.TOP;
            case OVERLAY -> org.wayray.compositor.scene.Layer.OVERLAY;
        });
    }

    /** The output that a client names; of its own choice for null; empty if there is none or it is gone. */
    private Optional<Output> output(Resource<?, ?> resource, int id) {
        if (id != 0) {
            return WlOutputs.find(resource.client(), id);
        }
        var scene = shell.scene();
        return scene.outputAt(seat.pointer().position())
                .or(() -> scene.outputs().stream().findFirst());
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, NoMessage> resource;

        Bound(Resource<Request, NoMessage> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.GetLayerSurface(int id, int surface, int output, int layer, String namespace) ->
                    getLayerSurface(id, surface, output, layer);
                case Request.Destroy() -> {}
            }
        }

        private void getLayerSurface(int id, int surfaceId, int outputId, int layerValue) {
            var surface = WlSurface.of(resource.client(), surfaceId);
            var layer = layer(layerValue)
                    .orElseThrow(() -> error(ZwlrLayerShellV1Protocol.Error.INVALID_LAYER, "layer " + layerValue));
            if (WlSurface.hasRoleObject(surface) || !surface.assignRole(SurfaceRole.LAYER)) {
                throw error(
                        ZwlrLayerShellV1Protocol.Error.ROLE, "wl_surface@" + surfaceId + " has another role already");
            }
            if (surface.hasContent() || surface.pending().buffer() != null) {
                throw error(
                        ZwlrLayerShellV1Protocol.Error.ALREADY_CONSTRUCTED,
                        "wl_surface@" + surfaceId + " has a buffer already");
            }
            var created = resource.client().create(ZwlrLayerSurfaceV1Protocol.INTERFACE, id, resource.version());
            new ZwlrLayerSurfaceV1(created, ZwlrLayerShellV1.this, surface, output(resource, outputId), layer);
        }

        private ProtocolException error(ZwlrLayerShellV1Protocol.Error code, String message) {
            return new ProtocolException(resource, code, message);
        }
    }
}
