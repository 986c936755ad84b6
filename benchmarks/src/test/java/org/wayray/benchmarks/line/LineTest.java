package org.wayray.benchmarks.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams through real sockets. */
@Timeout(30)
class LineTest {
    private static final LineModel SHORT = new LineModel(0, 0, 0, 0, 1);

    @Test
    void datagramsGoThereAndBackInOrder() throws IOException {
        try (var server = socket();
                var line = Line.open(SHORT, address(server));
                var viewer = socket()) {
            for (int i = 0; i < 20; i++) {
                send(viewer, line.address(), "question " + i);
            }
            for (int i = 0; i < 20; i++) {
                var question = receive(server);
                assertThat(text(question)).isEqualTo("question " + i);
                send(server, (InetSocketAddress) question.getSocketAddress(), "answer " + i);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(text(receive(viewer))).isEqualTo("answer " + i);
            }
            assertThat(line.up()).isEqualTo(new LineCount(20, 10 * 10 + 10 * 11, 0, 0));
            assertThat(line.down()).isEqualTo(new LineCount(20, 10 * 8 + 10 * 9, 0, 0));
        }
    }

    @Test
    void eachViewerGetsItsOwnAnswers() throws IOException {
        try (var server = socket();
                var line = Line.open(SHORT, address(server));
                var one = socket();
                var other = socket()) {
            send(one, line.address(), "one");
            var fromOne = receive(server);
            send(other, line.address(), "other");
            var fromOther = receive(server);
            assertThat(fromOne.getSocketAddress()).isNotEqualTo(fromOther.getSocketAddress());
            send(server, (InetSocketAddress) fromOther.getSocketAddress(), "to other");
            send(server, (InetSocketAddress) fromOne.getSocketAddress(), "to one");
            assertThat(text(receive(one))).isEqualTo("to one");
            assertThat(text(receive(other))).isEqualTo("to other");
        }
    }

    @Test
    void itEndsWithDatagramsOnTheirWay() throws IOException {
        try (var server = socket();
                var viewer = socket()) {
            var line = Line.open(new LineModel(3_600_000_000_000L, 0, 0, 0, 1), address(server));
            send(viewer, line.address(), "never seen");
            while (line.up().datagrams() == 0) {
                Thread.onSpinWait();
            }
            line.close();
            assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                    .doesNotContain("line-in", "line-up", "line-down");
        }
    }

    private static DatagramSocket socket() throws IOException {
        return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    private static InetSocketAddress address(DatagramSocket socket) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private static void send(DatagramSocket from, InetSocketAddress to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static DatagramPacket receive(DatagramSocket at) throws IOException {
        var packet = new DatagramPacket(new byte[2000], 2000);
        at.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(Arrays.copyOf(packet.getData(), packet.getLength()), StandardCharsets.UTF_8);
    }
}
