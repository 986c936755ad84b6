package org.wayray.benchmarks.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.wayray.benchmarks.film.Fidelity;
import org.wayray.benchmarks.film.Film;
import org.wayray.benchmarks.film.Moment;
import org.wayray.codec.Framebuffer;

/** Notes which pictures of a film are shown when, and keeps some of them. Confined to the viewer's loop. */
final class FilmEye implements Onlooker {
    private static final int SNAPSHOTS = 8;

    private final Film film;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CompletableFuture<Long> exact = new CompletableFuture<>();
    private final Map<Integer, Long> whole = new LinkedHashMap<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private boolean recording;
    private int lastTick = -1;
    private int lastWholeTick = -1;
    private int shown;
    private long snapshotEveryNanos;
    private long nextSnapshotNanos;
    private long changedNanos;
    private @Nullable Framebuffer expected;

    /** A picture as it was seen, and which one it should be. */
    record Snapshot(Moment moment, Framebuffer picture) {}

    /**
     * What was seen while recording. Changes no more.
     *
     * @param shown how many ticks were seen, also those of which only a part was
     * @param whole when each tick was first seen whole
     */
    record Seen(int shown, Map<Integer, Long> whole, List<Snapshot> snapshots) {}

    FilmEye(Film film) {
        this.film = film;
    }

    /** Completes when a whole picture was seen. Any thread. */
    CompletableFuture<Void> first() {
        return first;
    }

    /** Begins to record, for about this long. */
    void record(long nanos) {
        recording = true;
        snapshotEveryNanos = nanos / SNAPSHOTS;
        nextSnapshotNanos = System.nanoTime() + snapshotEveryNanos / 2;
    }

    /** Ends the recording. */
    Seen seen() {
        recording = false;
        return new Seen(shown, whole, snapshots);
    }

    /** From now on one picture is to come and to stay; answers with the time since when it is there, pixel for pixel. */
    CompletableFuture<Long> expect(Framebuffer last, @Nullable Framebuffer now) {
        expected = last;
        if (now != null && Fidelity.isExact(now, last)) {
            exact.complete(changedNanos);
        }
        return exact;
    }

    @Override
    public void pictureShown(Framebuffer picture, long nanos) {
        changedNanos = nanos;
        if (expected != null) {
            if (!exact.isDone() && Fidelity.isExact(picture, expected)) {
                exact.complete(nanos);
            }
            return;
        }
        if (!recording && first.isDone()) {
            return;
        }
        var moment = film.read(picture);
        if (moment.isPresent()) {
            first.complete(null);
        }
        if (recording) {
            note(film.tick(picture), moment.orElse(null), picture, nanos);
        }
    }

    private void note(int tick, @Nullable Moment moment, Framebuffer picture, long nanos) {
        if (tick >= 0 && tick != lastTick) {
            lastTick = tick;
            shown++;
        }
        if (moment == null) {
            return;
        }
        if (moment.tick() != lastWholeTick) {
            lastWholeTick = moment.tick();
            whole.putIfAbsent(moment.tick(), nanos);
        }
        if (nanos - nextSnapshotNanos >= 0 && snapshots.size() < SNAPSHOTS) {
            nextSnapshotNanos = nanos + snapshotEveryNanos;
            var copy = new Framebuffer(picture.width(), picture.height());
            copy.copyFrom(picture, 0, 0, picture.width(), picture.height());
            snapshots.add(new Snapshot(moment, copy));
        }
    }
}
