package org.wayray.compositor.globals.layershell;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.globals.WlSurface;
import org.wayray.compositor.globals.xdgshell.PopupParent;
import org.wayray.compositor.globals.xdgshell.Popups;
import org.wayray.compositor.globals.xdgshell.XdgPopup;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.AppliedCommit;
import org.wayray.compositor.scene.Layer;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.scene.SurfaceState;
import org.wayray.compositor.wm.ConfigureLog;
import org.wayray.compositor.wm.LayerSurface;
import org.wayray.compositor.wm.LayerSurface.Interactivity;
import org.wayray.compositor.wm.LayerSurface.Margin;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol.Anchor;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol.Event;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol.KeyboardInteractivity;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zwlr_layer_surface_v1: a part of the desktop, as its client sees it.
 *
 * <p>The surface goes through the same states as an xdg_surface: a commit without content, answered by the first configure; its
 * acknowledgement; a commit with content, which maps it. Taking the content away resets all properties, as the protocol says. A
 * surface whose content is smaller than asked for lies at the start of its place, not in the middle: that is what clients know.
 * Confined to the session loop.
 */
final class ZwlrLayerSurfaceV1 implements PopupParent, LayerSurface.Client, SurfaceListener, RequestHandler<Request> {
    private static final int ON_DEMAND_SINCE = 4;
    private static final int ALL_EDGES = Anchor.TOP | Anchor.BOTTOM | Anchor.LEFT | Anchor.RIGHT;

    private final Resource<Request, Event> resource;
    private final ZwlrLayerShellV1 shell;
    private final Surface surface;
    private final LayerSurface.State initial;
    private final ConfigureLog<Size<Logical>> configures = new ConfigureLog<>();
    private final Popups popups = new Popups();
    private LayerSurface.State pending;
    private boolean started;
    private boolean mapped;
    /** Null for a surface whose output was gone from the beginning. */
    private @Nullable LayerSurface model;

    ZwlrLayerSurfaceV1(
            Resource<Request, Event> resource,
            ZwlrLayerShellV1 shell,
            Surface surface,
            Optional<Output> output,
            Layer layer) {
        this.resource = resource;
        this.shell = shell;
        this.surface = surface;
        initial = LayerSurface.State.initial(layer);
        pending = initial;
        resource.setHandler(this);
        WlSurface.setRoleObject(surface, resource);
        surface.addListener(this);
        resource.onDestroy(this::gone);
        if (output.isPresent()) {
            model = shell.shell().add(surface, output.get(), layer, this);
        } else {
            closed();
        }
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.SetSize(int width, int height) ->
                pending = pending.withSize(new Size<>(length(width), length(height)));
            case Request.SetAnchor(int edges) -> setAnchor(edges);
            case Request.SetExclusiveZone(int zone) -> pending = pending.withExclusiveZone(zone);
            case Request.SetMargin(int top, int right, int bottom, int left) ->
                pending = pending.withMargin(new Margin(top, right, bottom, left));
            case Request.SetKeyboardInteractivity(int kind) -> pending = pending.withInteractivity(interactivity(kind));
            case Request.GetPopup(int popup) -> getPopup(popup);
            case Request.AckConfigure(int serial) -> ackConfigure(serial);
            case Request.Destroy() -> {}
            case Request.SetLayer(int layer) ->
                pending = pending.withLayer(ZwlrLayerShellV1.layer(layer)
                        .orElseThrow(() -> error(
                                ZwlrLayerSurfaceV1Protocol.Error.INVALID_SURFACE_STATE, "there is no layer " + layer)));
        }
    }

    /** Lengths come unsigned. */
    private static int length(int value) {
        return value < 0 ? Rect.LIMIT : Math.min(value, Rect.LIMIT);
    }

    private void setAnchor(int edges) {
        if ((edges & ~ALL_EDGES) != 0) {
            throw error(ZwlrLayerSurfaceV1Protocol.Error.INVALID_ANCHOR, "anchor " + Integer.toUnsignedString(edges));
        }
        pending = pending.withAnchor(new LayerSurface.Anchor(
                (edges & Anchor.TOP) != 0,
                (edges & Anchor.BOTTOM) != 0,
                (edges & Anchor.LEFT) != 0,
                (edges & Anchor.RIGHT) != 0));
    }

    private Interactivity interactivity(int kind) {
        if (resource.version() < ON_DEMAND_SINCE) {
            return kind == 0 ? Interactivity.NONE : Interactivity.EXCLUSIVE; // was a truth value then
        }
        return KeyboardInteractivity.of(kind)
                .map(known -> switch (known) {
                    case NONE -> Interactivity.NONE;
                    case EXCLUSIVE -> Interactivity.EXCLUSIVE;
                    case ON_DEMAND -> Interactivity.ON_DEMAND;
                })
                .orElseThrow(() -> error(
                        ZwlrLayerSurfaceV1Protocol.Error.INVALID_KEYBOARD_INTERACTIVITY,
                        "keyboard interactivity " + Integer.toUnsignedString(kind)));
    }

    private void getPopup(int popupId) {
        var popup = resource.client().find(popupId, XdgPopup.class);
        if (popup.isPresent() && !popup.get().adopt(this)) {
            throw error(
                    ZwlrLayerSurfaceV1Protocol.Error.INVALID_SURFACE_STATE,
                    "xdg_popup@" + popupId + " has a parent or was committed already");
        }
    }

    private void ackConfigure(int serial) {
        if (!isClosed() && !configures.acknowledge(serial)) {
            throw error(
                    ZwlrLayerSurfaceV1Protocol.Error.INVALID_SURFACE_STATE,
                    "no configure " + Integer.toUnsignedString(serial) + " waits for an acknowledgement");
        }
    }

    @Override
    public void beforeCommit(Surface committed, SurfaceState next) {
        if (isClosed()) {
            return;
        }
        boolean hidesNow = next.attached() && next.buffer() == null && mapped;
        if (!hidesNow && !pending.hasSize()) {
            throw error(
                    ZwlrLayerSurfaceV1Protocol.Error.INVALID_SIZE,
                    "no size, and no anchors at both ends that would give one");
        }
        if (next.attached() && next.buffer() != null && !configures.isConfigured() && !shell.isLenient()) {
            throw error(
                    ZwlrLayerSurfaceV1Protocol.Error.INVALID_SURFACE_STATE,
                    "a buffer was committed before the first configure was acknowledged");
        }
    }

    @Override
    public void applied(Surface committed, AppliedCommit commit) {
        LayerSurface layer = model;
        if (layer == null || layer.isClosed()) {
            return;
        }
        configures.commit();
        if (shell.isLenient() && surface.hasContent() && !started) {
            started = true;
            layer.start(pending);
        }
        if (surface.hasContent()) {
            layer.update(pending);
            if (!mapped) {
                mapped = true;
                layer.map();
            }
            if (commit.resized()) {
                popups.placeAgain();
            }
        } else if (mapped) {
            unmap();
        } else if (!started) {
            started = true;
            layer.start(pending);
        } else {
            layer.update(pending);
        }
    }

    @Override
    public void destroyed(Surface gone) {
        unmap();
    }

    private void unmap() {
        mapped = false;
        started = false;
        configures.reset();
        pending = initial;
        popups.dismissAll();
        if (model != null) {
            model.unmap();
        }
    }

    private boolean isClosed() {
        return model == null || model.isClosed();
    }

    // popups

    @Override
    public Surface surface() {
        return surface;
    }

    @Override
    public Rect<Logical> windowGeometry() {
        return surface.size().toRect();
    }

    @Override
    public Popups popups() {
        return popups;
    }

    // events

    @Override
    public void configure(Size<Logical> size) {
        int serial = shell.nextSerial();
        configures.sent(serial, size);
        resource.send(new Event.Configure(serial, size.width(), size.height()));
    }

    @Override
    public void moved() {
        popups.placeAgain();
    }

    @Override
    public void closed() {
        mapped = false;
        popups.dismissAll();
        resource.send(new Event.Closed());
    }

    private ProtocolException error(ZwlrLayerSurfaceV1Protocol.Error code, String message) {
        return new ProtocolException(resource, code, message);
    }

    private void gone() {
        unmap();
        surface.removeListener(this);
        if (model != null) {
            model.destroy();
        }
    }
}
