package org.wayray.compositor.viewer;

import org.wayray.compositor.recording.ConnectionEvent;
import org.wayray.compositor.recording.FlightRecording;
import org.wayray.link.Link;
import org.wayray.link.LinkStats;

/** Tells the flight recorder what a link measures about itself, if somebody records that. Confined to the session's loop. */
final class LinkTimes {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final Link<?, ?> link;
    private boolean asked;
    private long askedNanos;

    LinkTimes(Link<?, ?> link) {
        this.link = link;
    }

    /** The viewer has acknowledged a frame; looks at the link unless it did so less than a second ago. */
    void acknowledged(long nowNanos) {
        if (FlightRecording.wantsConnections() && (!asked || nowNanos - askedNanos >= INTERVAL_NANOS)) {
            asked = true;
            askedNanos = nowNanos;
            link.stats().thenAccept(this::record);
        }
    }

    /** Called by the link's own thread. */
    private void record(LinkStats stats) {
        var event = new ConnectionEvent();
        event.viewer = link.peer();
        event.roundTrip = stats.roundTripNanos();
        event.sentBytes = stats.sentBytes();
        event.receivedBytes = stats.receivedBytes();
        event.sentPackets = stats.sentPackets();
        event.lostPackets = stats.lostPackets();
        event.deliveryRate = stats.deliveryBytesPerSecond();
        event.queuedBytes = link.queuedBytes();
        event.commit();
    }
}
