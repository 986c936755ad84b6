package org.wayray.compositor.globals;

import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.compositor.seat.KeyRepeat;
import org.wayray.compositor.seat.Keyboard;
import org.wayray.compositor.seat.KeyboardGrab;
import org.wayray.compositor.seat.KeyboardLayout;
import org.wayray.compositor.seat.Modifiers;
import org.wayray.posix.PosixException;
import org.wayray.posix.SealedMemory;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol.KeyState;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol.KeymapFormat;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodKeyboardGrabV2Protocol.Event;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodKeyboardGrabV2Protocol.Request;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.WireFd;

/** zwp_input_method_keyboard_grab_v2: the keys in the hands of the input method. Confined to the session loop. */
final class ZwpInputMethodKeyboardGrabV2 implements RequestHandler<Request>, KeyboardGrab {
    private static final Logger LOG = LoggerFactory.getLogger(ZwpInputMethodKeyboardGrabV2.class);

    private final Resource<Request, Event> resource;
    private final Keyboard keyboard;

    /** Takes the keys until the resource dies, or leaves it inert if somebody has them already. */
    ZwpInputMethodKeyboardGrabV2(Resource<Request, Event> resource, Keyboard keyboard) {
        this.resource = resource;
        this.keyboard = keyboard;
        resource.setHandler(this);
        resource.send(new Event.RepeatInfo(KeyRepeat.RATE, KeyRepeat.DELAY_MS));
        if (keyboard.startGrab(this)) {
            resource.onDestroy(() -> keyboard.endGrab(this));
        } else {
            resource.makeInert();
        }
    }

    /** The input method is gone. */
    void orphaned() {
        keyboard.endGrab(this);
        resource.makeInert();
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Release() -> {}
        }
    }

    @Override
    public Object client() {
        return resource.client();
    }

    @Override
    public void layoutChanged(KeyboardLayout layout) {
        try (var keymap = SealedMemory.of((layout.keymapText() + '\0').getBytes(StandardCharsets.UTF_8))) {
            var fd = WireFd.owning(keymap.duplicate());
            resource.send(new Event.Keymap(KeymapFormat.XKB_V1.value(), fd, keymap.size()));
        } catch (PosixException e) {
            LOG.error("{}: no memory for a keymap, and no input method can do without", resource.client(), e);
            resource.client().disconnect();
        }
    }

    @Override
    public void key(int serial, int timeMs, int key, boolean pressed) {
        var state = pressed ? KeyState.PRESSED : KeyState.RELEASED;
        resource.send(new Event.Key(serial, timeMs, key, state.value()));
    }

    @Override
    public void modifiers(int serial, Modifiers modifiers) {
        resource.send(new Event.Modifiers(
                serial, modifiers.depressed(), modifiers.latched(), modifiers.locked(), modifiers.group()));
    }
}
