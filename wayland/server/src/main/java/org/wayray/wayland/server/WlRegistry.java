package org.wayray.wayland.server;

import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlRegistryProtocol;
import org.wayray.wayland.protocols.core.WlRegistryProtocol.Request;

/** {@code wl_registry}, version 1: tells a client what there is, and binds it. */
final class WlRegistry implements RequestHandler<Request> {
    private final Display display;
    private final Resource<Request, WlRegistryProtocol.Event> resource;

    WlRegistry(Display display, Resource<Request, WlRegistryProtocol.Event> resource) {
        this.display = display;
        this.resource = resource;
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Bind(var name, var idInterface, var idVersion, var id) ->
                bind(name, idInterface, idVersion, id);
        }
    }

    private void bind(int name, String interfaceName, int version, int id) {
        Global global = display.globalNamed(name);
        if (global == null || !display.offers(resource.client(), global)) {
            throw refused("invalid global " + interfaceName + " (" + Integer.toUnsignedString(name) + ")");
        }
        if (!global.wireInterface().name().equals(interfaceName)) {
            throw refused("invalid interface for global " + Integer.toUnsignedString(name) + ": have "
                    + global.wireInterface().name() + ", wanted " + interfaceName);
        }
        if (version == 0 || Integer.compareUnsigned(version, global.version()) > 0) {
            throw refused("invalid version for global " + interfaceName + " (" + Integer.toUnsignedString(name)
                    + "): have " + global.version() + ", wanted " + Integer.toUnsignedString(version));
        }
        global.bind(resource.client(), id, version);
    }

    /** {@code wl_registry} has no errors of its own: libwayland uses the display's on the registry, and so do we. */
    private ProtocolException refused(String message) {
        return new ProtocolException(resource, WlDisplayProtocol.Error.INVALID_OBJECT, message);
    }

    void announce(Global global) {
        if (display.offers(resource.client(), global)) {
            resource.send(new WlRegistryProtocol.Event.Global(
                    global.name(), global.wireInterface().name(), global.version()));
        }
    }

    void withdraw(Global global) {
        if (display.offers(resource.client(), global)) {
            resource.send(new WlRegistryProtocol.Event.GlobalRemove(global.name()));
        }
    }
}
