package org.wayray.viewer.clipboard;

/** Which of the two places for data. */
public enum Selection {
    /** What was copied last. */
    CLIPBOARD,
    /** What was marked last, pasted with the middle button. */
    PRIMARY
}
