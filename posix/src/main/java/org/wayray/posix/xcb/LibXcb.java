package org.wayray.posix.xcb;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of libxcb and libxcb-xfixes that we use, under their own names, each wrapped once. To be touched after
 * {@link XcbLibrary#require} only. Any thread, though {@link XcbConnection} keeps to one.
 *
 * <p>A cookie is a structure of one unsigned int, which C passes and returns as if it were that int; so it is an int here.
 */
final class LibXcb {
    static final String NAME = "libxcb.so.1";
    static final String XFIXES_NAME = "libxcb-xfixes.so.0";

    private static final SymbolLookup XCB = SymbolLookup.libraryLookup(NAME, Arena.global());
    private static final SymbolLookup XFIXES = SymbolLookup.libraryLookup(XFIXES_NAME, Arena.global());
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle FREE =
            LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS));

    /** The identity of the extension, for {@link #xcb_get_extension_data}. */
    static final MemorySegment XCB_XFIXES_ID = XFIXES.findOrThrow("xcb_xfixes_id");

    private static final MethodHandle XCB_CONNECT =
            function("xcb_connect", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle XCB_DISCONNECT = function("xcb_disconnect", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle XCB_CONNECTION_HAS_ERROR =
            function("xcb_connection_has_error", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle XCB_GET_FILE_DESCRIPTOR =
            function("xcb_get_file_descriptor", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle XCB_GET_SETUP =
            function("xcb_get_setup", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle XCB_GENERATE_ID =
            function("xcb_generate_id", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle XCB_FLUSH = function("xcb_flush", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle XCB_POLL_FOR_EVENT =
            function("xcb_poll_for_event", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle XCB_REQUEST_CHECK =
            function("xcb_request_check", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle XCB_GET_EXTENSION_DATA =
            function("xcb_get_extension_data", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle XCB_INTERN_ATOM =
            function("xcb_intern_atom", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_BYTE, JAVA_SHORT, ADDRESS));
    private static final MethodHandle XCB_INTERN_ATOM_REPLY = reply("xcb_intern_atom_reply");
    private static final MethodHandle XCB_GET_ATOM_NAME =
            function("xcb_get_atom_name", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle XCB_GET_ATOM_NAME_REPLY = reply("xcb_get_atom_name_reply");
    private static final MethodHandle XCB_CREATE_WINDOW = function(
            "xcb_create_window",
            FunctionDescriptor.of(
                    JAVA_INT,
                    ADDRESS,
                    JAVA_BYTE,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_SHORT,
                    JAVA_SHORT,
                    JAVA_SHORT,
                    JAVA_SHORT,
                    JAVA_SHORT,
                    JAVA_SHORT,
                    JAVA_INT,
                    JAVA_INT,
                    ADDRESS));
    private static final MethodHandle XCB_DESTROY_WINDOW =
            function("xcb_destroy_window", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle XCB_CHANGE_WINDOW_ATTRIBUTES_CHECKED = function(
            "xcb_change_window_attributes_checked",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle XCB_SET_SELECTION_OWNER =
            function("xcb_set_selection_owner", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle XCB_GET_SELECTION_OWNER =
            function("xcb_get_selection_owner", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle XCB_GET_SELECTION_OWNER_REPLY = reply("xcb_get_selection_owner_reply");
    private static final MethodHandle XCB_CONVERT_SELECTION = function(
            "xcb_convert_selection",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle XCB_SEND_EVENT = function(
            "xcb_send_event", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_BYTE, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle XCB_CHANGE_PROPERTY = function(
            "xcb_change_property",
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, JAVA_BYTE, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS));
    private static final MethodHandle XCB_DELETE_PROPERTY =
            function("xcb_delete_property", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle XCB_GET_PROPERTY = function(
            "xcb_get_property",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_BYTE, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle XCB_GET_PROPERTY_REPLY = reply("xcb_get_property_reply");
    private static final MethodHandle XCB_XFIXES_QUERY_VERSION = LINKER.downcallHandle(
            XFIXES.findOrThrow("xcb_xfixes_query_version"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle XCB_XFIXES_QUERY_VERSION_REPLY = LINKER.downcallHandle(
            XFIXES.findOrThrow("xcb_xfixes_query_version_reply"),
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle XCB_XFIXES_SELECT_SELECTION_INPUT = LINKER.downcallHandle(
            XFIXES.findOrThrow("xcb_xfixes_select_selection_input"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));

    private LibXcb() {}

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(XCB.findOrThrow(name), descriptor);
    }

    /** Each request with an answer has a function of this form, which gives NULL and an error where there is none. */
    private static MethodHandle reply(String name) {
        return function(name, FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
    }

    private static AssertionError unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new AssertionError("a foreign call was made with arguments it was not declared with", thrown);
    }

    /** Gives back an event, an answer or an error. */
    static void free(MemorySegment memory) {
        try {
            FREE.invokeExact(memory);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xcb_connect(MemorySegment display, MemorySegment screen) {
        try {
            return (MemorySegment) XCB_CONNECT.invokeExact(display, screen);
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

    static MemorySegment xcb_get_setup(MemorySegment connection) {
        try {
            return (MemorySegment) XCB_GET_SETUP.invokeExact(connection);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_generate_id(MemorySegment connection) {
        try {
            return (int) XCB_GENERATE_ID.invokeExact(connection);
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

    static MemorySegment xcb_poll_for_event(MemorySegment connection) {
        try {
            return (MemorySegment) XCB_POLL_FOR_EVENT.invokeExact(connection);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xcb_request_check(MemorySegment connection, int cookie) {
        try {
            return (MemorySegment) XCB_REQUEST_CHECK.invokeExact(connection, cookie);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xcb_get_extension_data(MemorySegment connection, MemorySegment extension) {
        try {
            return (MemorySegment) XCB_GET_EXTENSION_DATA.invokeExact(connection, extension);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_intern_atom(MemorySegment connection, byte onlyIfExists, short length, MemorySegment name) {
        try {
            return (int) XCB_INTERN_ATOM.invokeExact(connection, onlyIfExists, length, name);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xcb_intern_atom_reply(MemorySegment connection, int cookie, MemorySegment error) {
        try {
            return (MemorySegment) XCB_INTERN_ATOM_REPLY.invokeExact(connection, cookie, error);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_get_atom_name(MemorySegment connection, int atom) {
        try {
            return (int) XCB_GET_ATOM_NAME.invokeExact(connection, atom);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xcb_get_atom_name_reply(MemorySegment connection, int cookie, MemorySegment error) {
        try {
            return (MemorySegment) XCB_GET_ATOM_NAME_REPLY.invokeExact(connection, cookie, error);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_create_window(
            MemorySegment connection,
            byte depth,
            int window,
            int parent,
            short x,
            short y,
            short width,
            short height,
            short border,
            short windowClass,
            int visual,
            int valueMask,
            MemorySegment values) {
        try {
            return (int) XCB_CREATE_WINDOW.invokeExact(
                    connection,
                    depth,
                    window,
                    parent,
                    x,
                    y,
                    width,
                    height,
                    border,
                    windowClass,
                    visual,
                    valueMask,
                    values);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_destroy_window(MemorySegment connection, int window) {
        try {
            return (int) XCB_DESTROY_WINDOW.invokeExact(connection, window);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_change_window_attributes_checked(
            MemorySegment connection, int window, int valueMask, MemorySegment values) {
        try {
            return (int) XCB_CHANGE_WINDOW_ATTRIBUTES_CHECKED.invokeExact(connection, window, valueMask, values);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_set_selection_owner(MemorySegment connection, int owner, int selection, int time) {
        try {
            return (int) XCB_SET_SELECTION_OWNER.invokeExact(connection, owner, selection, time);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_get_selection_owner(MemorySegment connection, int selection) {
        try {
            return (int) XCB_GET_SELECTION_OWNER.invokeExact(connection, selection);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xcb_get_selection_owner_reply(MemorySegment connection, int cookie, MemorySegment error) {
        try {
            return (MemorySegment) XCB_GET_SELECTION_OWNER_REPLY.invokeExact(connection, cookie, error);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_convert_selection(
            MemorySegment connection, int requestor, int selection, int target, int property, int time) {
        try {
            return (int) XCB_CONVERT_SELECTION.invokeExact(connection, requestor, selection, target, property, time);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_send_event(
            MemorySegment connection, byte propagate, int destination, int eventMask, MemorySegment event) {
        try {
            return (int) XCB_SEND_EVENT.invokeExact(connection, propagate, destination, eventMask, event);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_change_property(
            MemorySegment connection,
            byte mode,
            int window,
            int property,
            int type,
            byte format,
            int length,
            MemorySegment data) {
        try {
            return (int)
                    XCB_CHANGE_PROPERTY.invokeExact(connection, mode, window, property, type, format, length, data);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_delete_property(MemorySegment connection, int window, int property) {
        try {
            return (int) XCB_DELETE_PROPERTY.invokeExact(connection, window, property);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_get_property(
            MemorySegment connection, byte delete, int window, int property, int type, int offset, int length) {
        try {
            return (int) XCB_GET_PROPERTY.invokeExact(connection, delete, window, property, type, offset, length);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xcb_get_property_reply(MemorySegment connection, int cookie, MemorySegment error) {
        try {
            return (MemorySegment) XCB_GET_PROPERTY_REPLY.invokeExact(connection, cookie, error);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_xfixes_query_version(MemorySegment connection, int major, int minor) {
        try {
            return (int) XCB_XFIXES_QUERY_VERSION.invokeExact(connection, major, minor);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xcb_xfixes_query_version_reply(MemorySegment connection, int cookie, MemorySegment error) {
        try {
            return (MemorySegment) XCB_XFIXES_QUERY_VERSION_REPLY.invokeExact(connection, cookie, error);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xcb_xfixes_select_selection_input(MemorySegment connection, int window, int selection, int eventMask) {
        try {
            return (int) XCB_XFIXES_SELECT_SELECTION_INPUT.invokeExact(connection, window, selection, eventMask);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
