package org.wayray.viewer.clipboard;

import org.wayray.clipboard.Formats;

/**
 * How far a transfer is. How much is still to come nobody knows: programs do not say.
 *
 * @param toSession pasted in the session; else at the desk
 * @param mimeType what is pasted; from a peer, so not fit to be shown as it is
 * @param bytes what has been transferred
 */
public record ClipboardProgress(boolean toSession, String mimeType, long bytes) {
    private static final long UNIT = 1000;

    /** A line for a person. */
    public String line() {
        return (toSession ? "Pasting into the session: " : "Pasting from the session: ") + kind() + ", " + size(bytes);
    }

    private String kind() {
        if (mimeType.startsWith("image/")) {
            return "a picture";
        }
        if (mimeType.startsWith("text/")) {
            return "text";
        }
        return mimeType.equals(Formats.FILES) ? "files" : "data";
    }

    /** So many bytes as people say it. */
    static String size(long bytes) {
        if (bytes < UNIT * UNIT) {
            return bytes / UNIT + " kB";
        }
        long tenths = bytes / (UNIT * UNIT / 10);
        return tenths < 100 ? tenths / 10 + "." + tenths % 10 + " MB" : tenths / 10 + " MB";
    }
}
