package org.wayray.compositor.globals;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.wayray.compositor.scene.ClientBuffer;
import org.wayray.posix.ClientMemory;
import org.wayray.posix.ClientMemoryException;
import org.wayray.posix.Fd;
import org.wayray.wayland.protocols.core.WlShmPoolProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol.Event;
import org.wayray.wayland.protocols.core.WlShmProtocol.Request;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.WireFd;

/**
 * wl_shm: buffers in memory that a client shares with us. Formats other than those of {@link ShmFormat} are left out: no
 * program needs them that cannot do without.
 *
 * <p>Confined to the session loop.
 */
public final class WlShm {
    public static final int VERSION = 2;

    /**
     * Pools that a client may have at once; one that a buffer still keeps alive counts. Each holds a descriptor of the session's.
     */
    static final int MAX_POOLS = 1024;

    private final Map<Client, Integer> pools = new HashMap<>();

    public WlShm(Display display) {
        display.global(WlShmProtocol.INTERFACE, VERSION, this::bind);
    }

    /** The buffer that a client means by an object id that is a wl_buffer, if it is one of shared memory. */
    public static Optional<ClientBuffer> find(Client client, int id) {
        return client.find(id, WlShmBuffer.class).map(ClientBuffer.class::cast);
    }

    private void bind(Resource<Request, Event> resource) {
        resource.setHandler(new Bound(resource));
        for (ShmFormat format : ShmFormat.values()) {
            resource.send(new Event.Format(format.wireFormat().value()));
        }
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, Event> resource;

        Bound(Resource<Request, Event> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.CreatePool(int id, WireFd fd, int size) -> createPool(id, fd, size);
                case Request.Release() -> {}
            }
        }

        private void createPool(int id, WireFd fd, int size) {
            if (size <= 0) {
                throw new ProtocolException(
                        resource, WlShmProtocol.Error.INVALID_STRIDE, "a pool of " + size + " bytes");
            }
            Client client = resource.client();
            if (pools.getOrDefault(client, 0) >= MAX_POOLS) {
                throw client.noMemory("more than " + MAX_POOLS + " pools");
            }
            try {
                new WlShmPool(
                        client.create(WlShmPoolProtocol.INTERFACE, id, resource.version()),
                        ClientMemory.open(fd.take(Fd.class), size),
                        () -> pools.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1));
                pools.merge(client, 1, Integer::sum);
            } catch (ClientMemoryException e) {
                throw new ProtocolException(resource, WlShmProtocol.Error.INVALID_FD, String.valueOf(e.getMessage()));
            }
        }
    }
}
