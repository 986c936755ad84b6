package org.wayray.compositor.globals;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.BufferTransform;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.ClientBuffer;
import org.wayray.compositor.scene.FrameCallback;
import org.wayray.compositor.scene.InvalidCommitException;
import org.wayray.compositor.scene.PixelBudget;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol.Event;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol.Request;
import org.wayray.wayland.protocols.viewporter.WpViewportProtocol;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;
import org.wayray.wayland.wire.WireEnum;
import org.wayray.wayland.wire.WireInterface;

/**
 * wl_surface: a client's requests to a {@link Surface}, and what the surface has to tell.
 *
 * <p>The preferred buffer scale and transform are only sent where they differ from what a client that was told nothing has to
 * assume (1, upright): old programs that bind the newest version without knowing it fail on the events. Confined to the session
 * loop.
 */
public final class WlSurface implements RequestHandler<Request>, SurfaceListener {
    private final Resource<Request, Event> resource;
    private final WlOutputs outputs;
    private final Surface surface;
    private @Nullable Resource<?, ?> roleObject;
    /** The objects that add to the surface, one of each interface. */
    private final Map<WireInterface<?, ?>, Resource<?, ?>> extensions = new HashMap<>(2);

    private @Nullable Consumer<Scale> scaleListener;
    private int preferredBufferScale = 1;

    /** @param budget that all surfaces of the client share */
    WlSurface(Resource<Request, Event> resource, WlOutputs outputs, PixelBudget budget) {
        this.resource = resource;
        this.outputs = outputs;
        this.surface = new Surface(resource.client(), this, budget);
        resource.setHandler(this);
        resource.onDestroy(surface::destroy);
        surface.addListener(this);
    }

    /** The surface that a client means by an object id that is a wl_surface. */
    public static Surface of(Client client, int id) {
        return client.handler(id, WlSurface.class).surface;
    }

    /** The object id by which its client knows a surface. */
    public static int idOf(Surface surface) {
        return ((WlSurface) surface.peer()).resource.id();
    }

    /**
     * Names the object that makes the surface play its role and has to be destroyed before the surface. It is forgotten when it
     * dies.
     */
    public static void setRoleObject(Surface surface, Resource<?, ?> roleObject) {
        ((WlSurface) surface.peer()).roleObject = roleObject;
    }

    /** The object that makes the surface play its role, while there is one. */
    public static Optional<Resource<?, ?>> roleObject(Surface surface) {
        return Optional.<Resource<?, ?>>ofNullable(((WlSurface) surface.peer()).roleObject)
                .filter(Resource::isAlive);
    }

    /** Whether there is an object that makes the surface play a role, such as an xdg_surface. */
    public static boolean hasRoleObject(Surface surface) {
        Resource<?, ?> object = ((WlSurface) surface.peer()).roleObject;
        return object != null && object.isAlive();
    }

    /** The object of an interface that adds to the surface, such as its wp_viewport. */
    static Optional<Resource<?, ?>> extension(Surface surface, WireInterface<?, ?> wireInterface) {
        return Optional.ofNullable(((WlSurface) surface.peer()).extensions.get(wireInterface));
    }

    /** Adds an object to the surface, which has none of its interface. It is forgotten when it dies. */
    static void extend(Surface surface, Resource<?, ?> extension) {
        var extensions = ((WlSurface) surface.peer()).extensions;
        extensions.put(extension.wireInterface(), extension);
        extension.onDestroy(() -> extensions.remove(extension.wireInterface()));
    }

    /** Tells the scale that suits the surface, now and whenever it may have changed; null ends that. */
    static void setScaleListener(Surface surface, @Nullable Consumer<Scale> listener) {
        WlSurface wlSurface = (WlSurface) surface.peer();
        wlSurface.scaleListener = listener;
        if (listener != null) {
            listener.accept(wlSurface.densest().orElseGet(wlSurface.outputs::likelyScale));
        }
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> destroy();
            case Request.Attach(int buffer, int x, int y) -> attach(buffer, x, y);
            case Request.Damage(int x, int y, int width, int height) ->
                surface.damage(Rect.clamped(x, y, width, height));
            case Request.Frame(int callback) -> frame(callback);
            case Request.SetOpaqueRegion(int region) -> surface.setOpaqueRegion(region(region, Region.empty()));
            case Request.SetInputRegion(int region) -> surface.setInputRegion(region(region, Region.everything()));
            case Request.Commit() -> commit();
            case Request.SetBufferTransform(int transform) -> setBufferTransform(transform);
            case Request.SetBufferScale(int scale) -> setBufferScale(scale);
            case Request.DamageBuffer(int x, int y, int width, int height) ->
                surface.damageBuffer(Rect.clamped(x, y, width, height));
            case Request.Offset(int x, int y) -> surface.offset(Offset.clamped(x, y));
        }
    }

    private void destroy() {
        if (hasRoleObject(surface)) {
            throw error(WlSurfaceProtocol.Error.DEFUNCT_ROLE_OBJECT, "destroyed before " + roleObject);
        }
    }

    private void attach(int bufferId, int x, int y) {
        if (resource.version() < 5) {
            surface.offset(Offset.clamped(x, y));
        } else if (x != 0 || y != 0) {
            throw error(WlSurfaceProtocol.Error.INVALID_OFFSET, "attached with an offset of " + x + ", " + y);
        }
        surface.attach(resource.client().find(bufferId, ClientBuffer.class).orElse(null));
    }

    private void frame(int id) {
        surface.frame(new Callback(resource.client().create(WlCallbackProtocol.INTERFACE, id, 1)));
    }

    private Region<Logical> region(int id, Region<Logical> otherwise) {
        return resource.client().find(id, WlRegion.class).map(WlRegion::region).orElse(otherwise);
    }

    private void commit() {
        try {
            surface.commit();
        } catch (InvalidCommitException e) {
            throw error(surface, e);
        }
    }

    private void setBufferTransform(int transform) {
        surface.setBufferTransform(BufferTransform.of(transform)
                .orElseThrow(() -> error(WlSurfaceProtocol.Error.INVALID_TRANSFORM, "buffer transform " + transform)));
    }

    private void setBufferScale(int scale) {
        if (scale < 1) {
            throw error(WlSurfaceProtocol.Error.INVALID_SCALE, "buffer scale " + scale);
        }
        surface.setBufferScale(scale);
    }

    @Override
    public void outputEntered(Surface entering, Output output) {
        outputs.resources(output, resource.client()).forEach(id -> resource.send(new Event.Enter(id)));
        updatePreferredScale();
    }

    @Override
    public void outputLeft(Surface leaving, Output output) {
        outputs.resources(output, resource.client()).forEach(id -> resource.send(new Event.Leave(id)));
        updatePreferredScale();
    }

    /** The client has bound an output that the surface is on already, by one more object. */
    void outputBound(int outputId) {
        resource.send(new Event.Enter(outputId));
    }

    /** The densest output that the surface is on sets the scale; on none, the last one stays. */
    void updatePreferredScale() {
        densest().ifPresent(scale -> {
            if (scale.roundedUp() != preferredBufferScale) {
                preferredBufferScale = scale.roundedUp();
                resource.send(new Event.PreferredBufferScale(preferredBufferScale));
            }
            if (scaleListener != null) {
                scaleListener.accept(scale);
            }
        });
    }

    private Optional<Scale> densest() {
        return surface.outputs().stream().map(Output::scale).max(Comparator.comparingInt(Scale::in120ths));
    }

    private ProtocolException error(WireEnum code, String message) {
        return new ProtocolException(resource, code, message);
    }

    /** The protocol error for a commit that was refused, on the object that it is about. */
    static ProtocolException error(Surface surface, InvalidCommitException refusal) {
        Resource<?, ?> onSurface = ((WlSurface) surface.peer()).resource;
        Resource<?, ?> onViewport =
                extension(surface, WpViewportProtocol.INTERFACE).orElse(onSurface);
        return switch (refusal.reason()) {
            case SIZE_NOT_MULTIPLE_OF_SCALE ->
                new ProtocolException(onSurface, WlSurfaceProtocol.Error.INVALID_SIZE, refusal.getMessage());
            case VIEWPORT_SIZE_NOT_WHOLE ->
                new ProtocolException(onViewport, WpViewportProtocol.Error.BAD_SIZE, refusal.getMessage());
            case VIEWPORT_OUT_OF_BUFFER ->
                new ProtocolException(onViewport, WpViewportProtocol.Error.OUT_OF_BUFFER, refusal.getMessage());
            case BUFFER_UNREADABLE ->
                new ProtocolException(
                        refusal.buffer() instanceof WlShmBuffer buffer && buffer.isAlive()
                                ? buffer.resource()
                                : onSurface,
                        WlShmProtocol.Error.INVALID_FD,
                        refusal.getMessage());
            case NO_MEMORY -> onSurface.client().noMemory(refusal.getMessage());
        };
    }

    /** wl_callback of wl_surface.frame. */
    private record Callback(Resource<NoMessage, WlCallbackProtocol.Event> resource) implements FrameCallback {
        @Override
        public void done(int timeMillis) {
            resource.send(new WlCallbackProtocol.Event.Done(timeMillis));
            resource.destroy();
        }

        @Override
        public void cancel() {
            resource.destroy();
        }
    }
}
