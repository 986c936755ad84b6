package org.wayray.wayland.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages into a growing buffer of bytes and a queue of descriptors, from which the connection sends.
 *
 * <p>The connection calls {@link #write}; generated code calls {@link #opcode} and then one method per argument, in the
 * order of the description. The connection watches {@link #pendingBytes} and {@link #pendingFds} to bound what an idle
 * peer costs. Confined to the connection's thread.
 */
public final class MessageWriter {
    private static final int INITIAL_BYTES = 1024;
    private static final int KEPT_BYTES = 64 * 1024;

    private final Queue<WireFd> fds = new ArrayDeque<>();
    private final List<WireFd> messageFds = new ArrayList<>();
    private ByteBuffer out = allocate(INITIAL_BYTES);
    private int sent;
    private int start;

    /** An empty writer. */
    public MessageWriter() {}

    /**
     * Appends one message, unless the object is too old for it: then nothing is written. Its descriptors move to the
     * writer or are closed, in every case.
     *
     * @param version of the object; 0 for one that is gone and can be sent nothing
     * @return the description of what was written, null when nothing was
     * @throws IllegalArgumentException when the message is longer than {@link Limits#MAX_MESSAGE_BYTES}; the writer is then
     *     as it was before
     */
    public <M> @Nullable MessageType write(int objectId, int version, Messages<M> messages, M message) {
        start = out.position();
        boolean written = false;
        try {
            ensure(Limits.HEADER_BYTES);
            out.putInt(objectId).putInt(0);
            messages.encode(message, this);
            int size = out.position() - start;
            if (size > Limits.MAX_MESSAGE_BYTES) {
                throw new IllegalArgumentException("The message is " + size + " bytes long, "
                        + Limits.MAX_MESSAGE_BYTES + " are possible: "
                        + message.getClass().getName());
            }
            int opcode = out.getInt(start + 4);
            MessageType type = messages.type(opcode);
            if (type.since() > version) {
                return null;
            }
            out.putInt(start + 4, size << 16 | opcode);
            written = true;
            return type;
        } finally {
            if (!written) {
                out.position(start);
            }
            if (!messageFds.isEmpty()) {
                messageFds.forEach(written ? fds::add : WireFd::close);
                messageFds.clear();
            }
        }
    }

    /** Starts the message's arguments. */
    public MessageWriter opcode(int opcode) {
        out.putInt(start + 4, opcode);
        return this;
    }

    /** Writes a signed integer. */
    public MessageWriter integer(int value) {
        ensure(4);
        out.putInt(value);
        return this;
    }

    /** Writes an unsigned integer. */
    public MessageWriter unsigned(int value) {
        return integer(value);
    }

    /** Writes a fixed-point number, rounded as in {@link Fixed#fromDouble}. */
    public MessageWriter fixed(double value) {
        return integer(Fixed.fromDouble(value));
    }

    /** Writes the id of an object, 0 for none. */
    public MessageWriter object(int id) {
        return integer(id);
    }

    /** Writes the id of a new object. */
    public MessageWriter newId(int id) {
        return integer(id);
    }

    /**
     * Writes a string.
     *
     * @throws IllegalArgumentException when there is a zero character in it
     */
    public MessageWriter string(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A string on the wire cannot hold a zero character");
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        bytes(bytes, bytes.length + 1);
        return this;
    }

    /** Writes a string or its absence. */
    public MessageWriter nullableString(@Nullable String value) {
        return value == null ? integer(0) : string(value);
    }

    /** Writes an array. */
    public MessageWriter array(byte[] value) {
        bytes(value, value.length);
        return this;
    }

    /** Queues a descriptor; it is the writer's from now on. */
    public MessageWriter fd(WireFd fd) {
        messageFds.add(fd);
        return this;
    }

    /** How many written bytes have not been sent. */
    public int pendingBytes() {
        return out.position() - sent;
    }

    /** How many descriptors have not been {@linkplain #pollFd taken for sending}. */
    public int pendingFds() {
        return fds.size();
    }

    /** The unsent bytes. The view is good until the next write; {@link #sent} says how many have gone. */
    public ByteBuffer pending() {
        return out.duplicate().order(ByteOrder.nativeOrder()).flip().position(sent);
    }

    /** Removes the oldest descriptor, null when there is none; it is the caller's from now on. */
    public @Nullable WireFd pollFd() {
        return fds.poll();
    }

    /** Forgets the oldest {@code bytes} pending bytes, which have been sent. */
    public void sent(int bytes) {
        sent += bytes;
        if (sent == out.position()) {
            sent = 0;
            if (out.capacity() > KEPT_BYTES) {
                out = allocate(INITIAL_BYTES);
            } else {
                out.clear();
            }
        }
    }

    /** The bytes of the arguments of the message that was written last; for traces. */
    ByteBuffer lastArguments() {
        return out.duplicate().order(ByteOrder.nativeOrder()).flip().position(start + Limits.HEADER_BYTES);
    }

    /** Drops all that is pending and closes its descriptors. */
    public void clear() {
        sent(pendingBytes());
        for (WireFd fd = fds.poll(); fd != null; fd = fds.poll()) {
            fd.close();
        }
    }

    private void bytes(byte[] bytes, int length) {
        int padded = (length + 3) & ~3;
        if (padded > Limits.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    length + " bytes do not fit into a message of " + Limits.MAX_MESSAGE_BYTES);
        }
        ensure(4 + padded);
        out.putInt(length).put(bytes);
        for (int i = bytes.length; i < padded; i++) {
            out.put((byte) 0);
        }
    }

    private void ensure(int bytes) {
        if (out.remaining() >= bytes) {
            return;
        }
        int pending = out.position() - sent;
        out.flip().position(sent);
        if (pending + bytes <= out.capacity() / 2) {
            out.compact();
        } else {
            out = allocate(Math.max(2 * out.capacity(), pending + bytes)).put(out);
        }
        start -= sent;
        sent = 0;
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }
}
