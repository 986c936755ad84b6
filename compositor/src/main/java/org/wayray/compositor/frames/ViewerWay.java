package org.wayray.compositor.frames;

import java.util.function.LongSupplier;
import org.wayray.link.Link;
import org.wayray.protocol.v1.FrameAck;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * The way to one viewer, which the feeds of all its outputs share: the link, the serials of the frames and their pace.
 *
 * <p>Confined to the session's loop. Time is read from the clock that is passed in.
 */
public final class ViewerWay {
    private final Link<ToSession, ToViewer> link;
    private final LongSupplier nanoClock;
    private final FeedOptions options;
    private final Pacer pacer;
    private final FrameTimes times;

    /**
     * A way on which nothing was sent yet.
     *
     * @param link where frames go; its owner stays the caller
     * @param nanoClock the session's monotonic clock
     * @param options what holds for all feeds; the number of an output does not
     */
    public ViewerWay(Link<ToSession, ToViewer> link, LongSupplier nanoClock, FeedOptions options) {
        this.link = link;
        this.nanoClock = nanoClock;
        this.options = options;
        this.pacer = new Pacer(options.frameInterval().toNanos());
        this.times = new FrameTimes(link.peer());
    }

    /**
     * The viewer has shown that frame and all before it.
     *
     * @return false if there was no such frame: the viewer broke the protocol
     */
    public boolean acknowledged(FrameAck ack) {
        long now = nanoClock.getAsLong();
        times.acknowledged(ack, now);
        return pacer.acknowledged(ack.getSerial(), now);
    }

    /**
     * Whether the viewer has kept silent about a frame for longer than the options allow: the owner should drop its link. Nothing
     * is sent to such a viewer, so nothing grows.
     */
    public boolean isStalled() {
        return pacer.oldestWaitNanos(nanoClock.getAsLong())
                > options.stallAfter().toNanos();
    }

    /** Frames that were sent and not acknowledged. */
    public int framesInFlight() {
        return pacer.inFlight();
    }

    /** Serial of the frame that was sent last; 0 before the first. */
    public int lastFrame() {
        return pacer.lastSent();
    }

    /** Whether frames tell the viewer from now on where their time went; at first they do not. */
    public void reportTimes(boolean wanted) {
        times.want(wanted);
    }

    /** What all feeds are told. */
    public FeedOptions options() {
        return options;
    }

    Link<ToSession, ToViewer> link() {
        return link;
    }

    LongSupplier nanoClock() {
        return nanoClock;
    }

    Pacer pacer() {
        return pacer;
    }

    FrameTimes times() {
        return times;
    }
}
