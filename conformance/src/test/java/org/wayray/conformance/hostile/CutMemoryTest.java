package org.wayray.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.SharedMemory;
import org.wayray.testkit.CompositorFixture;
import org.wayray.testkit.TestClient;
import org.wayray.testkit.TestWindow;

/** A client that cuts its memory short while the server reads it loses its connection at most; the JVM lives on. */
class CutMemoryTest {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 400;

    /** What is left of the memory, in bytes. */
    private static final int CUT = 4096;

    /** More than the socket and the server keep of it. */
    private static final int MOTIONS = 200_000;

    private static final int RED = 0xFF0000;
    private static final int GREEN = 0x00FF00;

    @TempDir
    Path folder;

    private CompositorFixture session;
    private long descriptors;

    @BeforeEach
    void start() throws Exception {
        session = CompositorFixture.start(folder);
        descriptors = Fd.open();
    }

    /** Whatever a test did, another client shows its window and no descriptor is left. */
    @AfterEach
    void theSessionLivesOn() throws Exception {
        try {
            try (var client = TestClient.connect(session.socket());
                    var window = TestWindow.open(client, WIDTH, HEIGHT)) {
                window.paint(GREEN);
                client.roundTrip();
                session.viewer()
                        .await(
                                "the next client's window is there",
                                now -> now.count(pixel -> pixel == GREEN) > WIDTH * HEIGHT / 2);
            }
            session.awaitNoClients();
            assertThat(Fd.open()).as("descriptors").isEqualTo(descriptors);
        } finally {
            session.close();
        }
    }

    @Test
    void memoryThatIsCutBeforeItIsRead() throws Exception {
        try (var client = TestClient.connect(session.socket());
                var window = TestWindow.open(client, WIDTH, HEIGHT, SharedMemory.Length.FREE)) {
            window.paint(RED);
            client.roundTrip();
            window.memory().resize(CUT);
            window.commit();
            assertThat(client.awaitEnd().serverError())
                    .as("an error about the memory")
                    .isPresent();
        }
    }

    /** The cutting races with the server's reading, a few hundred times. */
    @Test
    void memoryThatIsCutWhileItIsRead() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (var client = TestClient.connect(session.socket());
                    var window = TestWindow.open(client, WIDTH, HEIGHT, SharedMemory.Length.FREE)) {
                window.paint(RED);
                client.roundTrip();
                for (int k = 0; k < 20 && client.connection().end().isEmpty(); k++) {
                    window.commit();
                    client.connection().flush();
                    window.memory().resize(CUT);
                    window.memory().resize(2 * WIDTH * HEIGHT * 4);
                }
            }
        }
    }

    @Test
    void memoryThatIsHeldCannotBeCut() throws Exception {
        try (var client = TestClient.connect(session.socket());
                var window = TestWindow.open(client, WIDTH, HEIGHT)) {
            window.paint(RED);
            client.roundTrip();
            assertThatThrownBy(() -> window.memory().resize(CUT)).isInstanceOf(PosixException.class);
            session.viewer().await("the window is there", now -> now.count(pixel -> pixel == RED) > WIDTH * HEIGHT / 2);
        }
    }

    @Test
    void aClientThatCommitsAndNeverReads() throws Exception {
        try (var client = TestClient.connect(session.socket());
                var window = TestWindow.open(client, WIDTH, HEIGHT)) {
            window.paint(RED);
            client.roundTrip();
            session.viewer().await("the window is there", now -> now.count(pixel -> pixel == RED) > WIDTH * HEIGHT / 2);
            // motion that it does not read piles up while it goes on committing
            for (int i = 0; i < MOTIONS; i++) {
                session.viewer().moveTo(640 + i % 50, 400);
                if (i % 1000 == 0) {
                    window.commit();
                    client.connection().flush();
                }
            }
            session.viewer().awaitRest(Duration.ofMillis(300));
        }
    }
}
