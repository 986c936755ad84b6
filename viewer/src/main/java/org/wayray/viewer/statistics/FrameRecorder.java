package org.wayray.viewer.statistics;

import org.wayray.protocol.v1.Frame;
import org.wayray.viewer.session.FrameObserver;
import org.wayray.viewer.session.LinkReport;

/**
 * Turns what a session tells of its frames into figures of a {@link Period}. Believes no number of the server: an impossible one
 * becomes an impossible figure and nothing else. Confined to the viewer's loop; allocates nothing.
 */
final class FrameRecorder implements FrameObserver {
    /** Frames that are decoded and not yet visible; when there are more, those are not timed to their end. */
    private static final int MOST_PENDING = 64;

    private static final int UNKNOWN = -1;

    private Period period;
    private final KeyEcho keyEcho = new KeyEcho();

    private final long[] serverMicros = new long[MOST_PENDING];
    private final long[] arrivedNanos = new long[MOST_PENDING];
    private final long[] decodedNanos = new long[MOST_PENDING];
    private int pending;

    /** Of the frame that was acknowledged last. */
    private long networkMicros = UNKNOWN;

    private int connection;
    private long roundTripNanos;
    private long shortestRoundTripNanos;

    FrameRecorder(Period into) {
        period = into;
    }

    /** Records into another one from now on. */
    void into(Period next) {
        period = next;
    }

    /** The link's own figures, from time to time. */
    void measured(LinkReport report) {
        roundTripNanos = report.stats().roundTripNanos();
        if (shortestRoundTripNanos == 0 || report.connection() != connection) {
            connection = report.connection();
            shortestRoundTripNanos = roundTripNanos;
        }
        shortestRoundTripNanos = Math.min(shortestRoundTripNanos, roundTripNanos);
    }

    @Override
    public void decoded(Frame frame, int payloadBytes, long arrived, long decoded) {
        period.addFrame(payloadBytes);
        for (int i = 0; i < frame.getRegionsCount(); i++) {
            var region = frame.getRegions(i);
            period.addRegion(
                    region.getCodingValue(), (long) region.getWidth() * region.getHeight(), region.getLength());
        }
        period.add(Stage.DECODE, micros(decoded - arrived));
        if (pending == MOST_PENDING) {
            pending = 0;
        }
        serverMicros[pending] = frame.hasTimes() ? server(frame) : UNKNOWN;
        arrivedNanos[pending] = arrived;
        decodedNanos[pending] = decoded;
        pending++;
        keyEcho.arrived(arrived, shortestRoundTripNanos);
    }

    /** Records the server's share of a frame and returns it. */
    private long server(Frame frame) {
        var times = frame.getTimes();
        long wait = Integer.toUnsignedLong(times.getWaitUs());
        long capture = Integer.toUnsignedLong(times.getCaptureUs());
        long encode = Integer.toUnsignedLong(times.getEncodeUs());
        period.add(Stage.WAIT, wait);
        period.add(Stage.RENDER, Integer.toUnsignedLong(times.getRenderUs()));
        period.add(Stage.CAPTURE, capture);
        period.add(Stage.ENCODE, encode);
        long travel = Integer.toUnsignedLong(times.getTravelUs());
        if (travel > 0) {
            // there and back; the way back is half of a round trip without our frames' queue, and never more than half
            // of it all
            networkMicros = travel - Math.min(travel, roundTripNanos == 0 ? travel : micros(roundTripNanos)) / 2;
            period.add(Stage.NETWORK, networkMicros);
        }
        return wait + capture + encode;
    }

    @Override
    public void presented(long nowNanos) {
        for (int i = 0; i < pending; i++) {
            period.add(Stage.PRESENT, micros(nowNanos - decodedNanos[i]));
            if (serverMicros[i] != UNKNOWN && networkMicros != UNKNOWN) {
                period.add(Stage.TOTAL, serverMicros[i] + networkMicros + micros(nowNanos - arrivedNanos[i]));
            }
        }
        pending = 0;
        long echo = keyEcho.presented(nowNanos);
        if (echo >= 0) {
            period.add(Stage.KEY, micros(echo));
        }
    }

    @Override
    public void keyPressed(int code, long nowNanos) {
        keyEcho.pressed(code, nowNanos);
    }

    private static long micros(long nanos) {
        return nanos / 1000;
    }
}
