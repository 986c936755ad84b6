package org.wayray.compositor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.wayray.compositor.CompositorOptions;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.posix.Fd;

/**
 * Sessions that end in the middle of everything, windows, menus, drags, locks, screenshots, one after the other in one process:
 * descriptors, threads, memory of clients and the heap are as they were. {@code -Dwayray.sessions=3000} makes it more of them.
 */
@EnabledOnOs(OS.LINUX)
class SessionEndTest {
    private static final int SESSIONS = Integer.getInteger("wayray.sessions", 120);
    private static final int WARM_UP = 30;
    private static final int TURNS = 60;
    /** What the JDK keeps for itself may grow by so much. */
    private static final long HEAP_SLACK = 4 << 20;

    private record Held(long fds, long kernelsFds, long threads, long clientMappings, long heap) {
        static Held now() throws IOException {
            return new Held(
                    Fd.open(),
                    filesIn(Path.of("/proc/self/fd")),
                    filesIn(Path.of("/proc/self/task")),
                    mappedMemory(),
                    usedHeap());
        }

        private static long filesIn(Path folder) throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> !isJar(file)).count();
            }
        }

        /** Those are opened with the first use of a class. */
        private static boolean isJar(Path file) {
            try {
                return Files.readSymbolicLink(file).toString().endsWith(".jar");
            } catch (IOException notALink) {
                return false;
            }
        }

        private static long mappedMemory() throws IOException {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
                return lines.filter(line -> line.contains("memfd:")).count();
            }
        }

        private static long usedHeap() {
            System.gc();
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
    }

    @Test
    void whatASessionHeldIsFreedWithIt() throws Exception {
        long seed = Long.getLong("wayray.seed", 1);
        var before = Held.now();
        for (int i = 0; i < SESSIONS; i++) {
            if (i == WARM_UP) {
                before = Held.now();
            }
            try {
                session(new Random(seed + i));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + (seed + i), e);
            }
        }
        var after = Held.now();
        System.out.println("SessionEndTest: " + SESSIONS + " sessions from seed " + seed + "; " + before + " " + after);
        assertThat(after.fds()).isEqualTo(before.fds());
        assertThat(after.kernelsFds()).as("descriptors").isLessThanOrEqualTo(before.kernelsFds());
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 2);
        assertThat(after.clientMappings()).as("mapped client memory").isLessThanOrEqualTo(before.clientMappings());
        assertThat(after.heap()).as("heap").isLessThan(before.heap() + HEAP_SLACK);
    }

    private static void session(Random random) throws Exception {
        var experience = new Experience();
        var clients = new ArrayList<FuzzClient>();
        var session = new SessionFixture(CompositorOptions.ofSize(MadViewer.WIDTH, MadViewer.HEIGHT));
        var viewer = new MadViewer(session, random);
        var surroundings = new FuzzClient.Surroundings() {
            @Override
            public void settle() {
                SessionEndTest.settle(session, clients);
            }

            @Override
            public void press(boolean pressed) {
                viewer.press(pressed);
            }
        };
        for (int i = 0; i < 2; i++) {
            var client = new FuzzClient(session.compositor().display(), surroundings, random, experience, 0);
            clients.add(client);
            surroundings.settle();
            client.bindGlobals();
        }
        for (int turn = 0; turn < TURNS; turn++) {
            var client = clients.get(random.nextInt(clients.size()));
            if (turn % 2 == 0) {
                Plays.any(client);
            } else {
                client.sendAny();
            }
            viewer.act();
            surroundings.settle();
            if (turn % 10 == 0) {
                session.advance(Duration.ofMillis(20));
            }
        }
        // what was sent last is still unread when the session ends
        clients.forEach(Plays::any);
        if (random.nextInt(3) == 0) {
            clients.forEach(FuzzClient::close);
        }
        session.close();
        clients.forEach(FuzzClient::close);
    }

    private static void settle(SessionFixture session, List<FuzzClient> clients) {
        try {
            do {
                session.settle();
            } while (clients.stream().filter(FuzzClient::answer).count() > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
