package org.wayray.viewer.clipboard;

import java.util.Arrays;
import java.util.Optional;

/** Where copied data may go. */
public enum ClipboardDirection {
    /** Both ways. */
    BOTH("both", true, true),
    /** From the session to the desk only. */
    TO_VIEWER("to-viewer", true, false),
    /** From the desk to the session only. */
    TO_SESSION("to-session", false, true),
    /** Nowhere. */
    OFF("off", false, false);

    private final String word;
    private final boolean toViewer;
    private final boolean toSession;

    ClipboardDirection(String word, boolean toViewer, boolean toSession) {
        this.word = word;
        this.toViewer = toViewer;
        this.toSession = toSession;
    }

    /** The direction of that name on a command line. */
    public static Optional<ClipboardDirection> ofWord(String word) {
        return Arrays.stream(values())
                .filter(direction -> direction.word.equals(word))
                .findFirst();
    }

    /** What is copied in the session may be pasted at the desk. */
    public boolean toViewer() {
        return toViewer;
    }

    /** What is copied at the desk may be pasted in the session. */
    public boolean toSession() {
        return toSession;
    }
}
