package org.wayray.compositor.globals;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.seat.KeyRepeat;
import org.wayray.compositor.seat.Modifiers;
import org.wayray.posix.PosixException;
import org.wayray.posix.SealedMemory;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol.Event;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol.KeyState;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol.KeymapFormat;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol.Request;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.WireFd;

/**
 * wl_keyboard: one client's view of the keyboard. Clients get the keymap first of all, and repeat keys themselves at the rate
 * that they are told. Confined to the session loop.
 */
final class WlKeyboard implements RequestHandler<Request> {
    private static final Logger LOG = LoggerFactory.getLogger(WlKeyboard.class);

    private final Resource<Request, Event> resource;

    WlKeyboard(Resource<Request, Event> resource) {
        this.resource = resource;
        resource.setHandler(this);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Release() -> {}
        }
    }

    void start(SealedMemory keymap) {
        keymap(keymap);
        resource.send(new Event.RepeatInfo(KeyRepeat.RATE, KeyRepeat.DELAY_MS));
    }

    void keymap(SealedMemory keymap) {
        try {
            var fd = WireFd.owning(keymap.duplicate());
            resource.send(new Event.Keymap(KeymapFormat.XKB_V1.value(), fd, keymap.size()));
        } catch (PosixException e) {
            LOG.error("{}: no descriptor for a keymap, and no client can do without", resource.client(), e);
            resource.client().disconnect();
        }
    }

    void enter(Surface surface, int serial, List<Integer> keys, Modifiers modifiers) {
        if (surface.isAlive()) {
            resource.send(new Event.Enter(serial, WlSurface.idOf(surface), WireArray.of(keys)));
            modifiers(serial, modifiers);
        }
    }

    void leave(Surface surface, int serial) {
        resource.send(new Event.Leave(serial, WlSurface.idOf(surface)));
    }

    void key(int serial, int timeMs, int key, boolean pressed) {
        var state = pressed ? KeyState.PRESSED : KeyState.RELEASED;
        resource.send(new Event.Key(serial, timeMs, key, state.value()));
    }

    void modifiers(int serial, Modifiers modifiers) {
        resource.send(new Event.Modifiers(
                serial, modifiers.depressed(), modifiers.latched(), modifiers.locked(), modifiers.group()));
    }
}
