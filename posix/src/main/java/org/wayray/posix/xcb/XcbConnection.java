package org.wayray.posix.xcb;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.libc.NativeBuffer;
import org.wayray.posix.libc.Os;

/**
 * A connection to an X server, with what a holder of selections needs of it: windows that nobody sees, properties, selections, and
 * XFIXES to be told of their owners. It draws nothing.
 *
 * <p>Confined to one thread. Requests with an answer wait for the X server, a few tens of microseconds where it runs on this
 * machine; so that thread should be nobody's who must not wait. A request about a window that is gone does no harm: the server
 * says so in a {@link XcbEvent.Failure}. Once the connection is {@linkplain #isBroken lost}, everything does nothing.
 */
public final class XcbConnection implements AutoCloseable {
    /** The largest piece of a property that is read or written at once: what any X server takes in one request. */
    public static final int PIECE_BYTES = 128 * 1024;

    /** The time that stands for now; an X server that cares about order wants a real one. */
    public static final int CURRENT_TIME = 0;

    /** No window, no atom. */
    public static final int NONE = 0;

    /** The atom ATOM. */
    public static final int ATOM = 4;

    /** The atom INTEGER. */
    public static final int INTEGER = 19;

    /** The atom STRING. */
    public static final int STRING = 31;

    /** Event mask: the window's properties change. */
    public static final int PROPERTY_CHANGE = 1 << 22;

    /** Event mask: the window is destroyed. */
    public static final int STRUCTURE_NOTIFY = 1 << 17;

    private static final int EVENT_MASK = 1 << 11;
    private static final short INPUT_ONLY = 2;
    private static final byte REPLACE = 0;
    private static final byte APPEND = 2;

    private static final int OWNER_SET = 1;
    private static final int OWNER_WINDOW_DESTROYED = 2;
    private static final int OWNER_CLOSED = 4;

    /** The first XFIXES with selections. */
    private static final int XFIXES_VERSION = 1;

    private static final int LONGEST_ATOM_NAME = 1024;
    private static final int REMEMBERED_ATOMS = 2048;

    // xcb_setup_t, up to the first screen, whose first member is the root window
    private static final long SETUP_SIZE = 40;
    private static final long SETUP_VENDOR_LENGTH = 24;
    private static final long SETUP_FORMATS = 29;
    private static final long FORMAT_SIZE = 8;

    // the answers' fields after their first 8 bytes, which are alike in all
    private static final long REPLY_HEADER = 32;
    private static final long REPLY_LENGTH = 4;

    private final MemorySegment connection;
    private final Fd fd;
    private final int root;
    private final int firstXfixesEvent;

    private final Map<String, Integer> atoms = remembered();
    private final Map<Integer, String> names = remembered();
    private boolean closed;

    private XcbConnection(MemorySegment connection, Fd fd) throws XcbException {
        this.connection = connection;
        this.fd = fd;
        this.root = rootOf(LibXcb.xcb_get_setup(connection));
        this.firstXfixesEvent = startXfixes();
    }

    private static <K, V> Map<K, V> remembered() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED_ATOMS;
            }
        };
    }

    /**
     * Connects.
     *
     * @param display as in DISPLAY
     * @throws XcbException when the library, the display or its XFIXES is missing
     */
    public static XcbConnection open(String display) throws XcbException {
        XcbLibrary.require(LibXcb.NAME, LibXcb.XFIXES_NAME);
        MemorySegment connection;
        try (var arena = Arena.ofConfined()) {
            connection = LibXcb.xcb_connect(arena.allocateFrom(display), MemorySegment.NULL);
        }
        Fd fd = null;
        try {
            int error = LibXcb.xcb_connection_has_error(connection);
            if (error != 0) {
                throw new XcbException(
                        XcbException.Reason.NO_DISPLAY, "there is no X display " + display + " for us (" + error + ")");
            }
            int raw = LibXcb.xcb_get_file_descriptor(connection);
            fd = Fd.adopt(PosixException.check(Os.current().duplicate(raw), "fcntl", "duplicating a descriptor"));
            var opened = new XcbConnection(connection, fd);
            fd = null;
            connection = MemorySegment.NULL;
            return opened;
        } catch (PosixException e) {
            var failure = new XcbException(XcbException.Reason.NO_DISPLAY, e.toString());
            failure.initCause(e);
            throw failure;
        } finally {
            if (fd != null) {
                fd.close();
            }
            if (connection.address() != 0) {
                LibXcb.xcb_disconnect(connection);
            }
        }
    }

    private static int rootOf(MemorySegment setup) {
        var head = setup.reinterpret(SETUP_SIZE);
        long vendorLength = head.get(JAVA_SHORT, SETUP_VENDOR_LENGTH) & 0xFFFF;
        long formats = head.get(JAVA_BYTE, SETUP_FORMATS) & 0xFF;
        long firstScreen = SETUP_SIZE + ((vendorLength + 3) & ~3L) + formats * FORMAT_SIZE;
        return setup.reinterpret(firstScreen + Integer.BYTES).get(JAVA_INT, firstScreen);
    }

    private int startXfixes() throws XcbException {
        var extension = LibXcb.xcb_get_extension_data(connection, LibXcb.XCB_XFIXES_ID);
        var known = extension.address() == 0 ? extension : extension.reinterpret(REPLY_HEADER);
        if (known.address() == 0 || known.get(JAVA_BYTE, 8) == 0) {
            throw new XcbException(XcbException.Reason.EXTENSION_MISSING, "the X display has no XFIXES");
        }
        int cookie = LibXcb.xcb_xfixes_query_version(connection, XFIXES_VERSION, 0);
        var answer = LibXcb.xcb_xfixes_query_version_reply(connection, cookie, MemorySegment.NULL);
        if (answer.address() == 0) {
            throw new XcbException(XcbException.Reason.EXTENSION_MISSING, "the X display's XFIXES does not answer");
        }
        LibXcb.free(answer);
        return known.get(JAVA_BYTE, 10) & 0xFF;
    }

    /** Readable when there is something for {@link #poll}; stays this connection's. */
    public Fd fd() {
        return fd;
    }

    /** Whether the X server is gone, or has thrown us out. */
    public boolean isBroken() {
        return closed || LibXcb.xcb_connection_has_error(connection) != 0;
    }

    // ---- events

    /**
     * The next event; null when there is none yet. Does not wait. Waiting for an answer may take events in as well, so that they
     * do not show on {@link #fd}: ask until there is none, before going to sleep.
     */
    public @Nullable XcbEvent poll() {
        if (closed) {
            return null;
        }
        var event = LibXcb.xcb_poll_for_event(connection);
        if (event.address() == 0) {
            return null;
        }
        try {
            return XcbEvent.of(event.reinterpret(XcbEvent.SIZE), firstXfixesEvent);
        } finally {
            LibXcb.free(event);
        }
    }

    /** Sends what was asked for so far. */
    public void flush() {
        if (!closed) {
            LibXcb.xcb_flush(connection);
        }
    }

    // ---- atoms

    /** The atom of that name; {@link #NONE} where the name is too long or the connection lost. */
    public int atom(String name) {
        return atoms(List.of(name)).getFirst();
    }

    /** The atoms of those names, in one round trip. */
    public List<Integer> atoms(List<String> wanted) {
        var cookies = new ArrayList<@Nullable Integer>(wanted.size());
        for (var name : wanted) {
            cookies.add(atoms.containsKey(name) || closed ? null : askAtom(name));
        }
        var answers = new ArrayList<Integer>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            var cookie = cookies.get(i);
            var name = wanted.get(i);
            int atom = cookie == null
                    ? atoms.getOrDefault(name, NONE)
                    : intOfReply(LibXcb.xcb_intern_atom_reply(connection, cookie, MemorySegment.NULL));
            if (atom != NONE) {
                atoms.put(name, atom);
                names.put(atom, name);
            }
            answers.add(atom);
        }
        return answers;
    }

    private @Nullable Integer askAtom(String name) {
        var bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length == 0 || bytes.length > LONGEST_ATOM_NAME) {
            return null;
        }
        var room = NativeBuffer.segment();
        MemorySegment.copy(bytes, 0, room, JAVA_BYTE, 0, bytes.length);
        return LibXcb.xcb_intern_atom(connection, (byte) 0, (short) bytes.length, room);
    }

    /** The names of those atoms, in one round trip; an empty one where there is no such atom. */
    public List<String> atomNames(List<Integer> wanted) {
        var cookies = new ArrayList<@Nullable Integer>(wanted.size());
        for (int atom : wanted) {
            cookies.add(names.containsKey(atom) || closed ? null : LibXcb.xcb_get_atom_name(connection, atom));
        }
        var answers = new ArrayList<String>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            int atom = wanted.get(i);
            var cookie = cookies.get(i);
            var name = cookie == null
                    ? names.getOrDefault(atom, "")
                    : nameOfReply(LibXcb.xcb_get_atom_name_reply(connection, cookie, MemorySegment.NULL));
            if (!name.isEmpty()) {
                names.put(atom, name);
                atoms.put(name, atom);
            }
            answers.add(name);
        }
        return answers;
    }

    private static String nameOfReply(MemorySegment reply) {
        if (reply.address() == 0) {
            return "";
        }
        try {
            int length = reply.reinterpret(REPLY_HEADER).get(JAVA_SHORT, 8) & 0xFFFF;
            if (length > LONGEST_ATOM_NAME) {
                return "";
            }
            var bytes = reply.reinterpret(REPLY_HEADER + length)
                    .asSlice(REPLY_HEADER)
                    .toArray(JAVA_BYTE);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } finally {
            LibXcb.free(reply);
        }
    }

    /** What stands right behind the part that is common to all answers. */
    private static int intOfReply(MemorySegment reply) {
        if (reply.address() == 0) {
            return NONE;
        }
        try {
            return reply.reinterpret(REPLY_HEADER).get(JAVA_INT, 8);
        } finally {
            LibXcb.free(reply);
        }
    }

    // ---- windows

    /**
     * A window that is never shown.
     *
     * @param eventMask what of it is told
     */
    public int createWindow(int eventMask) {
        if (isBroken()) {
            return NONE;
        }
        int window = LibXcb.xcb_generate_id(connection);
        var values = NativeBuffer.segment();
        values.set(JAVA_INT, 0, eventMask);
        short zero = 0;
        short one = 1;
        LibXcb.xcb_create_window(
                connection, (byte) 0, window, root, zero, zero, one, one, zero, INPUT_ONLY, 0, EVENT_MASK, values);
        return window;
    }

    /** Destroys a window with its properties. */
    public void destroyWindow(int window) {
        if (!closed) {
            LibXcb.xcb_destroy_window(connection, window);
        }
    }

    /**
     * Says what of somebody's window is to be told to us.
     *
     * @return whether there is such a window
     */
    public boolean selectEvents(int window, int eventMask) {
        if (closed) {
            return false;
        }
        var values = NativeBuffer.segment();
        values.set(JAVA_INT, 0, eventMask);
        int cookie = LibXcb.xcb_change_window_attributes_checked(connection, window, EVENT_MASK, values);
        var error = LibXcb.xcb_request_check(connection, cookie);
        if (error.address() == 0) {
            return !isBroken();
        }
        LibXcb.free(error);
        return false;
    }

    // ---- selections

    /** Asks to be told whenever that selection gets another owner. */
    public void watchSelection(int window, int selection) {
        if (!closed) {
            LibXcb.xcb_xfixes_select_selection_input(
                    connection, window, selection, OWNER_SET | OWNER_WINDOW_DESTROYED | OWNER_CLOSED);
        }
    }

    /** Makes the window the selection's owner; {@link #NONE} to give it up. The server ignores a time before the owner's. */
    public void setSelectionOwner(int window, int selection, int time) {
        if (!closed) {
            LibXcb.xcb_set_selection_owner(connection, window, selection, time);
        }
    }

    /** Who owns the selection; {@link #NONE} for nobody. */
    public int selectionOwner(int selection) {
        if (closed) {
            return NONE;
        }
        int cookie = LibXcb.xcb_get_selection_owner(connection, selection);
        return intOfReply(LibXcb.xcb_get_selection_owner_reply(connection, cookie, MemorySegment.NULL));
    }

    /** Asks the selection's owner to put its content into a property of our window, and to tell so. */
    public void convertSelection(int requestor, int selection, int target, int property, int time) {
        if (!closed) {
            LibXcb.xcb_convert_selection(connection, requestor, selection, target, property, time);
        }
    }

    /** Tells the one who has asked that the content is in its property; {@link #NONE} that it cannot be had. */
    public void sendSelectionNotify(XcbEvent.SelectionNotify event) {
        if (closed) {
            return;
        }
        var room = NativeBuffer.segment().asSlice(0, XcbEvent.SIZE).fill((byte) 0);
        room.set(JAVA_BYTE, 0, (byte) 31);
        room.set(JAVA_INT, 4, event.time());
        room.set(JAVA_INT, 8, event.requestor());
        room.set(JAVA_INT, 12, event.selection());
        room.set(JAVA_INT, 16, event.target());
        room.set(JAVA_INT, 20, event.property());
        LibXcb.xcb_send_event(connection, (byte) 0, event.requestor(), 0, room);
    }

    // ---- properties

    /**
     * Sets a property to bytes.
     *
     * @param bytes at most {@link #PIECE_BYTES}; its position stays
     */
    public void setProperty(int window, int property, int type, ByteBuffer bytes) {
        int length = bytes.remaining();
        if (length > PIECE_BYTES) {
            throw new IllegalArgumentException(length + " bytes are too many for one request");
        }
        if (!closed) {
            NativeBuffer.bytes().put(0, bytes, bytes.position(), length);
            LibXcb.xcb_change_property(
                    connection, REPLACE, window, property, type, (byte) 8, length, NativeBuffer.segment());
        }
    }

    /** Sets a property to units of 32 bits. */
    public void setProperty(int window, int property, int type, List<Integer> units) {
        if (units.size() > PIECE_BYTES / Integer.BYTES) {
            throw new IllegalArgumentException(units.size() + " units are too many for one request");
        }
        if (closed) {
            return;
        }
        var room = NativeBuffer.segment();
        for (int i = 0; i < units.size(); i++) {
            room.setAtIndex(JAVA_INT, i, units.get(i));
        }
        LibXcb.xcb_change_property(connection, REPLACE, window, property, type, (byte) 32, units.size(), room);
    }

    /** Changes nothing about a property of our window but its time, which the event about it tells: the server's clock. */
    public void touchProperty(int window, int property) {
        if (!closed) {
            LibXcb.xcb_change_property(
                    connection, APPEND, window, property, STRING, (byte) 8, 0, NativeBuffer.segment());
        }
    }

    /** Deletes a property, which tells whoever filled it that it was read. */
    public void deleteProperty(int window, int property) {
        if (!closed) {
            LibXcb.xcb_delete_property(connection, window, property);
        }
    }

    /**
     * Reads a piece of a property of any type.
     *
     * @param offset in bytes, a multiple of 4
     * @param most how many bytes at most, a multiple of 4 and not more than {@link #PIECE_BYTES}
     */
    public XcbProperty property(int window, int property, long offset, int most) {
        if (closed || most > PIECE_BYTES) {
            return XcbProperty.NONE;
        }
        int cookie = LibXcb.xcb_get_property(
                connection, (byte) 0, window, property, 0, (int) (offset / Integer.BYTES), most / Integer.BYTES);
        try (var arena = Arena.ofConfined()) {
            var error = arena.allocate(ADDRESS);
            var reply = LibXcb.xcb_get_property_reply(connection, cookie, error);
            var told = error.get(ADDRESS, 0);
            if (told.address() != 0) {
                LibXcb.free(told);
            }
            return reply.address() == 0 ? XcbProperty.NONE : read(reply, most);
        }
    }

    private static XcbProperty read(MemorySegment reply, int most) {
        try {
            var head = reply.reinterpret(REPLY_HEADER);
            int format = head.get(JAVA_BYTE, 1) & 0xFF;
            int type = head.get(JAVA_INT, 8);
            long after = Integer.toUnsignedLong(head.get(JAVA_INT, 12));
            long length = Integer.toUnsignedLong(head.get(JAVA_INT, 16)) * (format / Byte.SIZE);
            long room = Integer.toUnsignedLong(head.get(JAVA_INT, REPLY_LENGTH)) * Integer.BYTES;
            if (length > room || length > most) {
                return XcbProperty.NONE;
            }
            var value = reply.reinterpret(REPLY_HEADER + length)
                    .asSlice(REPLY_HEADER)
                    .toArray(JAVA_BYTE);
            return new XcbProperty(type, format, after, ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()));
        } finally {
            LibXcb.free(reply);
        }
    }

    /** Ends the connection; the server destroys our windows. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            fd.close();
            LibXcb.xcb_disconnect(connection);
        }
    }
}
