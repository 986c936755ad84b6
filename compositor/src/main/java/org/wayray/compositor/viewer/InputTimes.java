package org.wayray.compositor.viewer;

import java.util.Locale;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.recording.FlightRecording;
import org.wayray.compositor.recording.InputEvent;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.ToSession;

/**
 * Tells the flight recorder how long input takes from the network to the clients' sockets. It is the link's way to the session's
 * loop, because that is where input begins to wait. While nobody records, it does nothing but pass on.
 *
 * <p>{@link #execute} is for any thread; everything else is confined to the loop.
 */
final class InputTimes implements Executor {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final EventLoop loop;
    private final String viewer;

    /** When what is being delivered came in. */
    private long arrivedNanos = UNKNOWN;

    /** @param viewer who it is, for the flight recorder */
    InputTimes(EventLoop loop, String viewer) {
        this.loop = loop;
        this.viewer = viewer;
    }

    @Override
    public void execute(Runnable delivery) {
        if (!FlightRecording.wantsInput()) {
            loop.execute(delivery);
            return;
        }
        long now = loop.nowNanos();
        loop.execute(() -> {
            arrivedNanos = now;
            try {
                delivery.run();
            } finally {
                arrivedNanos = UNKNOWN;
            }
        });
    }

    /** A message is about to be handled. Null if it is not input, or nobody records it. */
    @Nullable
    InputEvent begin(Envelope<ToSession> envelope) {
        if (envelope.channel() != Channel.INPUT || !FlightRecording.wantsInput()) {
            return null;
        }
        var event = new InputEvent();
        event.begin();
        event.kind = envelope.message().getBodyCase().name().toLowerCase(Locale.ROOT);
        event.viewer = viewer;
        event.waitTime = arrivedNanos == UNKNOWN ? 0 : loop.nowNanos() - arrivedNanos;
        return event;
    }

    /** It was handled. What it made for clients is written by a task that the loop has by now, so the one after it is the end. */
    void end(InputEvent event) {
        loop.execute(() -> {
            event.end();
            event.commit();
        });
    }
}
