package org.wayray.compositor.globals.sessionlock;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.globals.WlSurface;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputListener;
import org.wayray.compositor.scene.AppliedCommit;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.scene.SurfaceState;
import org.wayray.compositor.scene.SurfaceTree;
import org.wayray.compositor.wm.ConfigureLog;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockSurfaceV1Protocol;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockSurfaceV1Protocol.Event;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockSurfaceV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * ext_session_lock_surface_v1: covers one output while the session is locked.
 *
 * <p>Without an output, as it was removed already, the surface is never configured nor shown. Confined to the session loop.
 */
final class ExtSessionLockSurfaceV1 implements SurfaceListener, OutputListener, RequestHandler<Request> {
    private final Resource<Request, Event> resource;
    private final ExtSessionLockV1 lock;
    private final Surface surface;
    private final ConfigureLog<Size<Logical>> configures = new ConfigureLog<>();
    private @Nullable Output output;
    private Size<Logical> size = Size.zero();
    private @Nullable SurfaceTree tree;

    ExtSessionLockSurfaceV1(
            Resource<Request, Event> resource, ExtSessionLockV1 lock, Surface surface, Optional<Output> output) {
        this.resource = resource;
        this.lock = lock;
        this.surface = surface;
        this.output = output.orElse(null);
        resource.setHandler(this);
        WlSurface.setRoleObject(surface, resource);
        surface.addListener(this);
        output.ifPresent(shown -> shown.addListener(this));
        resource.onDestroy(() -> {
            hide();
            surface.removeListener(this);
            output.ifPresent(shown -> shown.removeListener(this));
        });
    }

    void start() {
        if (output != null) {
            changed(output);
        }
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
            case Request.AckConfigure(int serial) -> ackConfigure(serial);
        }
    }

    private void ackConfigure(int serial) {
        if (!configures.acknowledge(serial)) {
            throw error(
                    ExtSessionLockSurfaceV1Protocol.Error.INVALID_SERIAL,
                    "no configure " + Integer.toUnsignedString(serial) + " waits for an acknowledgement");
        }
    }

    @Override
    public void beforeCommit(Surface committed, SurfaceState pending) {
        if (!configures.isConfigured()) {
            throw error(
                    ExtSessionLockSurfaceV1Protocol.Error.COMMIT_BEFORE_FIRST_ACK,
                    "committed before the first configure was acknowledged");
        }
        if (pending.attached() ? pending.buffer() == null : !surface.hasContent()) {
            throw error(ExtSessionLockSurfaceV1Protocol.Error.NULL_BUFFER, "committed without content");
        }
    }

    @Override
    public void applied(Surface committed, AppliedCommit commit) {
        configures.commit().ifPresent(acknowledged -> size = acknowledged);
        if (!surface.size().equals(size)) {
            throw error(
                    ExtSessionLockSurfaceV1Protocol.Error.DIMENSIONS_MISMATCH,
                    "content of " + surface.size() + " where " + size + " was acknowledged");
        }
        if (tree == null && output != null && lock.isInForce()) {
            tree = lock.manager().session().show(surface, output);
        }
    }

    @Override
    public void destroyed(Surface gone) {
        hide();
    }

    @Override
    public void changed(Output changed) {
        int serial = lock.manager().nextSerial();
        var next = changed.logicalSize();
        configures.sent(serial, next);
        resource.send(new Event.Configure(serial, next.width(), next.height()));
        if (tree != null) {
            tree.moveTo(changed.position());
        }
    }

    @Override
    public void removed(Output removed) {
        output = null;
        hide();
    }

    /** Takes the surface off the screen: below it all is blank. */
    void hide() {
        if (tree != null) {
            tree.remove();
            tree = null;
        }
    }

    private ProtocolException error(ExtSessionLockSurfaceV1Protocol.Error code, String message) {
        return new ProtocolException(resource, code, message);
    }
}
