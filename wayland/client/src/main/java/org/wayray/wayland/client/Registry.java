package org.wayray.wayland.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wayray.wayland.protocols.core.WlRegistryProtocol.Event;
import org.wayray.wayland.protocols.core.WlRegistryProtocol.Request;
import org.wayray.wayland.wire.WireInterface;

/**
 * What the server offers at the moment. Complete after the first {@link Connection#roundtrip} that follows its creation.
 * Confined to the connection's loop.
 */
public final class Registry {
    private final Proxy<Request, Event> proxy;
    private final Map<Integer, Entry> entries = new LinkedHashMap<>();

    /**
     * One global.
     *
     * @param name its number
     * @param interfaceName the interface that it is of
     * @param version the newest that can be bound
     */
    public record Entry(int name, String interfaceName, int version) {}

    Registry(Proxy<Request, Event> proxy) {
        this.proxy = proxy;
        proxy.setHandler(event -> {
            switch (event) {
                case Event.Global(var name, var interfaceName, var version) ->
                    entries.put(name, new Entry(name, interfaceName, version));
                case Event.GlobalRemove(var name) -> entries.remove(name);
            }
        });
    }

    /** All globals, in the order of their announcement; a copy. */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** The first global of this interface. */
    public Optional<Entry> find(WireInterface<?, ?> wireInterface) {
        return entries.values().stream()
                .filter(entry -> entry.interfaceName().equals(wireInterface.name()))
                .findFirst();
    }

    /**
     * Binds the first global of this interface.
     *
     * @param version the newest that the caller knows; the object gets this one or the server's, whichever is older
     * @throws IllegalStateException when there is no such global
     */
    public <RQ, EV> Proxy<RQ, EV> bind(WireInterface<RQ, EV> wireInterface, int version) {
        var entry = find(wireInterface)
                .orElseThrow(() -> new IllegalStateException("The server does not offer " + wireInterface.name()));
        return bind(entry, wireInterface, Math.min(version, entry.version()));
    }

    /** Binds this global in exactly this version, valid or not. */
    public <RQ, EV> Proxy<RQ, EV> bind(Entry entry, WireInterface<RQ, EV> wireInterface, int version) {
        return proxy.create(
                wireInterface, version, id -> new Request.Bind(entry.name(), wireInterface.name(), version, id));
    }

    /** The object itself. */
    public Proxy<Request, Event> proxy() {
        return proxy;
    }
}
