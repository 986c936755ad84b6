package org.wayray.wayland.wire;

import java.util.List;

/**
 * The description of one request or event. Immutable.
 *
 * @param name as in the protocol's XML
 * @param since the first version of the interface that has it
 * @param destructor whether it ends the object that it is sent to
 * @param arguments in the order of the wire
 */
public record MessageType(String name, int since, boolean destructor, List<Argument> arguments) {

    /** Keeps a copy of {@code arguments}. */
    public MessageType {
        arguments = List.copyOf(arguments);
    }

    /** A message that exists since version 1 and destroys nothing. */
    public static MessageType of(String name, Argument... arguments) {
        return new MessageType(name, 1, false, List.of(arguments));
    }

    /** The same message, existing only from {@code version} of its interface on. */
    public MessageType since(int version) {
        return new MessageType(name, version, destructor, arguments);
    }

    /** The same message, ending its object. */
    public MessageType asDestructor() {
        return new MessageType(name, since, true, arguments);
    }
}
