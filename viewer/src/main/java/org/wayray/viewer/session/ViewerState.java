package org.wayray.viewer.session;

import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;

/** What a {@link ViewerSession} is doing. Immutable. */
public sealed interface ViewerState {
    /** The first attempt to reach the server runs. */
    record Connecting() implements ViewerState {}

    /** The server was reached; the session has not answered yet. */
    record Handshaking() implements ViewerState {}

    /**
     * The picture follows the session, and input goes to it.
     *
     * @param sessionName as the session's user knows it; may be empty
     */
    record Active(String sessionName) implements ViewerState {}

    /**
     * There is no connection, and the viewer tries again until it has one.
     *
     * @param problem what went wrong last
     * @param nextTryNanos when the next attempt begins, on the clock of {@link ViewerLoop#nanoTime}; in the past while one runs
     */
    record Reconnecting(Diagnostic problem, long nextTryNanos) implements ViewerState {}

    /**
     * Trying again by itself makes no sense; the person at the desk is told why and may ask for it.
     *
     * @param status what the program ends with if it is left now
     */
    record Refused(Diagnostic problem, ExitStatus status) implements ViewerState {}

    /**
     * It is over; the last state.
     *
     * @param status what the program ends with
     * @param message for the person who started it; empty if there is nothing to say
     */
    record Ended(ExitStatus status, String message) implements ViewerState {}
}
