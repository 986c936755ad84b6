package org.wayray.conformance.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.wayray.testkit.Await;
import org.wayray.testkit.CompositorFixture;
import org.wayray.testkit.FakeViewer;
import org.wayray.testkit.Picture;
import org.wayray.testkit.Program;
import org.wayray.testkit.RunningProgram;

/**
 * A session with one real program in it and a viewer in front. Closing it insists that the program was still alive, met no
 * protocol error and left nothing behind; the last picture is kept under {@code target/pictures}.
 */
final class Stage implements AutoCloseable {
    /** A window has at least so many pixels that are not the background's. */
    private static final int WINDOW = 5_000;

    private final String name;
    private final CompositorFixture session;
    private final RunningProgram program;
    private static final Duration FIRST_REST = Duration.ofMillis(100);

    private final Picture empty;

    private Stage(String name, CompositorFixture session, RunningProgram program, Picture empty) {
        this.name = name;
        this.session = session;
        this.program = program;
        this.empty = empty;
    }

    /**
     * Starts a session and, in it, the program; skips the test where that is not installed.
     *
     * @param name what the test shows; the last picture's file name begins with it
     */
    static Stage of(String name, Path folder, Program program) throws Exception {
        program.orSkip();
        var session = CompositorFixture.start(folder);
        try {
            session.viewer().await("the session shows its background", now -> now.width() > 1);
            var empty = session.viewer().awaitRest(FIRST_REST); // a picture may come in parts
            return new Stage(name + "-" + program.name(), session, program.start(folder, session.display()), empty);
        } catch (IOException | AssertionError e) {
            session.close();
            throw e;
        }
    }

    CompositorFixture session() {
        return session;
    }

    FakeViewer viewer() {
        return session.viewer();
    }

    RunningProgram program() {
        return program;
    }

    /** Waits until the program's window is there; the picture then. */
    Picture awaitWindow() {
        return await("the window is there", now -> now.differenceTo(empty) >= WINDOW);
    }

    /** Where the window is. */
    Picture.Area window(Picture picture) {
        return picture.areaOfDifference(empty)
                .orElseThrow(() -> new AssertionError("there is no window\n" + program.tail()));
    }

    /** Waits for a picture, or for the program's death, which is told with what the program wrote. */
    Picture await(String what, Predicate<Picture> condition) {
        try {
            var picture = viewer().await(what, now -> condition.test(now) || !program.isAlive());
            assertThat(program.isAlive())
                    .as(() -> name + " ended while it was waited until " + what + "\n" + program.tail())
                    .isTrue();
            return picture;
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + program.tail(), e);
        }
    }

    /** Waits until at least so many pixels are not as they were. */
    Picture awaitChange(String what, Picture before, int pixels) {
        return await(what, now -> now.differenceTo(before) >= pixels);
    }

    /** Waits for something that does not show in the picture. */
    void awaitThat(String what, BooleanSupplier condition) {
        try {
            Await.until(what, condition);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + program.tail(), e);
        }
    }

    /** Waits until a message of that kind is in the program's traffic. */
    void awaitTraffic(String interfaceName, String message) {
        awaitThat(
                "there is " + interfaceName + message + " in the traffic",
                () -> program.errors()
                        .lines()
                        .anyMatch(line -> line.contains(interfaceName + "@") && line.contains(message)));
    }

    @Override
    public void close() throws Exception {
        try {
            viewer().picture().write(Path.of("target", "pictures", name + ".png"));
            assertThat(program.protocolErrors()).isEmpty();
            assertThat(program.isAlive()).as(program.tail()).isTrue();
        } finally {
            program.close();
            session.close();
        }
    }
}
