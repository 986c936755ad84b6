package org.wayray.wayland.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.wayray.wayland.wire.ThingProtocol.Request;

final class WireTraceTest {
    private static final Messages<Request> REQUESTS = ThingProtocol.INTERFACE.requests();

    private final ArrayList<String> lines = new ArrayList<>();
    private final WireTrace trace = new WireTrace(lines::add);

    private String sent(Request request) {
        var writer = new MessageWriter();
        var type = Objects.requireNonNull(writer.write(0xff000001, 3, REQUESTS, request));
        trace.sent(1_234_567_890L, "client 1", ThingProtocol.INTERFACE, 0xff000001, type, writer);
        writer.clear();
        return lines.getLast();
    }

    @Test
    void aLineHasTimeConnectionDirectionObjectMessageAndArguments() {
        assertThat(sent(new Request.Nothing())).isEqualTo("[   1234.568] client 1:  -> thing@4278190081.nothing()");
        assertThat(sent(new Request.Numbers(-1, -1, -0.5))).endsWith(".numbers(-1, 4294967295, -0.5)");
        assertThat(sent(new Request.Strings("two\nlines", null))).endsWith(".strings(\"two\uFFFDlines\", nil)");
        assertThat(sent(new Request.Objects(5, 0, 6))).endsWith(".objects(thing@5, nil, new id thing@6)");
        assertThat(sent(new Request.Objects(5, 9, 6))).endsWith(".objects(thing@5, [object]@9, new id thing@6)");
        assertThat(sent(new Request.Bind("wl_shm", 1, 7))).endsWith(".bind(new id \"wl_shm\" version 1 @7)");
        assertThat(sent(new Request.Array(new byte[5]))).endsWith(".array(array[5])");
        assertThat(sent(new Request.Fds(WireFd.owning(new Handle()), 2, WireFd.owning(new Handle()))))
                .endsWith(".fds(fd, 2, fd)");
    }

    @Test
    void aReceivedMessageIsShownBeforeItIsRead() throws WireException {
        var reader = new MessageReader(new ArrayDeque<Handle>());
        reader.reset(Hex.buffer("07000000 01001400 feffffff 00000080 80010000"));
        assertThat(reader.next()).isTrue();
        trace.received(0, "client 1", ThingProtocol.INTERFACE, 7, REQUESTS.type(1), reader);
        assertThat(lines).containsExactly("[      0.000] client 1: thing@7.numbers(-2, 2147483648, 1.5)");
        assertThat(REQUESTS.decode(1, reader)).isEqualTo(new Request.Numbers(-2, 0x80000000, 1.5));
    }
}
