package org.wayray.compositor.globals;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.compositor.policy.SandboxContext;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixListener;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Watch;
import org.wayray.wayland.server.Display;

/**
 * A socket on which a sandbox's programs connect. Accepts them until the sandbox ends, which its engine shows by hanging up. Confined
 * to the session loop.
 */
final class SandboxSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxSocket.class);

    private final Display display;
    private final ClientAccess access;
    private final UnixListener listener;
    private final Fd hangUp;
    private Runnable closeListener = () -> {};
    private @Nullable Watch connections;
    private @Nullable Watch end;
    private boolean closed;

    /**
     * @param listener owned by the socket from then on
     * @param hangUp readable, or hung up, when the sandbox has ended; owned by the socket from then on
     */
    SandboxSocket(Display display, ClientAccess access, UnixListener listener, Fd hangUp) {
        this.display = display;
        this.access = access;
        this.listener = listener;
        this.hangUp = hangUp;
    }

    /** Calls this once, when the socket closes. */
    void onClose(Runnable action) {
        closeListener = action;
    }

    /** Lets clients in from now on. */
    void accept(SandboxContext context) throws PosixException {
        connections = display.loop().watch(listener.fd(), Interest.READ, (readable, writable) -> acceptAll(context));
        end = display.loop().watch(hangUp, Interest.READ, (readable, writable) -> close());
    }

    private void acceptAll(SandboxContext context) {
        try {
            for (UnixSocket socket = listener.accept(); socket != null; socket = listener.accept()) {
                access.markSandboxed(display.adopt(socket), context);
            }
        } catch (PosixException e) {
            LOG.warn("A sandboxed client could not connect: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (connections != null) {
            connections.close();
        }
        if (end != null) {
            end.close();
        }
        listener.close();
        hangUp.close();
        closeListener.run();
    }
}
