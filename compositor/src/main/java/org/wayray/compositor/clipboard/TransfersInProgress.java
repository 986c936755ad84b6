package org.wayray.compositor.clipboard;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.Limits;

/**
 * What is being transferred in one direction. There are few places; a transfer that has long stood
 * still gives up its own for another, so that nobody can take all of them for good. Confined to the session loop.
 */
final class TransfersInProgress {
    /** Half of what the protocol allows, so that neither direction takes the other's. */
    static final int PLACES = Limits.TRANSFERS / 2;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** One of them. */
    interface Entry {
        /** The number of its transfer; 0 if it has none. */
        int transfer();

        /** Gives it up, and removes it from here. */
        void cancel();

        /** When bytes last moved, on the loop's clock. */
        long progressNanos();
    }

    private final EventLoop loop;
    private final Set<Entry> entries = new LinkedHashSet<>();

    TransfersInProgress(EventLoop loop) {
        this.loop = loop;
    }

    /** Whether there is a place for another, perhaps that of one which stands still. */
    boolean makeRoom() {
        if (entries.size() >= PLACES) {
            entries.stream()
                    .min(Comparator.comparingLong(Entry::progressNanos))
                    .filter(oldest -> loop.nowNanos() - oldest.progressNanos() > PATIENCE.toNanos())
                    .ifPresent(Entry::cancel);
        }
        return entries.size() < PLACES;
    }

    /** Whether one of them has its data in memory as a whole; there is one of these at a time. */
    boolean convertsData() {
        return entries.stream().anyMatch(entry -> entry instanceof Conversion conversion && conversion.isOfData());
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    boolean contains(Entry entry) {
        return entries.contains(entry);
    }

    /** The one whose transfer has this number. */
    Optional<Entry> find(int transfer) {
        return transfer == 0
                ? Optional.empty()
                : entries.stream().filter(entry -> entry.transfer() == transfer).findFirst();
    }

    void remove(Entry entry) {
        entries.remove(entry);
    }

    void cancelAll() {
        List.copyOf(entries).forEach(Entry::cancel);
    }
}
