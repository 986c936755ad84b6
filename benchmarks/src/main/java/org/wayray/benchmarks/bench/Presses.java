package org.wayray.benchmarks.bench;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.wayray.benchmarks.film.Film;
import org.wayray.codec.Framebuffer;
import org.wayray.viewer.session.ViewerLoop;

/**
 * Presses keys through the viewer's input, each 80 to 160 ms after the last was answered, so that they cannot fall in step with
 * anything, and takes the time from each until the picture has the answer. Confined to the viewer's loop.
 */
final class Presses implements Onlooker {
    private static final long LEAST_WAIT_NANOS = 80_000_000;
    private static final long MOST_WAIT_NANOS = 160_000_000;
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Evdev codes of the keys from A to L, next to each other. */
    private static final int FIRST_KEY = 30;

    private static final int KEYS = 9;

    private final Film film;
    private final Random random;
    private final Samples answers = new Samples();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private @Nullable Desk desk;
    private ViewerLoop.@Nullable Timer timer;
    private boolean recording;
    private boolean outstanding;

    /** Whether the outstanding press is one of those that are counted. */
    private boolean counted;

    private boolean stopping;
    private int pressed;
    private int recorded;
    private int lost;
    private long pressedNanos;

    Presses(Film film, long seed) {
        this.film = film;
        this.random = new Random(seed);
    }

    /** Begins to press. */
    void start(Desk at) {
        desk = at;
        pause(at);
    }

    /** Counts from the next press on. */
    void record() {
        recording = true;
    }

    /** Presses no more; completes when the last press is answered or given up. */
    CompletableFuture<Void> finish() {
        stopping = true;
        if (!outstanding) {
            finished.complete(null);
        }
        return finished;
    }

    /** The times until the answers. */
    Samples answers() {
        return answers;
    }

    /** How many keys were pressed while recording. */
    int recorded() {
        return recorded;
    }

    /** How many of these were not answered in time. */
    int lost() {
        return lost;
    }

    private void pause(Desk at) {
        timer = at.loop().schedule(random.nextLong(LEAST_WAIT_NANOS, MOST_WAIT_NANOS), () -> press(at));
    }

    private void press(Desk at) {
        if (stopping) {
            return;
        }
        outstanding = true;
        pressed++;
        counted = recording;
        recorded += counted ? 1 : 0;
        timer = at.loop().schedule(PATIENCE_NANOS, () -> giveUp(at));
        pressedNanos = System.nanoTime();
        at.keyboard().key(code(), true, (int) (pressedNanos / NANOS_PER_MILLI));
    }

    private int code() {
        return FIRST_KEY + pressed % KEYS;
    }

    private void giveUp(Desk at) {
        lost += counted ? 1 : 0;
        goOn(at);
    }

    @Override
    public void pictureShown(Framebuffer picture, long nanos) {
        var at = desk;
        if (at == null || !outstanding || !film.answered(picture, pressed)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        if (counted) {
            answers.add(nanos - pressedNanos);
        }
        goOn(at);
    }

    private void goOn(Desk at) {
        outstanding = false;
        at.keyboard().key(code(), false, (int) (System.nanoTime() / NANOS_PER_MILLI));
        if (stopping) {
            finished.complete(null);
        } else {
            pause(at);
        }
    }
}
