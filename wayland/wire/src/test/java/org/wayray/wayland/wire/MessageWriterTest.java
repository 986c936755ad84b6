package org.wayray.wayland.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.wayray.wayland.wire.ThingProtocol.Request;

final class MessageWriterTest {
    private static final Messages<Request> REQUESTS = ThingProtocol.INTERFACE.requests();

    private final MessageWriter writer = new MessageWriter();

    private String written(Request request) {
        writer.write(7, 3, REQUESTS, request);
        String hex = Hex.of(writer.pending());
        writer.sent(writer.pendingBytes());
        return hex;
    }

    @Test
    void aMessageIsItsObjectThenSizeAndOpcodeThenItsArguments() {
        assertThat(written(new Request.Nothing())).isEqualTo("07000000 00000800");
        assertThat(written(new Request.Numbers(-2, 0x80000000, 1.5)))
                .isEqualTo("07000000 01001400 feffffff 00000080 80010000");
        assertThat(written(new Request.Objects(1, 0, 0x10))).isEqualTo("07000000 03001400 01000000 00000000 10000000");
    }

    @Test
    void stringsHaveTheirLengthWithTerminatorAndPadding() {
        assertThat(written(new Request.Strings("", null))).isEqualTo("07000000 02001400 01000000 00000000 00000000");
        assertThat(written(new Request.Strings("abc", "abcd")))
                .isEqualTo("07000000 02001c00 04000000 61626300 05000000 61626364 00000000");
        assertThat(written(new Request.Strings("é", null))).isEqualTo("07000000 02001400 03000000 c3a90000 00000000");
        assertThat(written(new Request.Bind("ab", 3, 9)))
                .isEqualTo("07000000 04001800 03000000 61620000 03000000 09000000");
    }

    @Test
    void arraysHaveTheirLengthAndPadding() {
        assertThat(written(new Request.Array(new byte[0]))).isEqualTo("07000000 05000c00 00000000");
        assertThat(written(new Request.Array(new byte[] {1, 2, 3, 4, 5})))
                .isEqualTo("07000000 05001400 05000000 01020304 05000000");
    }

    @Test
    void descriptorsTravelBesideTheBytes() {
        var first = WireFd.owning(new Handle());
        var second = WireFd.owning(new Handle());
        assertThat(written(new Request.Fds(first, 5, second))).isEqualTo("07000000 06000c00 05000000");
        assertThat(writer.pendingFds()).isEqualTo(2);
        assertThat(writer.pollFd()).isSameAs(first);
        assertThat(writer.pollFd()).isSameAs(second);
        assertThat(writer.pollFd()).isNull();
    }

    @Test
    void whatIsWrittenComesOutInOrderHoweverItIsSent() {
        var expected = new StringBuilder();
        var sent = new StringBuilder();
        int serial = 0;
        for (int round = 1; round < 200; round++) {
            for (int i = 0; i < round % 17; i++) {
                writer.write(7, 3, REQUESTS, new Request.Numbers(++serial, 0, 0));
                expected.append("%02x".formatted(serial & 0xff));
            }
            int bytes = Math.min(writer.pendingBytes(), 20 * (round % 13));
            String hex = Hex.of(writer.pending().limit(writer.pending().position() + bytes));
            for (int at = 18; at < hex.length(); at += 45) {
                sent.append(hex, at, at + 2);
            }
            writer.sent(bytes);
        }
        String rest = Hex.of(writer.pending());
        for (int at = 18; at < rest.length(); at += 45) {
            sent.append(rest, at, at + 2);
        }
        assertThat(sent).hasToString(expected.toString());
    }

    @Test
    void aMessageMayBeAsLongAsTheLimitAndNoLonger() {
        writer.write(7, 3, REQUESTS, new Request.Array(new byte[Limits.MAX_MESSAGE_BYTES - 12]));
        assertThat(writer.pendingBytes()).isEqualTo(Limits.MAX_MESSAGE_BYTES);
        writer.clear();
        for (int bytes : new int[] {Limits.MAX_MESSAGE_BYTES - 11, Limits.MAX_MESSAGE_BYTES + 1, 100_000}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.write(7, 3, REQUESTS, new Request.Array(new byte[bytes])));
            assertThat(writer.pendingBytes()).isZero();
        }
    }

    @Test
    void aMessageThatTheObjectIsTooOldForIsNotWritten() {
        assertThat(writer.write(7, 1, REQUESTS, new Request.Array(new byte[1]))).isNull();
        assertThat(writer.pendingBytes()).isZero();
        assertThat(writer.write(7, 2, REQUESTS, new Request.Array(new byte[1]))).isSameAs(REQUESTS.type(5));
    }

    @Test
    void descriptorsOfWhatIsNotSentAreClosed() {
        var dropped = new Handle();
        writer.write(7, 0, REQUESTS, new Request.Fds(WireFd.owning(dropped), 0, WireFd.owning(dropped)));
        assertThat(dropped.closed).isEqualTo(2);

        var cleared = new Handle();
        writer.write(7, 3, REQUESTS, new Request.Fds(WireFd.owning(cleared), 0, WireFd.owning(cleared)));
        writer.clear();
        assertThat(cleared.closed).isEqualTo(2);
        assertThat(writer.pendingBytes()).isZero();
    }
}
