package org.wayray.posix.xkb;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of libxcb, libxcb-xkb and libxkbcommon-x11 that we use, under their own names, each wrapped once. To be touched
 * after {@link XkbLibrary#require} only. Any thread, but a connection is used by one, {@link #xcb_wait_for_event} aside.
 */
final class LibXcb {
    static final String XCB = "libxcb.so.1";
    static final String XCB_XKB = "libxcb-xkb.so.1";
    static final String XKB_X11 = "libxkbcommon-x11.so.0";

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup IN_XCB = SymbolLookup.libraryLookup(XCB, Arena.global());
    private static final SymbolLookup IN_XCB_XKB = SymbolLookup.libraryLookup(XCB_XKB, Arena.global());
    private static final SymbolLookup IN_XKB_X11 = SymbolLookup.libraryLookup(XKB_X11, Arena.global());

    private static final MethodHandle XCB_CONNECT =
            function(IN_XCB, "xcb_connect", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle XCB_CONNECTION_HAS_ERROR =
            function(IN_XCB, "xcb_connection_has_error", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle XCB_GET_FILE_DESCRIPTOR =
            function(IN_XCB, "xcb_get_file_descriptor", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle XCB_FLUSH =
            function(IN_XCB, "xcb_flush", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle XCB_WAIT_FOR_EVENT =
            function(IN_XCB, "xcb_wait_for_event", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle XCB_POLL_FOR_EVENT =
            function(IN_XCB, "xcb_poll_for_event", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle XCB_DISCONNECT =
            function(IN_XCB, "xcb_disconnect", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle XCB_XKB_SELECT_EVENTS_AUX = function(
            IN_XCB_XKB,
            "xcb_xkb_select_events_aux",
            FunctionDescriptor.of(
                    JAVA_INT,
                    ADDRESS,
                    JAVA_SHORT,
                    JAVA_SHORT,
                    JAVA_SHORT,
                    JAVA_SHORT,
                    JAVA_SHORT,
                    JAVA_SHORT,
                    ADDRESS));
    private static final MethodHandle XKB_X11_SETUP_XKB_EXTENSION = function(
            IN_XKB_X11,
            "xkb_x11_setup_xkb_extension",
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, JAVA_SHORT, JAVA_SHORT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle XKB_X11_GET_CORE_KEYBOARD_DEVICE_ID =
            function(IN_XKB_X11, "xkb_x11_get_core_keyboard_device_id", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle XKB_X11_KEYMAP_NEW_FROM_DEVICE = function(
            IN_XKB_X11,
            "xkb_x11_keymap_new_from_device",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle XKB_X11_STATE_NEW_FROM_DEVICE = function(
            IN_XKB_X11, "xkb_x11_state_new_from_device", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT));

    private LibXcb() {}

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(library.findOrThrow(name), descriptor);
    }

    private static AssertionError unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new AssertionError("a foreign call was made with arguments it was not declared with", thrown);
    }

    /** Never NULL; see {@link #xcb_connection_has_error}. */
    static MemorySegment xcb_connect(MemorySegment name, MemorySegment screen) {
        try {
            return (MemorySegment) XCB_CONNECT.invokeExact(name, screen);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_connection_has_error(MemorySegment connection) {
        try {
            return (int) XCB_CONNECTION_HAS_ERROR.invokeExact(connection);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_get_file_descriptor(MemorySegment connection) {
        try {
            return (int) XCB_GET_FILE_DESCRIPTOR.invokeExact(connection);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_flush(MemorySegment connection) {
        try {
            return (int) XCB_FLUSH.invokeExact(connection);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Blocks until there is an event, to be freed, or NULL because the connection is broken. */
    static MemorySegment xcb_wait_for_event(MemorySegment connection) {
        try {
            return (MemorySegment) XCB_WAIT_FOR_EVENT.invokeExact(connection);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xcb_poll_for_event(MemorySegment connection) {
        try {
            return (MemorySegment) XCB_POLL_FOR_EVENT.invokeExact(connection);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static void xcb_disconnect(MemorySegment connection) {
        try {
            XCB_DISCONNECT.invokeExact(connection);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_xkb_select_events_aux(
            MemorySegment connection,
            short device,
            short affectWhich,
            short clear,
            short selectAll,
            short affectMap,
            short map,
            MemorySegment details) {
        try {
            return (int) XCB_XKB_SELECT_EVENTS_AUX.invokeExact(
                    connection, device, affectWhich, clear, selectAll, affectMap, map, details);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_x11_setup_xkb_extension(
            MemorySegment connection,
            short major,
            short minor,
            int flags,
            MemorySegment majorOut,
            MemorySegment minorOut,
            MemorySegment baseEventOut,
            MemorySegment baseErrorOut) {
        try {
            return (int) XKB_X11_SETUP_XKB_EXTENSION.invokeExact(
                    connection, major, minor, flags, majorOut, minorOut, baseEventOut, baseErrorOut);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_x11_get_core_keyboard_device_id(MemorySegment connection) {
        try {
            return (int) XKB_X11_GET_CORE_KEYBOARD_DEVICE_ID.invokeExact(connection);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xkb_x11_keymap_new_from_device(
            MemorySegment context, MemorySegment connection, int device, int flags) {
        try {
            return (MemorySegment) XKB_X11_KEYMAP_NEW_FROM_DEVICE.invokeExact(context, connection, device, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xkb_x11_state_new_from_device(MemorySegment keymap, MemorySegment connection, int device) {
        try {
            return (MemorySegment) XKB_X11_STATE_NEW_FROM_DEVICE.invokeExact(keymap, connection, device);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
