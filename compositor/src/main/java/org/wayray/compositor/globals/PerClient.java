package org.wayray.compositor.globals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.Resource;

/**
 * The live objects of one interface by client: those that an event for one of the client's surfaces goes to. Confined to the
 * session loop.
 *
 * @param <T> what handles the object's requests
 */
public final class PerClient<T> {
    private final Map<Client, List<T>> objects = new HashMap<>();

    /** No objects yet. */
    public PerClient() {}

    /** Adds an object for as long as its resource lives. */
    public void add(Resource<?, ?> resource, T object) {
        var client = resource.client();
        objects.computeIfAbsent(client, key -> new ArrayList<>(1)).add(object);
        resource.onDestroy(() -> remove(client, object));
    }

    /**
     * The same, but no more than {@code most} for a client.
     *
     * @throws ProtocolException when the client has as many already
     */
    public void add(Resource<?, ?> resource, T object, int most) {
        if (of(resource.client()).size() >= most) {
            throw resource.client()
                    .noMemory("more than " + most + " of "
                            + resource.wireInterface().name());
        }
        add(resource, object);
    }

    /** The objects of a client, the oldest first. */
    public List<T> of(Object client) {
        return objects.getOrDefault(client, List.of());
    }

    /** The objects of all clients. */
    public List<T> all() {
        return objects.values().stream().flatMap(List::stream).toList();
    }

    private void remove(Client client, T object) {
        var own = objects.get(client);
        if (own != null) {
            own.remove(object);
            if (own.isEmpty()) {
                objects.remove(client);
            }
        }
    }
}
