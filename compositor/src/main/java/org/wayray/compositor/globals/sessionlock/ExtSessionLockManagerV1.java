package org.wayray.compositor.globals.sessionlock;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.wm.SessionLock;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockManagerV1Protocol;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockManagerV1Protocol.Request;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * ext_session_lock_manager_v1: lets a client lock the session.
 *
 * <p>One lock at a time; a second one is told at once that it is of no use. When the client that holds the lock is gone the session stays
 * locked, blank, until another client locks it and takes over. Confined to the session loop.
 */
public final class ExtSessionLockManagerV1 {
    public static final int VERSION = 1;

    private final Display display;
    private final SessionLock session;
    private @Nullable ExtSessionLockV1 holder;

    /** Offers the global. */
    public ExtSessionLockManagerV1(Display display, SessionLock session) {
        this.display = display;
        this.session = session;
        display.global(
                ExtSessionLockManagerV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
    }

    SessionLock session() {
        return session;
    }

    int nextSerial() {
        return display.nextSerial();
    }

    /** Makes a lock the one that counts, unless there is another. */
    boolean acquire(ExtSessionLockV1 lock) {
        if (holder != null) {
            return false;
        }
        holder = lock;
        return true;
    }

    void release(ExtSessionLockV1 lock) {
        if (holder == lock) {
            holder = null;
        }
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
                case Request.Lock(int id) ->
                    new ExtSessionLockV1(
                                    resource.client()
                                            .create(ExtSessionLockV1Protocol.INTERFACE, id, resource.version()),
                                    ExtSessionLockManagerV1.this)
                            .start();
            }
        }
    }
}
