package org.wayray.wayland.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages out of received bytes and descriptors, one after the other:
 *
 * <pre>{@code
 * reader.reset(bytes);
 * while (reader.next()) {
 *     var messages = objects.get(reader.objectId()).wireInterface().requests();
 *     reader.check(messages.type(reader.opcode()), objects);
 *     handle(messages.decode(reader.opcode(), reader));
 *     reader.finish();
 * }
 * }</pre>
 *
 * <p>{@link #check} looks at every length, id, string and descriptor before the first argument is read; nothing is
 * allocated from a number that the peer chose without that number being within the message. The methods that read
 * arguments are called by generated code, in the order of the description. Confined to the connection's thread; one
 * reader serves a connection for its whole life.
 */
public final class MessageReader {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Queue<? extends AutoCloseable> fds;
    private final List<WireFd> messageFds = new ArrayList<>();
    private ByteBuffer in = EMPTY;
    private int objectId;
    private int opcode;
    private int end;

    /** A reader that takes descriptors from {@code fds}, in the order of their arrival. */
    public MessageReader(Queue<? extends AutoCloseable> fds) {
        this.fds = fds;
    }

    /**
     * Reads on from these bytes, which start with a message's first byte. The buffer stays the caller's; its position
     * moves past every message that was finished. Its byte order is set to the machine's.
     */
    public void reset(ByteBuffer bytes) {
        in = bytes.order(ByteOrder.nativeOrder());
        end = bytes.position();
    }

    /**
     * Goes to the next message.
     *
     * @return false when the bytes do not hold a whole one: its bytes then remain in the buffer
     * @throws WireException when the size in its header is not that of a message
     */
    public boolean next() throws WireException {
        int start = in.position();
        if (in.remaining() < Limits.HEADER_BYTES) {
            return false;
        }
        int sizeAndOpcode = in.getInt(start + 4);
        int size = sizeAndOpcode >>> 16;
        if (size < Limits.HEADER_BYTES || size > Limits.MAX_MESSAGE_BYTES || (size & 3) != 0) {
            throw new WireException("message of " + size + " bytes (a multiple of 4 from " + Limits.HEADER_BYTES
                    + " to " + Limits.MAX_MESSAGE_BYTES + " is possible)");
        }
        if (in.remaining() < size) {
            return false;
        }
        objectId = in.getInt(start);
        opcode = sizeAndOpcode & 0xffff;
        end = start + size;
        in.position(start + Limits.HEADER_BYTES);
        return true;
    }

    /** The object that the current message is for. */
    public int objectId() {
        return objectId;
    }

    /** The opcode of the current message. */
    public int opcode() {
        return opcode;
    }

    /**
     * Checks the arguments of the current message against their description, without reading on: all there and nothing
     * more, lengths inside the message, strings terminated, nulls where they may be, objects that exist and have the
     * right interface, new ids that are free, descriptors that have arrived.
     *
     * @throws WireException with the name of the first argument that is wrong, and how
     */
    public void check(MessageType type, ObjectTable objects) throws WireException {
        List<Argument> arguments = type.arguments();
        int at = in.position();
        int fdsNeeded = 0;
        // by index: an iterator for every message would be most of the garbage
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            switch (argument.kind()) {
                case INT, UINT, FIXED -> at = skipWord(argument, at);
                case STRING -> at = checkString(argument, at);
                case OBJECT -> {
                    int next = skipWord(argument, at);
                    checkObject(argument, in.getInt(at), objects);
                    at = next;
                }
                case NEW_ID -> {
                    int next = skipWord(argument, at);
                    checkNewId(argument, in.getInt(at), objects);
                    at = next;
                }
                case UNTYPED_NEW_ID -> {
                    int idAt = skipWord(argument, checkString(argument, at));
                    at = skipWord(argument, idAt);
                    checkNewId(argument, in.getInt(idAt), objects);
                }
                case ARRAY -> at = skipBytes(argument, at);
                case FD -> fdsNeeded++;
            }
        }
        if (at != end) {
            throw new WireException((end - at) + " bytes more than its arguments");
        }
        if (fdsNeeded > fds.size()) {
            throw new WireException("file descriptor expected, none received");
        }
    }

    /** Reads a signed integer. */
    public int integer() throws WireException {
        need(4);
        return in.getInt();
    }

    /** Reads an unsigned integer; see {@link Integer#toUnsignedLong}. */
    public int unsigned() throws WireException {
        return integer();
    }

    /** Reads a fixed-point number. */
    public double fixed() throws WireException {
        return Fixed.toDouble(integer());
    }

    /** Reads the id of an object; 0 is none. */
    public int object() throws WireException {
        return integer();
    }

    /** Reads the id of a new object. */
    public int newId() throws WireException {
        return integer();
    }

    /** Reads a string that must be there. Bytes that are not UTF-8 become U+FFFD. */
    public String string() throws WireException {
        String string = nullableString();
        if (string == null) {
            throw new WireException("string missing");
        }
        return string;
    }

    /**
     * Reads a string, null when there is none. Bytes that are not UTF-8 become U+FFFD instead of ending the connection:
     * libwayland passes them on, and terminals set window titles from whatever their programs print.
     */
    public @Nullable String nullableString() throws WireException {
        int length = length();
        if (length == 0) {
            return null;
        }
        byte[] bytes = bytes(length);
        return new String(bytes, 0, length - 1, StandardCharsets.UTF_8);
    }

    /** Reads an array; the result is the caller's. */
    public byte[] array() throws WireException {
        return bytes(length());
    }

    /** Takes the next descriptor. It is closed by {@link #finish} unless its receiver has taken it out by then. */
    public WireFd fd() throws WireException {
        AutoCloseable handle = fds.poll();
        if (handle == null) {
            throw new WireException("file descriptor expected, none received");
        }
        WireFd fd = WireFd.owning(handle);
        messageFds.add(fd);
        return fd;
    }

    /**
     * Ends the current message: closes those of its descriptors that nobody took and goes to the end of its bytes,
     * whether they have been read or not.
     */
    public void finish() {
        if (!messageFds.isEmpty()) {
            messageFds.forEach(WireFd::close);
            messageFds.clear();
        }
        in.position(end);
    }

    /** Told of the objects that a message creates. */
    @FunctionalInterface
    public interface NewObjects {
        /** An object with this id comes to be. */
        void create(WireInterface<?, ?> wireInterface, int id);
    }

    /**
     * Names the objects that the current message creates, where the protocol fixes their interface. Comes after
     * {@link #check} and reads nothing, so that the arguments can be read afterwards.
     */
    public void newObjects(MessageType type, NewObjects objects) {
        int at = in.position();
        for (Argument argument : type.arguments()) {
            switch (argument.kind()) {
                case INT, UINT, FIXED, OBJECT -> at += 4;
                case STRING, ARRAY -> at += 4 + padded(in.getInt(at));
                case NEW_ID -> {
                    var created = argument.created();
                    if (created != null) {
                        objects.create(created.get(), in.getInt(at));
                    }
                    at += 4;
                }
                case UNTYPED_NEW_ID -> at += 4 + padded(in.getInt(at)) + 8;
                case FD -> {
                    // takes no bytes
                }
            }
        }
    }

    /** Takes the descriptors of the current message, unread, for {@link #finish} to close. */
    public void discard(MessageType type) throws WireException {
        for (Argument argument : type.arguments()) {
            if (argument.kind() == Argument.Kind.FD) {
                fd();
            }
        }
    }

    /** The bytes of the current message's arguments from the place that has been read to; for traces. */
    ByteBuffer rest() {
        return in.duplicate().order(ByteOrder.nativeOrder()).limit(end);
    }

    private int skipWord(Argument argument, int at) throws WireException {
        if (end - at < 4) {
            throw new WireException(argument.name() + ": message too short");
        }
        return at + 4;
    }

    private int skipBytes(Argument argument, int at) throws WireException {
        int bytesAt = skipWord(argument, at);
        int length = in.getInt(at);
        if (length < 0 || length > end - bytesAt) {
            throw new WireException(
                    argument.name() + ": length " + Integer.toUnsignedString(length) + " goes beyond the message");
        }
        // the message is a whole number of words, so a length inside it is inside it with its padding
        return bytesAt + padded(length);
    }

    private int checkString(Argument argument, int at) throws WireException {
        int next = skipBytes(argument, at);
        int length = in.getInt(at);
        if (length == 0) {
            if (!argument.nullable()) {
                throw new WireException(argument.name() + ": string missing");
            }
            return next;
        }
        int last = at + 4 + length - 1;
        for (int i = at + 4; i < last; i++) {
            if (in.get(i) == 0) {
                throw new WireException(argument.name() + ": zero byte inside the string");
            }
        }
        if (in.get(last) != 0) {
            throw new WireException(argument.name() + ": string not terminated");
        }
        return next;
    }

    private static void checkObject(Argument argument, int id, ObjectTable objects) throws WireException {
        if (id == 0) {
            if (!argument.nullable()) {
                throw new WireException(argument.name() + ": object missing");
            }
            return;
        }
        WireInterface<?, ?> found = objects.interfaceOf(id);
        if (found == null) {
            throw new WireException(argument.name() + ": unknown object " + Integer.toUnsignedString(id));
        }
        String expected = argument.interfaceName();
        if (expected != null && !expected.equals(found.name())) {
            throw new WireException(argument.name() + ": object " + Integer.toUnsignedString(id) + " is a "
                    + found.name() + ", not a " + expected);
        }
    }

    private static void checkNewId(Argument argument, int id, ObjectTable objects) throws WireException {
        if (!objects.isFreeForPeer(id)) {
            throw new WireException(argument.name() + ": " + Integer.toUnsignedString(id) + " is not a valid new id");
        }
    }

    private int length() throws WireException {
        int length = integer();
        if (length < 0 || length > end - in.position()) {
            throw new WireException("length " + Integer.toUnsignedString(length) + " goes beyond the message");
        }
        return length;
    }

    private byte[] bytes(int length) throws WireException {
        need(padded(length));
        byte[] bytes = new byte[length];
        in.get(bytes);
        in.position(in.position() + padded(length) - length);
        return bytes;
    }

    private void need(int bytes) throws WireException {
        if (end - in.position() < bytes) {
            throw new WireException("message too short");
        }
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
