package org.wayray.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.conformance.hostile.RawClient.DISPLAY;
import static org.wayray.conformance.hostile.RawClient.GET_REGISTRY;
import static org.wayray.conformance.hostile.RawClient.SYNC;
import static org.wayray.conformance.hostile.RawClient.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wayray.posix.Fd;
import org.wayray.posix.SealedMemory;
import org.wayray.posix.UnixSocket;
import org.wayray.testkit.CompositorFixture;
import org.wayray.testkit.Seed;

/** Clients that break the wire format lose their own connection, cost the session nothing, and leave nothing behind. */
class HostileBytesTest {
    private static final int CONNECTIONS = 1000;
    private static final int RANDOM_CLIENTS = 300;

    @TempDir
    Path folder;

    private CompositorFixture session;
    private long descriptors;

    @BeforeEach
    void start() throws Exception {
        session = CompositorFixture.start(folder);
        served();
        session.awaitNoClients();
        descriptors = Fd.open();
    }

    /** Whatever a test did, the next client is served and no descriptor is left. */
    @AfterEach
    void theSessionLivesOn() throws Exception {
        try {
            served();
            session.awaitNoClients();
            assertThat(Fd.open()).as("descriptors").isEqualTo(descriptors);
        } finally {
            session.close();
        }
    }

    private void served() throws Exception {
        try (var client = RawClient.connect(session.socket())) {
            client.roundTrip();
        }
    }

    @Test
    void randomBytes() throws Exception {
        var seed = Seed.fresh();
        var random = seed.generator();
        for (int i = 0; i < RANDOM_CLIENTS; i++) {
            try (var client = RawClient.connect(session.socket())) {
                client.send(i % 2 == 0 ? noise(random) : likelyMessages(random));
            } catch (AssertionError e) {
                throw new AssertionError(seed.toString(), e);
            }
        }
    }

    private static ByteBuffer noise(RandomGenerator random) {
        var bytes = new byte[random.nextInt(1, 5000)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Well-formed headers for objects that may exist, and anything behind them. */
    private static ByteBuffer likelyMessages(RandomGenerator random) {
        var bytes = ByteBuffer.allocate(1 << 14).order(ByteOrder.nativeOrder());
        bytes.put(message(DISPLAY, GET_REGISTRY, 2));
        while (bytes.remaining() > 256) {
            int words = random.nextInt(8);
            bytes.putInt(random.nextInt(1, 5)).putInt((8 + 4 * words) << 16 | random.nextInt(4));
            for (int i = 0; i < words; i++) {
                bytes.putInt(random.nextBoolean() ? random.nextInt(12) : random.nextInt());
            }
        }
        return bytes.flip();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 7, 10})
    void aSizeThatNoMessageHas(int size) throws Exception {
        try (var client = RawClient.connect(session.socket())) {
            client.send(ByteBuffer.allocate(8)
                    .order(ByteOrder.nativeOrder())
                    .putInt(DISPLAY)
                    .putInt(size << 16)
                    .flip());
            client.awaitHangUp();
        }
    }

    @Test
    void aLargestMessageOfNothing() throws Exception {
        try (var client = RawClient.connect(session.socket())) {
            var bytes = ByteBuffer.allocate(0xFFFC).order(ByteOrder.nativeOrder());
            bytes.putInt(0, DISPLAY).putInt(4, 0xFFFC << 16 | SYNC);
            client.send(bytes);
            assertThat(client.awaitHangUp()).isPresent();
        }
    }

    @Test
    void anIdThatIsTaken() throws Exception {
        try (var client = RawClient.connect(session.socket())) {
            client.send(message(DISPLAY, GET_REGISTRY, 2));
            client.send(message(DISPLAY, GET_REGISTRY, 2));
            assertThat(client.awaitHangUp()).isPresent();
        }
    }

    @Test
    void anObjectThatNeverWas() throws Exception {
        try (var client = RawClient.connect(session.socket())) {
            client.send(message(77, 0));
            assertThat(client.awaitHangUp())
                    .hasValueSatisfying(error -> assertThat(error.object()).isEqualTo(DISPLAY));
        }
    }

    @Test
    void aStringWithoutEnd() throws Exception {
        try (var client = RawClient.connect(session.socket())) {
            client.send(message(DISPLAY, GET_REGISTRY, 2));
            int letters = ByteBuffer.wrap("AAAA".getBytes(StandardCharsets.US_ASCII))
                    .order(ByteOrder.nativeOrder())
                    .getInt();
            // wl_registry.bind(name 1, a string of 4 letters where the last must be zero, version 1, id 3)
            client.send(message(2, 0, 1, 4, letters, 1, 3));
            assertThat(client.awaitHangUp()).isPresent();
        }
    }

    @Test
    void aFloodOfDescriptors() throws Exception {
        try (var memory = SealedMemory.of(new byte[] {1});
                var client = RawClient.connect(session.socket())) {
            boolean connected = true;
            for (int i = 0; i < 200 && connected; i++) {
                var fds = new Fd[UnixSocket.MAX_DESCRIPTORS];
                for (int k = 0; k < fds.length; k++) {
                    fds[k] = memory.duplicate();
                }
                connected = client.send(message(DISPLAY, SYNC, client.newId()), fds);
            }
            client.awaitHangUp();
        }
    }

    /** Its requests are no longer read, or it is disconnected: both bound what is kept for it. */
    @Test
    void aClientThatAsksAndNeverReads() throws Exception {
        try (var client = RawClient.connect(session.socket())) {
            var questions = ByteBuffer.allocate(1 << 20);
            while (questions.remaining() >= 12) {
                questions.put(message(DISPLAY, GET_REGISTRY, client.newId()));
            }
            questions.flip();
            int stuck = 0;
            int sent = 1;
            while (sent != UnixSocket.END && stuck < 50) {
                assertThat(questions.hasRemaining()).as("there are limits").isTrue();
                sent = client.sendSome(questions);
                stuck = sent == UnixSocket.WOULD_BLOCK ? stuck + 1 : 0;
                served();
            }
        }
    }

    @Test
    void aThousandConnections() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (var client = RawClient.connect(session.socket())) {
                client.send(message(DISPLAY, GET_REGISTRY, client.newId()));
                if (i % 3 != 0) {
                    client.roundTrip();
                }
            }
        }
    }
}
