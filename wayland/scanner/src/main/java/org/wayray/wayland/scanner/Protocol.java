package org.wayray.wayland.scanner;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A protocol file as a value. Names are as in the XML; lists are in its order.
 *
 * @param name of the protocol
 * @param description of the protocol
 * @param interfaces that it defines
 */
record Protocol(String name, Description description, List<Interface> interfaces) {

    /**
     * Words about a thing.
     *
     * @param summary a phrase, empty when there is none
     * @param text paragraphs divided by empty lines, empty when there is none
     */
    record Description(String summary, String text) {
        static final Description NONE = new Description("", "");
    }

    /**
     * An interface.
     *
     * @param name on the wire
     * @param version the newest
     * @param requests by opcode
     * @param events by opcode
     */
    record Interface(
            String name,
            int version,
            Description description,
            List<Message> requests,
            List<Message> events,
            List<Enumeration> enumerations) {}

    /**
     * A request or an event.
     *
     * @param since the first version that has it
     * @param destructor whether it ends its object
     */
    record Message(String name, int since, boolean destructor, Description description, List<Argument> arguments) {}

    /**
     * An argument of a message.
     *
     * @param type how it is written
     * @param interfaceName the interface of an object or a new id, null for any
     * @param enumeration the enumeration that gives the value its meaning, null for none; {@code interface.enum} when it
     *     is another interface's
     * @param summary a phrase, empty when there is none
     */
    record Argument(
            String name,
            Type type,
            boolean nullable,
            @Nullable String interfaceName,
            @Nullable String enumeration,
            String summary) {}

    /** The types of the XML's {@code type} attribute. */
    enum Type {
        INT,
        UINT,
        FIXED,
        STRING,
        OBJECT,
        NEW_ID,
        ARRAY,
        FD
    }

    /**
     * An enumeration.
     *
     * @param bitfield whether entries are combined
     */
    record Enumeration(String name, int since, boolean bitfield, Description description, List<Entry> entries) {}

    /**
     * A value of an enumeration.
     *
     * @param value the 32 bits on the wire
     * @param literal the value as the XML writes it, decimal or hexadecimal
     */
    record Entry(String name, int value, String literal, int since, Description description) {}
}
