package org.wayray.posix.xkb;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.wayray.posix.libc.Libc;

/**
 * The keyboard of an X server as the server itself uses it: the keymap, however it was made ({@code setxkbmap}, {@code xkbcomp}, a
 * desktop), what is locked on it, and that these change. On a connection of its own.
 *
 * <p>Confined to one thread, which may block; {@link #interrupt} is for any other.
 */
public final class X11Keyboard implements AutoCloseable {
    private static final short MAJOR = 1;
    private static final short MINOR = 0;
    private static final int NO_FLAGS = 0;

    private static final short NEW_KEYBOARD_NOTIFY = 1;
    private static final short MAP_NOTIFY = 1 << 1;
    private static final short STATE_NOTIFY = 1 << 2;
    private static final short EVENTS = NEW_KEYBOARD_NOTIFY | MAP_NOTIFY | STATE_NOTIFY;

    /** Types, symbols, modifiers and all else that a keymap is made of. */
    private static final short MAP_PARTS = 0xff;

    // xkb.xml: the events' layout
    private static final int EVENT_BYTES = 32;
    private static final int TYPE_MASK = 0x7f;
    private static final int XKB_TYPE = 1;
    private static final int STATE = 2;
    private static final int STATE_LOCKED_MODIFIERS = 12;
    private static final int STATE_LOCKED_GROUP = 18;
    private static final int STATE_KEYCODE = 28;

    private static final int SHUT_RDWR = 2;

    private final MemorySegment connection;
    private final int device;
    private final int baseEvent;
    private boolean closed; // guarded by this

    /** News of the keyboard. */
    public sealed interface News {
        /** The keymap may be another one, and all else, too. */
        record KeymapChanged() implements News {}

        /**
         * Locks may be others.
         *
         * @param byKey whether a key did it, and not a program
         */
        record LocksChanged(XkbLocks locks, boolean byKey) implements News {}
    }

    private X11Keyboard(MemorySegment connection, int device, int baseEvent) {
        this.connection = connection;
        this.device = device;
        this.baseEvent = baseEvent;
    }

    /**
     * Connects; the caller closes it.
     *
     * @param display as in DISPLAY
     * @throws XkbException when a library is missing
     * @throws IOException when the server cannot be reached, or knows nothing of XKB
     */
    public static X11Keyboard open(String display) throws IOException {
        XkbLibrary.require(LibXkbCommon.NAME);
        for (var library : List.of(LibXcb.XCB, LibXcb.XCB_XKB, LibXcb.XKB_X11)) {
            XkbLibrary.require(
                    library,
                    "without it the layout of an X server's keyboard is not known. "
                            + "Install it (Debian and Ubuntu: apt install libxkbcommon-x11-0; elsewhere: libxkbcommon-x11).");
        }
        try (var arena = Arena.ofConfined()) {
            var connection = LibXcb.xcb_connect(arena.allocateFrom(display), MemorySegment.NULL);
            try {
                if (LibXcb.xcb_connection_has_error(connection) != 0) {
                    throw unusable(display, "cannot be reached");
                }
                var baseEvent = arena.allocate(JAVA_BYTE);
                if (LibXcb.xkb_x11_setup_xkb_extension(
                                connection,
                                MAJOR,
                                MINOR,
                                NO_FLAGS,
                                MemorySegment.NULL,
                                MemorySegment.NULL,
                                baseEvent,
                                MemorySegment.NULL)
                        == 0) {
                    throw unusable(display, "has no XKB extension");
                }
                int device = LibXcb.xkb_x11_get_core_keyboard_device_id(connection);
                if (device < 0) {
                    throw unusable(display, "has no keyboard");
                }
                LibXcb.xcb_xkb_select_events_aux(
                        connection,
                        (short) device,
                        EVENTS,
                        (short) 0,
                        EVENTS,
                        MAP_PARTS,
                        MAP_PARTS,
                        MemorySegment.NULL);
                LibXcb.xcb_flush(connection);
                return new X11Keyboard(connection, device, Byte.toUnsignedInt(baseEvent.get(JAVA_BYTE, 0)));
            } catch (IOException e) {
                LibXcb.xcb_disconnect(connection);
                throw e;
            }
        }
    }

    private static IOException unusable(String display, String why) {
        return new IOException("the keyboard of display " + display + " " + why);
    }

    /**
     * Reads the keymap, which takes some milliseconds; the caller closes it. No context is left behind, so that it can be handed to
     * another thread.
     *
     * @throws IOException when the server does not answer, or has one that libxkbcommon does not take
     */
    public XkbKeymap keymap() throws IOException {
        try (var context = XkbContext.create()) {
            var address = LibXcb.xkb_x11_keymap_new_from_device(context.forText(), connection, device, NO_FLAGS);
            if (address.address() == 0) {
                throw new IOException("the X server's keymap cannot be read");
            }
            return XkbKeymap.owning(address);
        }
    }

    /**
     * Asks what is locked.
     *
     * @param keymap that was read from this server
     * @throws IOException when the server does not answer
     */
    public XkbLocks locks(XkbKeymap keymap) throws IOException {
        var address = LibXcb.xkb_x11_state_new_from_device(keymap.address(), connection, device);
        if (address.address() == 0) {
            throw new IOException("the X server's keyboard state cannot be read");
        }
        try (var state = new XkbState(address)) {
            return state.locks();
        }
    }

    /** Blocks until there is news. Empty when there will be none any more: it was interrupted, or the server is gone. */
    public Optional<News> await() {
        while (true) {
            var event = LibXcb.xcb_wait_for_event(connection);
            if (event.address() == 0) {
                return Optional.empty();
            }
            var news = read(event);
            if (news.isPresent()) {
                return news;
            }
        }
    }

    /** News that are there already; others are not waited for. */
    public Optional<News> poll() {
        while (true) {
            var event = LibXcb.xcb_poll_for_event(connection);
            if (event.address() == 0) {
                return Optional.empty();
            }
            var news = read(event);
            if (news.isPresent()) {
                return news;
            }
        }
    }

    /** Frees the event. */
    private Optional<News> read(MemorySegment address) {
        var event = address.reinterpret(EVENT_BYTES);
        try {
            if ((event.get(JAVA_BYTE, 0) & TYPE_MASK) != baseEvent) {
                return Optional.empty();
            }
            if (event.get(JAVA_BYTE, XKB_TYPE) != STATE) {
                return Optional.of(new News.KeymapChanged());
            }
            var locks = new XkbLocks(unsigned(event, STATE_LOCKED_MODIFIERS), unsigned(event, STATE_LOCKED_GROUP));
            return Optional.of(new News.LocksChanged(locks, unsigned(event, STATE_KEYCODE) != 0));
        } finally {
            LibXkbCommon.free(address);
        }
    }

    private static int unsigned(MemorySegment event, long offset) {
        return Byte.toUnsignedInt(event.get(JAVA_BYTE, offset));
    }

    /** Makes {@link #await} return empty from now on. Any thread, any number of times. */
    public synchronized void interrupt() {
        if (!closed) {
            Libc.shutdown(LibXcb.xcb_get_file_descriptor(connection), SHUT_RDWR);
        }
    }

    /** Disconnects; idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            LibXcb.xcb_disconnect(connection);
        }
    }
}
