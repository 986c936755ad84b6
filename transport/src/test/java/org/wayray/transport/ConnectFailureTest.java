package org.wayray.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConnectFailureTest {
    private static QuicViewerConnector connector;

    @BeforeAll
    static void open() throws Exception {
        connector = new QuicViewerConnector((host, port, certificate) -> {}, Optional.empty(), Duration.ofMillis(1000));
    }

    @AfterAll
    static void close() {
        connector.close();
    }

    @Test
    void silenceSaysWhatToCheck() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(Loopback.ANY_PORT)) {
            ConnectFailure failure = failure("127.0.0.1", silent.getLocalPort());
            assertThat(failure.kind()).isEqualTo(ConnectFailure.Kind.NO_ANSWER);
            assertThat(failure).hasMessage("No answer from 127.0.0.1:" + silent.getLocalPort() + " within 1 seconds.");
            assertThat(failure.hint()).contains("UDP port " + silent.getLocalPort());
        }
    }

    @Test
    void aNameWithoutAddressIsNamed() throws Exception {
        ConnectFailure failure = failure("not a host name", 4433);
        assertThat(failure.kind()).isEqualTo(ConnectFailure.Kind.UNKNOWN_HOST);
        assertThat(failure).hasMessage("There is no address for not a host name.");
    }

    @Test
    void aQuicServerOfAnotherKindIsNamed() throws Exception {
        TlsIdentity identity = SelfSigned.create(List.of("localhost"), Instant.now());
        var tls = QuicSslContextBuilder.forServer(identity.key(), null, identity.chain())
                .applicationProtocols("h3")
                .build();
        try (NetworkThread network = new NetworkThread("other-server")) {
            var socket = network.bind(
                            Loopback.ANY_PORT,
                            QuicTuning.server(new QuicServerCodecBuilder(), Duration.ofSeconds(5))
                                    .sslContext(tls)
                                    .tokenHandler(new RetryTokens(new Admissions(1, 1), System::nanoTime))
                                    .handler(new ChannelInboundHandlerAdapter())
                                    .build())
                    .sync()
                    .channel();
            ConnectFailure failure;
            try (QuicViewerConnector patient = Loopback.connector((host, port, certificate) -> {})) {
                failure = failure(patient, "127.0.0.1", ((InetSocketAddress) socket.localAddress()).getPort());
            }
            assertThat(failure.kind()).isEqualTo(ConnectFailure.Kind.NOT_WAYRAY);
            assertThat(failure).hasMessageContaining("does not speak wayray/1");
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(Loopback.ANY_PORT)) {
            var options = FrontDoorOptions.of(
                    new InetSocketAddress("127.0.0.1", taken.getLocalPort()),
                    SelfSigned.create(List.of("localhost"), Instant.now()));
            assertThatThrownBy(() -> QuicFrontDoor.open(options, link -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot listen on UDP 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("Address already in use");
        }
    }

    private static ConnectFailure failure(String host, int port) throws Exception {
        return failure(connector, host, port);
    }

    private static ConnectFailure failure(QuicViewerConnector by, String host, int port) throws Exception {
        try {
            by.connect(host, port).get(20, TimeUnit.SECONDS);
            throw new AssertionError("connected");
        } catch (ExecutionException e) {
            return (ConnectFailure) requireNonNull(e.getCause());
        }
    }
}
