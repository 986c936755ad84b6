package org.wayray.viewer.session;

import java.util.ArrayList;
import java.util.List;
import org.wayray.protocol.v1.Frame;

/** Notes what it is told. */
final class RecordingObserver implements FrameObserver {
    final List<String> told = new ArrayList<>();

    @Override
    public void decoded(Frame frame, int payloadBytes, long arrivedNanos, long decodedNanos) {
        told.add("frame " + frame.getSerial() + " at " + arrivedNanos);
    }

    @Override
    public void presented(long nowNanos) {
        told.add("shown at " + nowNanos);
    }

    @Override
    public void keyPressed(int code, long nowNanos) {
        told.add("key " + code + " at " + nowNanos);
    }
}
