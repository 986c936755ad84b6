package org.wayray.compositor.recording;

import jdk.jfr.FlightRecorder;

/** Whether somebody records our events. Costs a read of a field while nobody has used the flight recorder. Any thread. */
public final class FlightRecording {
    private FlightRecording() {}

    /** Whether a recording that is running wants {@link FrameEvent}. */
    public static boolean wantsFrames() {
        return FlightRecorder.isInitialized() && Frames.PROBE.isEnabled();
    }

    /** Whether a recording that is running wants {@link InputEvent}. */
    public static boolean wantsInput() {
        return FlightRecorder.isInitialized() && Inputs.PROBE.isEnabled();
    }

    /** Whether a recording that is running wants {@link ConnectionEvent}. */
    public static boolean wantsConnections() {
        return FlightRecorder.isInitialized() && Connections.PROBE.isEnabled();
    }

    // each event's class is loaded when it is asked for the first time, and not before the recorder is there

    private static final class Frames {
        static final FrameEvent PROBE = new FrameEvent();
    }

    private static final class Inputs {
        static final InputEvent PROBE = new InputEvent();
    }

    private static final class Connections {
        static final ConnectionEvent PROBE = new ConnectionEvent();
    }
}
