package org.wayray.wayland.server;

import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlDisplayProtocol.Request;
import org.wayray.wayland.protocols.core.WlRegistryProtocol;

/** {@code wl_display}, version 1: object 1 of every client. */
final class WlDisplay implements RequestHandler<Request> {
    private final Display display;
    private final Resource<Request, WlDisplayProtocol.Event> resource;

    WlDisplay(Display display, Resource<Request, WlDisplayProtocol.Event> resource) {
        this.display = display;
        this.resource = resource;
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Sync(var callback) -> sync(callback);
            case Request.GetRegistry(var registry) ->
                display.addRegistry(resource.client().create(WlRegistryProtocol.INTERFACE, registry, 1));
        }
    }

    private void sync(int id) {
        display.beforeSync();
        resource.client()
                .create(WlCallbackProtocol.INTERFACE, id, 1)
                .send(new WlCallbackProtocol.Event.Done(display.serial()));
    }
}
