package org.wayray.compositor.globals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.compositor.seat.KeyboardDevice;
import org.wayray.compositor.seat.Modifiers;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.seat.XkbLayout;
import org.wayray.posix.ClientMemory;
import org.wayray.posix.ClientMemoryException;
import org.wayray.posix.Fd;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.posix.xkb.XkbException;
import org.wayray.posix.xkb.XkbKeymap;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol.KeymapFormat;
import org.wayray.wayland.protocols.virtualkeyboard.ZwpVirtualKeyboardV1Protocol;
import org.wayray.wayland.protocols.virtualkeyboard.ZwpVirtualKeyboardV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;
import org.wayray.wayland.wire.WireFd;

/**
 * zwp_virtual_keyboard_v1: a keyboard that a client plays, with a keymap of its own.
 *
 * <p>A keymap that cannot be read, is too large, or is none for libxkbcommon is ignored: to play before there was a good one is the
 * client's error. Confined to the session loop.
 */
final class ZwpVirtualKeyboardV1 implements RequestHandler<Request> {
    private static final Logger LOG = LoggerFactory.getLogger(ZwpVirtualKeyboardV1.class);

    private final Resource<Request, NoMessage> resource;
    private final Seat seat;
    private final XkbContext xkb;
    private @Nullable KeyboardDevice device;
    private int timeMs;

    ZwpVirtualKeyboardV1(Resource<Request, NoMessage> resource, Seat seat, XkbContext xkb) {
        this.resource = resource;
        this.seat = seat;
        this.xkb = xkb;
        resource.setHandler(this);
        resource.onDestroy(this::remove);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Keymap(int format, WireFd fd, int size) -> keymap(format, fd, size);
            case Request.Key(int time, int key, int state) -> {
                timeMs = time;
                device().key(key, state != 0, time);
            }
            case Request.Modifiers(int depressed, int latched, int locked, int group) ->
                device().modifiers(new Modifiers(depressed, latched, locked, group));
            case Request.Destroy() -> {}
        }
    }

    private void keymap(int format, WireFd fd, int size) {
        var layout = format == KeymapFormat.XKB_V1.value() ? read(fd, size) : Optional.<XkbLayout>empty();
        if (layout.isPresent()) {
            if (device == null) {
                device = seat.keyboard().addDevice(resource.client(), layout.get());
            } else {
                device.setLayout(layout.get(), timeMs);
            }
        }
    }

    private Optional<XkbLayout> read(WireFd fd, int size) {
        if (size <= 0 || size > XkbKeymap.MOST_TEXT_BYTES) {
            LOG.info("{} has a keymap of {} bytes, which is ignored", resource, Integer.toUnsignedString(size));
            return Optional.empty();
        }
        byte[] bytes = new byte[size];
        try (var memory = ClientMemory.open(fd.take(Fd.class), size)) {
            memory.read(0, bytes, 0, size);
            int length = 0;
            while (length < size && bytes[length] != 0) {
                length++;
            }
            var text = new String(bytes, 0, length, StandardCharsets.UTF_8);
            return Optional.of(XkbLayout.of(XkbKeymap.fromText(xkb, text)));
        } catch (ClientMemoryException | XkbException e) {
            LOG.info("{} has a keymap that is ignored: {}", resource, e.getMessage());
            return Optional.empty();
        }
    }

    private KeyboardDevice device() {
        if (device == null) {
            throw new ProtocolException(
                    resource, ZwpVirtualKeyboardV1Protocol.Error.NO_KEYMAP, "played without a keymap");
        }
        return device;
    }

    private void remove() {
        if (device != null) {
            device.remove(timeMs);
        }
    }
}
