package org.wayray.viewer.statistics;

import org.jspecify.annotations.Nullable;
import org.wayray.viewer.session.LinkReport;

/** Adds up what connections say of themselves, across reconnections. Confined to the viewer's loop. */
final class LinkTotals {
    private @Nullable LinkReport last;
    private Sums whole = Sums.NONE;
    private Sums intervalStart = Sums.NONE;

    /** What went over the wire in some time. */
    record Sums(long receivedBytes, long sentBytes, long sentPackets, long lostPackets) {
        static final Sums NONE = new Sums(0, 0, 0, 0);

        private static Sums of(LinkReport report) {
            var stats = report.stats();
            return new Sums(stats.receivedBytes(), stats.sentBytes(), stats.sentPackets(), stats.lostPackets());
        }

        Sums plus(Sums other) {
            return new Sums(
                    receivedBytes + other.receivedBytes,
                    sentBytes + other.sentBytes,
                    sentPackets + other.sentPackets,
                    lostPackets + other.lostPackets);
        }

        Sums minus(Sums other) {
            return new Sums(
                    receivedBytes - other.receivedBytes,
                    sentBytes - other.sentBytes,
                    sentPackets - other.sentPackets,
                    lostPackets - other.lostPackets);
        }
    }

    /** Takes in what a connection says now. */
    void add(LinkReport report) {
        var before = last;
        boolean same = before != null && before.connection() == report.connection();
        whole = whole.plus(Sums.of(report)).minus(before != null && same ? Sums.of(before) : Sums.NONE);
        last = report;
    }

    boolean isEmpty() {
        return last == null;
    }

    /** Since the begin. */
    Sums whole() {
        return whole;
    }

    /** Since the last {@link #endInterval}. */
    Sums interval() {
        return whole.minus(intervalStart);
    }

    /** Begins another interval. */
    void endInterval() {
        intervalStart = whole;
    }

    /** The smoothed round trip; 0 if none is known. */
    long roundTripNanos() {
        return last == null ? 0 : last.stats().roundTripNanos();
    }

    /** What waited to be sent. */
    long queuedBytes() {
        return last == null ? 0 : last.queuedBytes();
    }
}
