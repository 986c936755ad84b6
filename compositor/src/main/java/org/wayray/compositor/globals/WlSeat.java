package org.wayray.compositor.globals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.seat.AxisEvent;
import org.wayray.compositor.seat.KeyboardEvents;
import org.wayray.compositor.seat.KeyboardLayout;
import org.wayray.compositor.seat.Modifiers;
import org.wayray.compositor.seat.PointerEvents;
import org.wayray.compositor.seat.RelativeMotion;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.seat.TouchEvents;
import org.wayray.posix.PosixException;
import org.wayray.posix.SealedMemory;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol.Event;
import org.wayray.wayland.protocols.core.WlSeatProtocol.Request;
import org.wayray.wayland.protocols.core.WlTouchProtocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * wl_seat: the one seat of a session, and the way of its input to clients. An event about a surface goes to all pointers,
 * keyboards or touches of the surface's client.
 *
 * <p>The seat has pointer, keyboard and touch whatever the present viewer has: another one may come at any time. Confined to the
 * session loop; owns the keymap's memory.
 */
public final class WlSeat implements AutoCloseable {
    public static final int VERSION = 9;

    private static final Logger LOG = LoggerFactory.getLogger(WlSeat.class);
    private static final String NAME = "seat0";
    private static final int CAPABILITIES =
            WlSeatProtocol.Capability.POINTER | WlSeatProtocol.Capability.KEYBOARD | WlSeatProtocol.Capability.TOUCH;

    private final Seat seat;
    private final PerClient<WlPointer> pointers = new PerClient<>();
    private final PerClient<WlKeyboard> keyboards = new PerClient<>();
    private final PerClient<WlTouch> touches = new PerClient<>();
    private SealedMemory keymap;

    /**
     * Offers the seat.
     *
     * @throws PosixException when there is no memory for the keymap
     */
    public WlSeat(Display display, Seat seat) throws PosixException {
        this.seat = seat;
        keymap = sealed(seat.keyboard().layout());
        seat.pointer().setEvents(new ToPointers());
        seat.keyboard().setEvents(new ToKeyboards());
        seat.touch().setEvents(new ToTouches());
        display.global(WlSeatProtocol.INTERFACE, VERSION, this::bind);
        // once more when its surfaces are gone: until then it may have been given serials, also if it never bound the
        // seat
        display.onClientEnd(seat::clientGone);
    }

    private void bind(Resource<Request, Event> resource) {
        resource.setHandler(new Bound(resource));
        var client = resource.client();
        client.onDestroy(() -> seat.clientGone(client));
        resource.send(new Event.Capabilities(CAPABILITIES));
        resource.send(new Event.Name(NAME));
    }

    private void getPointer(Resource<Request, Event> from, int id) {
        var resource = from.client().create(WlPointerProtocol.INTERFACE, id, from.version());
        var pointer = new WlPointer(resource, seat);
        pointers.add(resource, pointer);
        seat.pointer()
                .focus()
                .filter(surface -> surface.client() == from.client())
                .ifPresent(surface -> {
                    var at = seat.pointer().position();
                    pointer.enter(
                            surface,
                            seat.cursor().enterSerial(),
                            surface.toLocal(at).orElse(at));
                    pointer.frame();
                });
    }

    private void getKeyboard(Resource<Request, Event> from, int id) {
        var resource = from.client().create(WlKeyboardProtocol.INTERFACE, id, from.version());
        var keyboard = new WlKeyboard(resource);
        keyboards.add(resource, keyboard);
        keyboard.start(keymap);
        seat.keyboard()
                .focus()
                .filter(surface -> surface.client() == from.client())
                .ifPresent(surface -> keyboard.enter(
                        surface,
                        from.client().display().nextSerial(),
                        seat.keyboard().heldKeys(),
                        seat.keyboard().modifiers()));
    }

    private void getTouch(Resource<Request, Event> from, int id) {
        var resource = from.client().create(WlTouchProtocol.INTERFACE, id, from.version());
        touches.add(resource, new WlTouch(resource));
    }

    /** Frees the keymap's memory; clients keep what they were given. */
    @Override
    public void close() {
        keymap.close();
    }

    private static SealedMemory sealed(KeyboardLayout layout) throws PosixException {
        return SealedMemory.of((layout.keymapText() + '\0').getBytes(StandardCharsets.UTF_8));
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, Event> resource;

        Bound(Resource<Request, Event> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.GetPointer(int id) -> getPointer(resource, id);
                case Request.GetKeyboard(int id) -> getKeyboard(resource, id);
                case Request.GetTouch(int id) -> getTouch(resource, id);
                case Request.Release() -> {}
            }
        }
    }

    /** Passes the seat's pointer events on to the pointers of the surface's client. */
    private final class ToPointers implements PointerEvents {
        @Override
        public void enter(Surface surface, int serial, Point<Logical> at) {
            of(surface).forEach(pointer -> pointer.enter(surface, serial, at));
        }

        @Override
        public void leave(Surface surface, int serial) {
            of(surface).forEach(pointer -> pointer.leave(surface, serial));
        }

        @Override
        public void motion(Surface surface, int timeMs, Point<Logical> at) {
            of(surface).forEach(pointer -> pointer.motion(timeMs, at));
        }

        @Override
        public void relativeMotion(Surface surface, RelativeMotion motion) {
            of(surface).forEach(pointer -> pointer.relativeMotion(motion));
        }

        @Override
        public void button(Surface surface, int serial, int timeMs, int button, boolean pressed) {
            of(surface).forEach(pointer -> pointer.button(serial, timeMs, button, pressed));
        }

        @Override
        public void axis(Surface surface, AxisEvent axis) {
            of(surface).forEach(pointer -> pointer.axis(axis));
        }

        @Override
        public void frame(Surface surface) {
            of(surface).forEach(WlPointer::frame);
        }

        private List<WlPointer> of(Surface surface) {
            return pointers.of(surface.client());
        }
    }

    /** Passes the seat's keyboard events on to the keyboards of the surface's client. */
    private final class ToKeyboards implements KeyboardEvents {
        @Override
        public void layoutChanged(KeyboardLayout layout) {
            try {
                var next = sealed(layout);
                keymap.close();
                keymap = next;
            } catch (PosixException e) {
                LOG.error("No memory for a keymap; clients keep the old one", e);
                return;
            }
            keyboards.all().forEach(keyboard -> keyboard.keymap(keymap));
        }

        @Override
        public void enter(Surface surface, int serial, List<Integer> keys, Modifiers modifiers) {
            of(surface).forEach(keyboard -> keyboard.enter(surface, serial, keys, modifiers));
        }

        @Override
        public void leave(Surface surface, int serial) {
            of(surface).forEach(keyboard -> keyboard.leave(surface, serial));
        }

        @Override
        public void key(Surface surface, int serial, int timeMs, int key, boolean pressed) {
            of(surface).forEach(keyboard -> keyboard.key(serial, timeMs, key, pressed));
        }

        @Override
        public void modifiers(Surface surface, int serial, Modifiers modifiers) {
            of(surface).forEach(keyboard -> keyboard.modifiers(serial, modifiers));
        }

        private List<WlKeyboard> of(Surface surface) {
            return keyboards.of(surface.client());
        }
    }

    /** Passes the seat's touch events on to the touches of the surface's client. */
    private final class ToTouches implements TouchEvents {
        @Override
        public void down(Surface surface, int serial, int timeMs, int finger, Point<Logical> at) {
            of(surface).forEach(touch -> touch.down(surface, serial, timeMs, finger, at));
        }

        @Override
        public void up(Surface surface, int serial, int timeMs, int finger) {
            of(surface).forEach(touch -> touch.up(serial, timeMs, finger));
        }

        @Override
        public void motion(Surface surface, int timeMs, int finger, Point<Logical> at) {
            of(surface).forEach(touch -> touch.motion(timeMs, finger, at));
        }

        @Override
        public void frame() {
            touches.all().forEach(WlTouch::frame);
        }

        @Override
        public void cancel(Object client) {
            touches.of(client).forEach(WlTouch::cancel);
        }

        private List<WlTouch> of(Surface surface) {
            return touches.of(surface.client());
        }
    }
}
