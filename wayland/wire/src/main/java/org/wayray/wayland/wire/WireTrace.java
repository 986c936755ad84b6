package org.wayray.wayland.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Shows traffic as lines of text, one per message, in the manner of libwayland's {@code WAYLAND_DEBUG}:
 *
 * <pre>{@code
 * [1234567.890] client 1 (pid 4711): wl_compositor@4.create_surface(new id wl_surface@5)
 * [1234567.901] client 1 (pid 4711):  -> wl_display@1.delete_id(6)
 * }</pre>
 *
 * <p>The time is in milliseconds of the connection's clock; the arrow marks what we send. Meant for one person at one
 * problem: it shows what is typed and copied, and costs time. Confined to the thread of its connections.
 */
public final class WireTrace {
    private final Consumer<String> sink;

    /** A trace whose lines, without line end, go to {@code sink}. */
    public WireTrace(Consumer<String> sink) {
        this.sink = sink;
    }

    /** Shows the reader's current message, which has been checked and whose arguments have not been read. */
    public void received(
            long nowNanos,
            Object connection,
            WireInterface<?, ?> of,
            int objectId,
            MessageType type,
            MessageReader in) {
        show(nowNanos, connection, "", of, objectId, type, in.rest());
    }

    /** Shows the message that was written last. */
    public void sent(
            long nowNanos,
            Object connection,
            WireInterface<?, ?> of,
            int objectId,
            MessageType type,
            MessageWriter out) {
        show(nowNanos, connection, " -> ", of, objectId, type, out.lastArguments());
    }

    private void show(
            long nowNanos,
            Object connection,
            String direction,
            WireInterface<?, ?> of,
            int objectId,
            MessageType type,
            ByteBuffer arguments) {
        var line = new StringBuilder(String.format(Locale.ROOT, "[%11.3f] ", nowNanos / 1e6));
        line.append(connection).append(": ").append(direction);
        line.append(of.name()).append('@').append(Integer.toUnsignedString(objectId));
        line.append('.').append(type.name()).append('(');
        String separator = "";
        for (Argument argument : type.arguments()) {
            line.append(separator);
            append(line, argument, arguments);
            separator = ", ";
        }
        sink.accept(line.append(')').toString());
    }

    private static void append(StringBuilder line, Argument argument, ByteBuffer in) {
        switch (argument.kind()) {
            case INT -> line.append(in.getInt());
            case UINT -> line.append(Integer.toUnsignedString(in.getInt()));
            case FIXED -> line.append(Fixed.toDouble(in.getInt()));
            case STRING -> appendString(line, in);
            case OBJECT -> appendObject(line, argument, in.getInt());
            case NEW_ID -> appendObject(line.append("new id "), argument, in.getInt());
            case UNTYPED_NEW_ID -> {
                line.append("new id ");
                appendString(line, in);
                line.append(" version ").append(Integer.toUnsignedString(in.getInt()));
                line.append(" @").append(Integer.toUnsignedString(in.getInt()));
            }
            case ARRAY -> line.append("array[").append(skip(in).length).append(']');
            case FD -> line.append("fd");
        }
    }

    private static void appendObject(StringBuilder line, Argument argument, int id) {
        if (id == 0) {
            line.append("nil");
            return;
        }
        String name = argument.interfaceName();
        line.append(name == null ? "[object]" : name).append('@').append(Integer.toUnsignedString(id));
    }

    private static void appendString(StringBuilder line, ByteBuffer in) {
        byte[] bytes = skip(in);
        if (bytes.length == 0) {
            line.append("nil");
        } else {
            line.append('"').append(printable(bytes)).append('"');
        }
    }

    /** The string on one line, whatever a client put into it. */
    private static String printable(byte[] bytes) {
        String text = new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
        return text.codePoints()
                .map(character -> Character.isISOControl(character) ? '\uFFFD' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static byte[] skip(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        in.position(in.position() + (-bytes.length & 3));
        return bytes;
    }
}
