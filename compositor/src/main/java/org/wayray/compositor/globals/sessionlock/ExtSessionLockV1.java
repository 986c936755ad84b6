package org.wayray.compositor.globals.sessionlock;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.wayray.compositor.globals.WlOutputs;
import org.wayray.compositor.globals.WlSurface;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.SurfaceRole;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockSurfaceV1Protocol;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockV1Protocol;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockV1Protocol.Event;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * ext_session_lock_v1: one client's lock.
 *
 * <p>The session is locked from the moment that it is asked for; the client is told when nobody can see anything of it any more. A
 * client that gives up before that unlocks again what only it had locked. Confined to the session loop.
 */
final class ExtSessionLockV1 implements RequestHandler<Request> {
    private enum State {
        /** The session is locked, but may still be on a screen. */
        LOCKING,
        LOCKED,
        /** Of no use: refused, unlocked or destroyed. */
        FINISHED
    }

    private final Resource<Request, Event> resource;
    private final ExtSessionLockManagerV1 manager;
    private final Set<Output> covered = new HashSet<>();
    private final Set<ExtSessionLockSurfaceV1> surfaces = new HashSet<>();
    private State state = State.FINISHED;
    private boolean takenOver;

    ExtSessionLockV1(Resource<Request, Event> resource, ExtSessionLockManagerV1 manager) {
        this.resource = resource;
        this.manager = manager;
        resource.setHandler(this);
        resource.onDestroy(this::gone);
    }

    void start() {
        if (!manager.acquire(this)) {
            resource.send(new Event.Finished());
            return;
        }
        state = State.LOCKING;
        takenOver = manager.session().isLocked();
        manager.session().lock(() -> {
            if (state == State.LOCKING) {
                state = State.LOCKED;
                resource.send(new Event.Locked());
            }
        });
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> destroy();
            case Request.GetLockSurface(int id, int surface, int output) -> getLockSurface(id, surface, output);
            case Request.UnlockAndDestroy() -> unlock();
        }
    }

    private void destroy() {
        if (state == State.LOCKED) {
            throw error(ExtSessionLockV1Protocol.Error.INVALID_DESTROY, "destroyed while the session is locked");
        }
        if (state == State.LOCKING && !takenOver) {
            end();
        }
    }

    private void getLockSurface(int id, int surfaceId, int outputId) {
        var surface = WlSurface.of(resource.client(), surfaceId);
        if (WlSurface.hasRoleObject(surface) || !surface.assignRole(SurfaceRole.LOCK)) {
            throw error(ExtSessionLockV1Protocol.Error.ROLE, "wl_surface@" + surfaceId + " has another role already");
        }
        if (surface.hasContent() || surface.pending().buffer() != null) {
            throw error(
                    ExtSessionLockV1Protocol.Error.ALREADY_CONSTRUCTED,
                    "wl_surface@" + surfaceId + " has a buffer already");
        }
        Optional<Output> output = WlOutputs.find(resource.client(), outputId);
        if (output.isPresent() && !covered.add(output.get())) {
            throw error(
                    ExtSessionLockV1Protocol.Error.DUPLICATE_OUTPUT,
                    "wl_output@" + outputId + " has a lock surface already");
        }
        var created = resource.client().create(ExtSessionLockSurfaceV1Protocol.INTERFACE, id, resource.version());
        var lockSurface = new ExtSessionLockSurfaceV1(created, this, surface, output);
        surfaces.add(lockSurface);
        created.onDestroy(() -> {
            surfaces.remove(lockSurface);
            output.ifPresent(covered::remove);
        });
        lockSurface.start();
    }

    private void unlock() {
        if (state != State.LOCKED) {
            throw error(ExtSessionLockV1Protocol.Error.INVALID_UNLOCK, "unlocked before it was locked");
        }
        end();
    }

    private void end() {
        state = State.FINISHED;
        surfaces.forEach(ExtSessionLockSurfaceV1::hide);
        manager.session().unlock();
    }

    /** Whether surfaces of this lock are shown. */
    boolean isInForce() {
        return state != State.FINISHED;
    }

    ExtSessionLockManagerV1 manager() {
        return manager;
    }

    private ProtocolException error(ExtSessionLockV1Protocol.Error code, String message) {
        return new ProtocolException(resource, code, message);
    }

    /** Without an unlock before, the session stays locked for somebody else to take over. */
    private void gone() {
        state = State.FINISHED;
        surfaces.forEach(ExtSessionLockSurfaceV1::hide);
        manager.release(this);
    }
}
