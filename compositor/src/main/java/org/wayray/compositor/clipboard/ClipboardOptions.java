package org.wayray.compositor.clipboard;

import java.nio.file.Path;
import java.util.Optional;
import org.wayray.protocol.v1.ClipboardPolicy;

/**
 * What a session allows of the clipboard that it shares with its viewer. Immutable.
 *
 * @param direction where data may go
 * @param mostBytes of one transfer, and of the files in it
 * @param folder where the viewer's files are put when somebody pastes them, in a private folder; without one the session takes no files
 */
public record ClipboardOptions(Direction direction, long mostBytes, Optional<Path> folder) {
    /** Everything is allowed up to 512 MiB, but for files that come from the viewer: there is no folder for them. */
    public static final ClipboardOptions DEFAULT =
            new ClipboardOptions(Direction.BOTH, 512L * 1024 * 1024, Optional.empty());

    /** Where data may go; the primary selection is no exception. */
    public enum Direction {
        /** Both ways. */
        BOTH(ClipboardPolicy.Direction.BOTH),
        /** From the session to the viewer only. */
        TO_VIEWER(ClipboardPolicy.Direction.TO_VIEWER),
        /** From the viewer to the session only. */
        TO_SESSION(ClipboardPolicy.Direction.TO_SESSION),
        /** Nowhere. */
        OFF(ClipboardPolicy.Direction.OFF);

        private final ClipboardPolicy.Direction onWire;

        Direction(ClipboardPolicy.Direction onWire) {
            this.onWire = onWire;
        }

        /** Whether data may go from the session to the viewer. */
        public boolean allowsToViewer() {
            return this == BOTH || this == TO_VIEWER;
        }

        /** Whether data may go from the viewer to the session. */
        public boolean allowsToSession() {
            return this == BOTH || this == TO_SESSION;
        }
    }

    /** The same as viewers are told. */
    ClipboardPolicy message() {
        return ClipboardPolicy.newBuilder()
                .setDirection(direction.onWire)
                .setMostBytes(mostBytes)
                .build();
    }
}
