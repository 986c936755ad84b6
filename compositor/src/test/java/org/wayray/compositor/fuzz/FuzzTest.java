package org.wayray.compositor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.Compositor;
import org.wayray.compositor.CompositorOptions;
import org.wayray.compositor.fixture.LoggedErrors;
import org.wayray.compositor.fixture.Reachability;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.fixture.SessionInvariants;
import org.wayray.compositor.scene.Layer;
import org.wayray.posix.Fd;
import org.wayray.wayland.server.Client;

/**
 * Some mad clients at a time, an ordinary one, and a mad viewer, on one thread and a clock that jumps: the same seed is the same
 * run. The mad clients may lose their connections by protocol errors. But no error is logged, the session's state holds together
 * after each step, the viewer's picture is right whenever it rests, the ordinary client is served, and of a client that is gone
 * nothing is left.
 *
 * <p>Without more it is the same few runs every time. {@code -Dwayray.fuzz.seconds=600} makes it go on for so long from another seed
 * each time, {@code -Dwayray.seed=NUMBER} starts with that seed.
 */
class FuzzTest {
    private static final int USUAL_RUNS = 10;
    private static final int TURNS = 4000;
    private static final int MAX_CLIENTS = 4;

    @Test
    void noRequestsInWhateverOrderMakeTheSessionFail() throws Exception {
        int seconds = Integer.getInteger("wayray.fuzz.seconds", 0);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        long seed = Long.getLong("wayray.seed", seconds == 0 ? 1 : System.nanoTime());
        long descriptors = Fd.open();
        var coverage = new Coverage();
        int runs = 0;
        do {
            // what a run learned is not handed on, or a seed would not repeat it
            var experience = new Experience();
            run(seed + runs, experience, coverage);
            coverage.add(experience);
            runs++;
        } while (seconds == 0 ? runs < USUAL_RUNS : System.nanoTime() - end < 0);
        System.out.println("FuzzTest: " + runs + " runs from seed " + seed + "; " + coverage);
        assertThat(Fd.open()).as("descriptors").isEqualTo(descriptors);
    }

    private static void run(long seed, Experience experience, Coverage coverage) throws Exception {
        try (var errors = new LoggedErrors();
                var run = new Run(new Random(seed), experience, errors)) {
            try {
                coverage.addAll(run.session.compositor().display().globals());
                run.go();
            } catch (Exception | AssertionError | StackOverflowError e) {
                run.giveUp();
                throw new AssertionError(
                        "seed " + seed + " (repeat with -Dwayray.seed=" + seed + ")\n" + experience.history(), e);
            }
        }
    }

    private static final class Run implements FuzzClient.Surroundings, AutoCloseable {
        private final Random random;
        private final Experience experience;
        private final LoggedErrors errors;
        private final SessionFixture session;
        private final MadViewer viewer;
        private final WellBehavedClient sane;
        private final long descriptors;
        private final List<FuzzClient> clients = new ArrayList<>();
        private final List<WeakReference<Client>> gone = new ArrayList<>();
        private boolean givenUp;

        Run(Random random, Experience experience, LoggedErrors errors) throws Exception {
            this.random = random;
            this.experience = experience;
            this.errors = errors;
            session = new SessionFixture(CompositorOptions.ofSize(MadViewer.WIDTH, MadViewer.HEIGHT));
            viewer = new MadViewer(session, random);
            sane = new WellBehavedClient(session);
            sane.draw();
            descriptors = Fd.open();
        }

        void go() throws Exception {
            for (int turn = 0; turn < TURNS; turn++) {
                turn();
                verify();
                if (turn % 50 == 0) {
                    sane.draw();
                }
                if (turn % 100 == 0) {
                    verifyPicture();
                    if (turn % 200 == 0) {
                        sane.unlock(); // or there is little to see for the rest of the run
                    }
                }
            }
            while (!clients.isEmpty()) {
                end(clients.getLast());
                verify();
            }
            verifyNothingIsLeft();
            verifyServed();
        }

        private void turn() throws Exception {
            if (clients.isEmpty() || (clients.size() < MAX_CLIENTS && random.nextInt(100) == 0)) {
                begin();
            }
            var client = clients.get(random.nextInt(clients.size()));
            int what = random.nextInt(20);
            if (what < 7) {
                for (int i = random.nextInt(4) == 0 ? 4 : 1; i > 0 && client.isAlive(); i--) {
                    client.sendAny();
                }
            } else if (what < 14) {
                Plays.any(client);
            } else if (what < 18) {
                experience.note("viewer: " + viewer.act());
            } else if (what < 19) {
                session.advance(Duration.ofMillis(random.nextInt(8) == 0 ? 20_000 : random.nextInt(100)));
            } else if (random.nextInt(25) == 0) {
                end(client);
            }
            settle();
        }

        private void begin() throws Exception {
            int wildness = List.of(0, 300, 30).get(random.nextInt(3));
            var client = new FuzzClient(session.compositor().display(), this, random, experience, wildness);
            clients.add(client);
            settle();
            client.bindGlobals();
            settle();
            if (random.nextInt(4) != 0) {
                Plays.begin(client);
                settle();
            }
        }

        private void end(FuzzClient client) throws Exception {
            client.verifyEnd();
            experience.note(client + " leaves");
            clients.remove(client);
            gone.add(new WeakReference<>(client.server()));
            client.close();
            session.settle();
        }

        @Override
        public void press(boolean pressed) {
            viewer.press(pressed);
        }

        /** Lets everybody come to rest, including the answers of the clients. */
        @Override
        public void settle() {
            try {
                boolean again = true;
                while (again) {
                    session.settle();
                    again = false;
                    for (var client : clients) {
                        again |= client.answer();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void verify() throws Exception {
            errors.verifyNone();
            assertThat(session.loop().failures()).as("failures on the loop").isZero();
            SessionInvariants.verify(session.compositor());
            for (var client : List.copyOf(clients)) {
                if (!client.isAlive()) {
                    end(client);
                }
            }
        }

        private void verifyPicture() throws Exception {
            viewer.comeToReason();
            session.advance(Duration.ofSeconds(1));
            session.advance(Duration.ofSeconds(1));
            SessionInvariants.verifyPicture(session.compositor(), viewer.viewer());
        }

        private void verifyNothingIsLeft() throws Exception {
            viewer.comeToReason();
            session.advance(Duration.ofMinutes(1));
            Compositor compositor = session.compositor();
            assertThat(compositor.display().clients()).as("clients").hasSize(1);
            int trees = 0;
            for (Layer layer : Layer.values()) {
                trees += compositor.scene().trees(layer).size();
            }
            assertThat(trees).as("trees in the scene").isLessThanOrEqualTo(1);
            assertThat(compositor.windows().windows()).hasSize(1);
            assertThat(compositor.seat().pointer().isGrabbed()).isFalse();
            assertThat(compositor.seat().popups().topmost()).isEmpty();
            assertThat(Fd.open()).as("descriptors").isLessThanOrEqualTo(descriptors);
            for (int i = 0; i < 5 && gone.stream().anyMatch(each -> each.get() != null); i++) {
                System.gc();
            }
            for (var each : gone) {
                Client client = each.get();
                if (client != null) {
                    throw new AssertionError(
                            client + " is gone and still referred to: " + Reachability.path(session, client));
                }
            }
        }

        /** The ordinary client is seen, told to draw, and typed into. */
        private void verifyServed() throws Exception {
            session.compositor().output().setOn(true); // in case somebody switched it off and left
            assertThat(sane.unlock()).as("unlocked").isTrue();
            session.compositor().windows().windows().getFirst().setMinimized(false);
            viewer.key(56, true);
            viewer.key(15, true);
            viewer.key(15, false);
            viewer.key(56, false);
            session.settle();
            sane.framesDone(); // also those that it asked for while it was hidden
            sane.draw();
            assertThat(sane.framesDone()).as("frame callbacks").isEqualTo(1);
            verifyPicture();
            var frame = session.compositor().windows().windows().getFirst().frame();
            var corner = session.compositor().output().position();
            int x = Math.clamp(frame.x() - corner.x(), 0, MadViewer.WIDTH - 1);
            int y = Math.clamp(frame.y() - corner.y(), 0, MadViewer.HEIGHT - 1);
            assertThat(viewer.viewer().pixel(x, y))
                    .as("the colour of its window at %s", frame)
                    .isEqualTo(sane.colour());
            viewer.key(30, true);
            viewer.key(30, false);
            session.settle();
            assertThat(sane.keysHeard()).as("keys").isEqualTo(2);
        }

        /** It has failed already: what is left is not looked at. */
        void giveUp() {
            givenUp = true;
        }

        @Override
        public void close() throws Exception {
            clients.forEach(FuzzClient::close);
            try {
                session.close();
            } catch (AssertionError | RuntimeException e) {
                if (!givenUp) {
                    throw e;
                }
            }
        }
    }
}
