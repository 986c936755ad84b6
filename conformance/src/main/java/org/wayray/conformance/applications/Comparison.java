package org.wayray.conformance.applications;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A run in a session of ours and, where one was asked for, the same in another compositor right after it. Immutable.
 *
 * @param own ours
 * @param peer the other's
 */
record Comparison(Outcome own, Optional<Outcome> peer) {
    /** A program must show its first frame in less than so many times the time it needs in the other compositor. */
    static final double LIMIT = 1.5;

    /** The columns of {@link #row}. */
    static final String HEADER =
            "application\tresult\tseconds\tframes\tfirst frame (ms)\tthere (ms)\troles\tbound\treason";

    boolean isSlow() {
        return ratio().orElse(0) >= LIMIT;
    }

    /** Our time to the first frame in terms of the other's. */
    OptionalDouble ratio() {
        return own.firstFrameMillis().isEmpty() || peerMillis().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) own.firstFrameMillis().getAsLong()
                        / Math.max(1, peerMillis().getAsLong()));
    }

    private OptionalLong peerMillis() {
        return peer.map(Outcome::firstFrameMillis).orElse(OptionalLong.empty());
    }

    /** The better times of two measurements, for each of the two compositors. */
    Comparison best(Comparison again) {
        return new Comparison(
                own.orFaster(again.own),
                peer.map(outcome -> again.peer.map(outcome::orFaster).orElse(outcome)));
    }

    /** The two times as text. */
    String times() {
        if (own.firstFrameMillis().isEmpty()) {
            return "";
        }
        var text = "first frame after " + own.firstFrameMillis().getAsLong() + " ms";
        return ratio().isEmpty()
                ? text
                : String.format(
                        Locale.ROOT,
                        "%s, there after %d: %.2f times",
                        text,
                        peerMillis().getAsLong(),
                        ratio().getAsDouble());
    }

    /** A line of the table. */
    String row() {
        return String.join(
                "\t",
                own.application().name(),
                own.absent() ? "out" : own.passed() ? "pass" : "fail",
                String.format(Locale.ROOT, "%.1f", own.elapsed().toMillis() / 1000.0),
                Integer.toString(own.trace().frames()),
                text(own.firstFrameMillis()),
                text(peerMillis()),
                String.join(" ", own.trace().drawnRoles()),
                own.trace().bound().entrySet().stream()
                        .map(Map.Entry::toString)
                        .map(entry -> entry.replace('=', ':'))
                        .collect(Collectors.joining(" ")),
                own.reason().replace('\t', ' '));
    }

    private static String text(OptionalLong millis) {
        return millis.isEmpty() ? "" : Long.toString(millis.getAsLong());
    }
}
