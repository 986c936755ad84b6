package org.wayray.compositor.frames;

import org.jspecify.annotations.Nullable;
import org.wayray.codec.Coding;
import org.wayray.compositor.recording.FlightRecording;
import org.wayray.compositor.recording.FrameEvent;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.FrameAck;
import org.wayray.protocol.v1.Region;
import org.wayray.protocol.v1.StageTimes;

/**
 * Where the time of a feed's frames goes, for the viewer ({@link StageTimes}) and for the flight recorder ({@link FrameEvent}).
 * While neither wants to know it keeps a few numbers and makes nothing.
 *
 * <p>Confined to the session's loop; time is passed in.
 */
final class FrameTimes {
    /** More than may be in flight; a power of two. */
    private static final int MOST_FRAMES = 64;

    private final String viewer;
    private boolean wanted;

    private long renderNanos;

    /** What {@link StageTimes#getTravelUs} is to say next; 0 for nothing. */
    private int travelMicros;

    private int lastAcknowledged;

    // by serial modulo the length
    private final int[] serials = new int[MOST_FRAMES];
    private final long[] sentNanos = new long[MOST_FRAMES];
    private final @Nullable FrameEvent[] events = new @Nullable FrameEvent[MOST_FRAMES];

    /** @param viewer who it is, for the flight recorder */
    FrameTimes(String viewer) {
        this.viewer = viewer;
    }

    /** Whether frames tell the viewer from now on. */
    void want(boolean nowWanted) {
        wanted = nowWanted;
        travelMicros = 0;
    }

    /** What the next frame shows was painted in that time, beside what was painted for it before. */
    void rendered(long nanos) {
        renderNanos += nanos;
    }

    /** The capture of a frame begins, with what was painted since the one before. */
    void captureBegins(CaptureTimes of, long nowNanos, long oldestChangeNanos) {
        of.begin(nowNanos, oldestChangeNanos, renderNanos);
        renderNanos = 0;
    }

    /**
     * A frame is about to be handed to the link.
     *
     * @param frame complete, but for its times
     * @param capture when its pixels came about and were taken
     * @param payloadBytes its coded pixels
     * @param queuedBytes what waits in the link before it
     * @param inFlight frames not acknowledged, this one included
     */
    void sent(
            Frame.Builder frame,
            CaptureTimes capture,
            int payloadBytes,
            long queuedBytes,
            int inFlight,
            long nowNanos) {
        long encodeNanos = nowNanos - capture.endNanos();
        if (wanted) {
            frame.setTimes(StageTimes.newBuilder()
                    .setWaitUs(micros(capture.waitNanos()))
                    .setRenderUs(micros(capture.renderNanos()))
                    .setCaptureUs(micros(capture.captureNanos()))
                    .setEncodeUs(micros(encodeNanos))
                    .setTravelUs(travelMicros));
            travelMicros = 0;
        }
        int slot = slot(frame.getSerial());
        serials[slot] = frame.getSerial();
        sentNanos[slot] = nowNanos;
        if (FlightRecording.wantsFrames()) {
            FrameEvent event = begin(slot);
            event.serial = Integer.toUnsignedLong(frame.getSerial());
            event.viewer = viewer;
            event.waitTime = capture.waitNanos();
            event.renderTime = capture.renderNanos();
            event.captureTime = capture.captureNanos();
            event.encodeTime = encodeNanos;
            event.queuedBytes = queuedBytes;
            event.inFlight = inFlight;
            describe(event, frame, payloadBytes);
        } else {
            events[slot] = null;
        }
    }

    private FrameEvent begin(int slot) {
        FrameEvent event = events[slot];
        if (event == null) {
            event = new FrameEvent();
            events[slot] = event;
        }
        event.begin();
        return event;
    }

    private static void describe(FrameEvent event, Frame.Builder frame, int payloadBytes) {
        event.bytes = payloadBytes;
        event.regions = frame.getRegionsCount();
        event.pixelsCopied = 0;
        event.pixelsFilled = 0;
        event.pixelsLossless = 0;
        event.pixelsVideo = 0;
        for (int i = 0; i < frame.getRegionsCount(); i++) {
            Region region = frame.getRegions(i);
            long pixels = (long) region.getWidth() * region.getHeight();
            int coding = region.getCodingValue();
            if (coding == Coding.COPY.number() || coding == Coding.KEPT.number()) {
                event.pixelsCopied += region.getKeep() ? 0 : pixels;
            } else if (coding == Coding.FILL.number()) {
                event.pixelsFilled += pixels;
            } else if (coding == Coding.H264.number()) {
                event.pixelsVideo += pixels;
            } else {
                event.pixelsLossless += pixels;
            }
        }
    }

    /** The viewer has shown a frame, and with it those before it. A serial that was not sent, or an old one, is ignored. */
    void acknowledged(FrameAck ack, long nowNanos) {
        int newest = ack.getSerial();
        if (newest - lastAcknowledged <= 0 || serials[slot(newest)] != newest) {
            return;
        }
        long presentNanos = nanos(ack.getPresentUs());
        if (wanted && presentNanos > 0) {
            travelMicros = Math.max(1, micros(nowNanos - sentNanos[slot(newest)] - presentNanos));
        }
        while (lastAcknowledged != newest) {
            lastAcknowledged++;
            FrameEvent event = events[slot(lastAcknowledged)];
            if (event != null) {
                boolean own = lastAcknowledged == newest;
                event.decodeTime = own ? nanos(ack.getDecodeUs()) : 0;
                event.presentTime = own ? presentNanos : 0;
                event.end();
                event.commit();
            }
        }
    }

    private static int slot(int serial) {
        return serial & (MOST_FRAMES - 1);
    }

    private static int micros(long nanos) {
        return (int) Math.clamp(nanos / 1000, 0, Integer.MAX_VALUE);
    }

    private static long nanos(int micros) {
        return Integer.toUnsignedLong(micros) * 1000;
    }
}
