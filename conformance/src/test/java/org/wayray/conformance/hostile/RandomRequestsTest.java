package org.wayray.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.posix.Fd;
import org.wayray.posix.SharedMemory;
import org.wayray.testkit.CompositorFixture;
import org.wayray.testkit.FakeViewer;
import org.wayray.testkit.Keys;
import org.wayray.testkit.Seed;
import org.wayray.testkit.TestClient;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;

/**
 * Whatever well-formed requests come in whatever order, the session answers with the errors of the protocol and never with a
 * failure of its own.
 */
class RandomRequestsTest {
    private static final int CLIENTS = 500;
    private static final int REQUESTS = 400;

    @TempDir
    Path folder;

    @Test
    void randomRequestsAndRandomInputNeverMakeTheSessionFail() throws Exception {
        var seed = Seed.fresh();
        var random = seed.generator();
        long descriptors = Fd.open();
        try (var session = CompositorFixture.start(folder);
                var memory = SharedMemory.create(RandomRequests.memorySize())) {
            for (int i = 0; i < CLIENTS; i++) {
                try (var client = TestClient.connect(session.socket())) {
                    var requests = new RandomRequests(client, random, memory);
                    for (int windows = random.nextInt(3); windows > 0; windows--) {
                        requests.openWindow();
                    }
                    for (int part = 0; part < 4 && client.connection().end().isEmpty(); part++) {
                        disturb(session.viewer(), random);
                        requests.run(REQUESTS / 4)
                                .flatMap(end -> end.serverError())
                                .filter(error -> error.objectId() == 1)
                                .filter(error -> error.code() == WlDisplayProtocol.Error.IMPLEMENTATION.value())
                                .ifPresent(error -> {
                                    throw new AssertionError(seed + ": " + error + "\n" + requests.history());
                                });
                    }
                } catch (AssertionError e) {
                    throw new AssertionError(seed + ": " + e.getMessage(), e);
                }
            }
        }
        assertThat(Fd.open()).as("descriptors").isEqualTo(descriptors);
    }

    private static void disturb(FakeViewer viewer, RandomGenerator random) {
        viewer.moveTo(random.nextInt(1280), random.nextInt(800));
        boolean pressed = random.nextBoolean();
        viewer.button(Keys.BUTTON_LEFT, pressed);
        viewer.key(random.nextInt(1, 100), pressed);
        viewer.scroll(random.nextInt(-2, 3));
        viewer.focus(random.nextInt(4) != 0);
    }
}
