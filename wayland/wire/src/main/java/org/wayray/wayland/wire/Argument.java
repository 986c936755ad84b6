package org.wayray.wayland.wire;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The description of one argument of a message. Immutable.
 *
 * @param name as in the protocol's XML
 * @param kind how it is written on the wire
 * @param nullable whether a string or an object may be absent
 * @param interfaceName of an object or a new id: the interface that it must have; null when any will do
 * @param created of a typed new id: the interface of the object that comes to be. A supplier, since interfaces refer to
 *     each other in circles; null for every other kind
 */
public record Argument(
        String name,
        Kind kind,
        boolean nullable,
        @Nullable String interfaceName,
        @Nullable Supplier<? extends WireInterface<?, ?>> created) {

    /** How an argument is written on the wire. */
    public enum Kind {
        /** Signed 32 bits. */
        INT,
        /** Unsigned 32 bits. */
        UINT,
        /** Signed 24.8 bits, see {@link Fixed}. */
        FIXED,
        /** Length with terminator, UTF-8 bytes, terminator, padding to four bytes; length 0 is no string. */
        STRING,
        /** Id of an object that exists; 0 is no object. */
        OBJECT,
        /** Id of an object that this message creates, of an interface that the protocol fixes. */
        NEW_ID,
        /** Interface name, version, id of an object that this message creates: {@code wl_registry.bind}. */
        UNTYPED_NEW_ID,
        /** Length, bytes, padding to four bytes. */
        ARRAY,
        /** A descriptor that travels beside the bytes and takes none of them. */
        FD
    }

    /** A signed integer. */
    public static Argument integer(String name) {
        return new Argument(name, Kind.INT, false, null, null);
    }

    /** An unsigned integer. */
    public static Argument unsigned(String name) {
        return new Argument(name, Kind.UINT, false, null, null);
    }

    /** A fixed-point number. */
    public static Argument fixed(String name) {
        return new Argument(name, Kind.FIXED, false, null, null);
    }

    /** A string that must be there. */
    public static Argument string(String name) {
        return new Argument(name, Kind.STRING, false, null, null);
    }

    /** An object of any interface. */
    public static Argument object(String name) {
        return new Argument(name, Kind.OBJECT, false, null, null);
    }

    /** An object of the given interface. */
    public static Argument object(String name, String interfaceName) {
        return new Argument(name, Kind.OBJECT, false, interfaceName, null);
    }

    /** A new object of the given interface. */
    public static Argument newId(String name, String interfaceName, Supplier<? extends WireInterface<?, ?>> created) {
        return new Argument(name, Kind.NEW_ID, false, interfaceName, created);
    }

    /** A new object whose interface and version the message itself names. */
    public static Argument newId(String name) {
        return new Argument(name, Kind.UNTYPED_NEW_ID, false, null, null);
    }

    /** A run of bytes. */
    public static Argument array(String name) {
        return new Argument(name, Kind.ARRAY, false, null, null);
    }

    /** A file descriptor. */
    public static Argument fd(String name) {
        return new Argument(name, Kind.FD, false, null, null);
    }

    /** The same argument, which may be absent. */
    public Argument orNull() {
        return new Argument(name, kind, true, interfaceName, created);
    }
}
