package org.wayray.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Notice;
import org.wayray.protocol.v1.Ping;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

class BadNetworkTest {
    private Loopback loopback;
    private UdpRelay relay;
    private Link<ToViewer, ToSession> viewer;
    private final Recorder<ToViewer> viewerGot = new Recorder<>();
    private Link<ToSession, ToViewer> session;
    private final Recorder<ToSession> sessionGot = new Recorder<>();

    @BeforeEach
    void connect() throws Exception {
        loopback = new Loopback(options -> options.withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(4)));
        relay = new UdpRelay(loopback.port(), 42);
        viewer = loopback.connector.connect("127.0.0.1", relay.port()).get(20, TimeUnit.SECONDS);
        viewer.start(viewerGot);
        viewer.send(Loopback.HELLO);
        session = loopback.accepted();
        session.start(sessionGot);
        assertThat(sessionGot.next()).isEqualTo(Loopback.HELLO);
    }

    @AfterEach
    void close() {
        loopback.close();
        relay.close();
    }

    @Test
    void lostPacketsLoseNoMessage() throws Exception {
        relay.lose(0.05);
        for (int serial = 1; serial <= 20; serial++) {
            session.send(new Envelope<>(
                    Channel.DISPLAY,
                    ToViewer.newBuilder()
                            .setFrame(Frame.newBuilder().setSerial(serial))
                            .build(),
                    ByteBuffer.allocate(20_000)));
        }
        for (int serial = 1; serial <= 20; serial++) {
            assertThat(viewerGot.next().message().getFrame().getSerial()).isEqualTo(serial);
        }
    }

    @Test
    void theLastMessageSurvivesTheLossOfItsPacket() throws Exception {
        relay.pass(true, false);
        var notice = Envelope.of(
                Channel.CONTROL,
                ToViewer.newBuilder()
                        .setNotice(Notice.newBuilder().setText("going down"))
                        .build());
        session.send(notice);
        session.close(CloseReason.finished("done"));
        assertThat(sessionGot.closeReason()).isEqualTo(CloseReason.finished("done"));
        // the packets with the message and the end of the streams have been lost by now
        session.stats().toCompletableFuture().get(10, TimeUnit.SECONDS);
        relay.pass(true, true);
        assertThat(viewerGot.next()).isEqualTo(notice);
        assertThat(viewerGot.closeReason().kind()).isEqualTo(CloseReason.Kind.FINISHED);
    }

    @Test
    void theViewerMayChangeItsAddress() throws Exception {
        for (int round = 0; round < 3; round++) {
            relay.rebind();
            var ping = Envelope.of(
                    Channel.CONTROL,
                    ToSession.newBuilder()
                            .setPing(Ping.newBuilder().setNonce(round))
                            .build());
            viewer.send(ping);
            assertThat(sessionGot.next()).isEqualTo(ping);
            var notice = Envelope.of(
                    Channel.CONTROL,
                    ToViewer.newBuilder()
                            .setNotice(Notice.newBuilder().setText("round " + round))
                            .build());
            session.send(notice);
            assertThat(viewerGot.next()).isEqualTo(notice);
        }
    }

    @Test
    void anIdleConnectionStays() throws Exception {
        // the idle timeout of this server is four seconds, the viewer's keep-alive comes every three
        long until = System.nanoTime() + Duration.ofMillis(4500).toNanos();
        Await.until(() -> System.nanoTime() > until);
        assertThat(viewerGot.isClosed()).isFalse();
        assertThat(sessionGot.isClosed()).isFalse();
        assertThat(sessionGot.isEmpty()).isTrue();
    }

    @Test
    void aDeadNetworkIsNoticedByBothSides() throws Exception {
        relay.pass(false, false);
        assertThat(sessionGot.closeReason().kind()).isEqualTo(CloseReason.Kind.LOST);
        assertThat(viewerGot.closeReason().kind()).isEqualTo(CloseReason.Kind.LOST);
    }
}
