package org.wayray.testkit.wlcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.testkit.Await;
import org.wayray.wayland.client.Connection;

/** The control protocol, spoken as the module speaks it. */
class WlcsServerTest {
    private final long descriptors = Fd.open();
    private UnixSocket module;
    private Thread server;
    private int sequence;

    @BeforeEach
    void start() throws Exception {
        var pair = UnixSocket.messagePair();
        module = pair.left();
        server = Thread.ofPlatform().start(() -> {
            try (var serving = new WlcsServer(pair.right())) {
                serving.run();
            } catch (PosixException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(receive().lines()).first().isEqualTo("hello 1");
    }

    @AfterEach
    void end() throws Exception {
        module.close();
        server.join(Duration.ofSeconds(20));
        assertThat(server.isAlive()).isFalse();
        assertThat(Fd.open()).as("descriptors").isEqualTo(descriptors);
    }

    @Test
    void aClientMeetsAFreshCompositorInEachInstance() throws Exception {
        for (int number = 1; number <= 3; number++) {
            assertThat(request("start")).isEqualTo("ok");
            try (var loop = EventLoop.create("client")) {
                try (var client = connect(loop, number)) {
                    client.roundtrip(Duration.ofSeconds(10));
                }
                assertThat(request("pointer 1")).isEqualTo("ok");
                assertThat(request("pointer-abs 1 2560 2560")).isEqualTo("ok");
                assertThat(request("button 1 272 1")).isEqualTo("ok");
                assertThat(request("pointer-gone 1")).isEqualTo("ok");
                assertThat(request("touch-down 2 2560 2560")).isEqualTo("ok");
                assertThat(request("key 3 30 1")).isEqualTo("ok");
                assertThat(request("stop")).isEqualTo("ok");
            }
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedAndTheServerGoesOn() throws Exception {
        assertThat(request("pointer-abs 1 0 0")).startsWith("err");
        assertThat(request("start lenient")).isEqualTo("ok");
        assertThat(request("start")).startsWith("err");
        assertThat(request("move 7 3 0 0")).startsWith("err");
        assertThat(request("client 1")).startsWith("err");
        assertThat(request("nonsense")).startsWith("err");
        assertThat(request("stop")).isEqualTo("ok");
    }

    @Test
    void quitEndsTheServerInTheMiddle() throws Exception {
        assertThat(request("start")).isEqualTo("ok");
        send("9 quit", List.of());
        server.join(Duration.ofSeconds(20));
        assertThat(server.isAlive()).isFalse();
    }

    private Connection connect(EventLoop loop, int number) throws PosixException {
        var pair = UnixSocket.pair();
        var client = Connection.over(loop, pair.left());
        assertThat(request("client " + number, List.of(pair.right().fd().duplicate())))
                .isEqualTo("ok");
        pair.right().close();
        return client;
    }

    private String request(String text) throws PosixException {
        return request(text, List.of());
    }

    private String request(String text, List<Fd> fds) throws PosixException {
        var number = String.valueOf(++sequence);
        send(number + " " + text, fds);
        var answer = receive();
        assertThat(answer).startsWith(number + " ");
        return answer.substring(number.length() + 1);
    }

    private void send(String text, List<Fd> fds) throws PosixException {
        module.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), new ArrayDeque<>(fds));
    }

    private String receive() {
        var bytes = ByteBuffer.allocateDirect(4096);
        Await.until("the server answers", () -> {
            try {
                return module.receive(bytes, new ArrayDeque<>()) != UnixSocket.WOULD_BLOCK;
            } catch (PosixException e) {
                throw new AssertionError(e);
            }
        });
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
}
