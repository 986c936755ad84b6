package org.wayray.wayland.wire;

import org.jspecify.annotations.Nullable;

/** An interface with every kind of argument, written by hand in the shape that the scanner generates. */
final class ThingProtocol {
    static final WireInterface<Request, NoMessage> INTERFACE = new WireInterface<>(
            "thing",
            3,
            new Messages<>(
                    ThingProtocol::decodeRequest,
                    ThingProtocol::encodeRequest,
                    MessageType.of("nothing").asDestructor(),
                    MessageType.of(
                            "numbers",
                            Argument.integer("signed"),
                            Argument.unsigned("unsigned"),
                            Argument.fixed("fixed")),
                    MessageType.of(
                            "strings",
                            Argument.string("text"),
                            Argument.string("maybe").orNull()),
                    MessageType.of(
                            "objects",
                            Argument.object("thing", "thing"),
                            Argument.object("any").orNull(),
                            Argument.newId("made", "thing", () -> ThingProtocol.INTERFACE)),
                    MessageType.of("bind", Argument.newId("id")),
                    MessageType.of("array", Argument.array("bytes")).since(2),
                    MessageType.of("fds", Argument.fd("first"), Argument.unsigned("between"), Argument.fd("second"))),
            Messages.none());

    private ThingProtocol() {}

    sealed interface Request {
        record Nothing() implements Request {}

        record Numbers(int signed, int unsigned, double fixed) implements Request {}

        record Strings(String text, @Nullable String maybe) implements Request {}

        record Objects(int thing, int any, int made) implements Request {}

        record Bind(String idInterface, int idVersion, int id) implements Request {}

        @SuppressWarnings("ArrayRecordComponent") // as generated
        record Array(byte[] bytes) implements Request {}

        record Fds(WireFd first, int between, WireFd second) implements Request {}
    }

    private static Request decodeRequest(int opcode, MessageReader in) throws WireException {
        return switch (opcode) {
            case 0 -> new Request.Nothing();
            case 1 -> new Request.Numbers(in.integer(), in.unsigned(), in.fixed());
            case 2 -> new Request.Strings(in.string(), in.nullableString());
            case 3 -> new Request.Objects(in.object(), in.object(), in.newId());
            case 4 -> new Request.Bind(in.string(), in.unsigned(), in.newId());
            case 5 -> new Request.Array(in.array());
            case 6 -> new Request.Fds(in.fd(), in.unsigned(), in.fd());
            default -> throw new WireException("no such opcode: " + opcode);
        };
    }

    private static void encodeRequest(Request request, MessageWriter out) {
        switch (request) {
            case Request.Nothing() -> out.opcode(0);
            case Request.Numbers(var signed, var unsigned, var fixed) ->
                out.opcode(1).integer(signed).unsigned(unsigned).fixed(fixed);
            case Request.Strings(var text, var maybe) ->
                out.opcode(2).string(text).nullableString(maybe);
            case Request.Objects(var thing, var any, var made) ->
                out.opcode(3).object(thing).object(any).newId(made);
            case Request.Bind(var idInterface, var idVersion, var id) ->
                out.opcode(4).string(idInterface).unsigned(idVersion).newId(id);
            case Request.Array(var bytes) -> out.opcode(5).array(bytes);
            case Request.Fds(var first, var between, var second) ->
                out.opcode(6).fd(first).unsigned(between).fd(second);
        }
    }
}
