package org.wayray.compositor.globals;

import java.util.ArrayList;
import java.util.List;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixListener;
import org.wayray.wayland.protocols.securitycontext.WpSecurityContextManagerV1Protocol;
import org.wayray.wayland.protocols.securitycontext.WpSecurityContextManagerV1Protocol.Request;
import org.wayray.wayland.protocols.securitycontext.WpSecurityContextV1Protocol;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;
import org.wayray.wayland.wire.WireFd;

/**
 * wp_security_context_manager_v1: a sandbox engine hands over the socket of its sandbox, and who connects there is known as
 * sandboxed. Version 1. Sandboxes may not be nested: a sandboxed client is not offered this global.
 *
 * <p>Confined to the session loop; closing it closes all sandboxes' sockets.
 */
public final class WpSecurityContextManagerV1 implements AutoCloseable {
    public static final int VERSION = 1;

    /** Sockets of sandboxes in a session; each has three descriptors. They outlive the client that gave them. */
    private static final int MAX_SANDBOXES = 256;

    private final ClientAccess access;
    private final List<SandboxSocket> sandboxes = new ArrayList<>();

    public WpSecurityContextManagerV1(Display display, ClientAccess access) {
        this.access = access;
        display.global(
                WpSecurityContextManagerV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
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
                case Request.CreateListener(int id, WireFd listenFd, WireFd closeFd) ->
                    createListener(id, listenFd.take(Fd.class), closeFd.take(Fd.class));
            }
        }

        private void createListener(int id, Fd listenFd, Fd closeFd) {
            var client = resource.client();
            if (sandboxes.size() == MAX_SANDBOXES) {
                listenFd.close();
                closeFd.close();
                throw client.noMemory("more than " + MAX_SANDBOXES + " sandboxes");
            }
            var sandbox = new SandboxSocket(client.display(), access, listener(client, listenFd, closeFd), closeFd);
            sandboxes.add(sandbox);
            sandbox.onClose(() -> sandboxes.remove(sandbox));
            new WpSecurityContextV1(
                    client.create(WpSecurityContextV1Protocol.INTERFACE, id, resource.version()), sandbox);
        }

        private UnixListener listener(Client client, Fd listenFd, Fd closeFd) {
            try {
                var listener = UnixListener.adopt(listenFd);
                if (listener.isPresent()) {
                    return listener.get();
                }
                closeFd.close();
            } catch (PosixException e) {
                closeFd.close();
                throw client.noMemory("the sandbox's socket cannot be used: " + e.getMessage());
            }
            throw new ProtocolException(
                    resource,
                    WpSecurityContextManagerV1Protocol.Error.INVALID_LISTEN_FD,
                    "listen_fd is no Unix socket that listens");
        }
    }

    /** Closes all sandboxes' sockets; their clients stay. */
    @Override
    public void close() {
        List.copyOf(sandboxes).forEach(SandboxSocket::close);
    }
}
