package org.wayray.protocol;

import org.wayray.protocol.v1.Refusal;

/** Which versions of the protocol this program speaks, and how a session answers a viewer's offer. */
public final class Versions {
    /** The oldest version that is still spoken. */
    public static final int OLDEST = 1;

    /** The newest version. */
    public static final int NEWEST = 1;

    private Versions() {}

    /** What became of a viewer's offer. */
    public sealed interface Outcome {}

    /** Both sides speak {@code version}, and none newer. */
    public record Agreed(int version) implements Outcome {}

    /** They have no version in common; the refusal goes to the viewer. */
    public record Refused(Refusal refusal) implements Outcome {}

    /**
     * A session's answer to the versions in a Hello, both included.
     *
     * @param viewerOldest {@code Hello.min_version} as it was received, an unsigned number
     * @param viewerNewest {@code Hello.max_version} as it was received, an unsigned number
     */
    public static Outcome negotiate(int viewerOldest, int viewerNewest) {
        return negotiate(OLDEST, NEWEST, viewerOldest, viewerNewest);
    }

    static Outcome negotiate(int oldest, int newest, int viewerOldest, int viewerNewest) {
        if (viewerOldest == 0 || Integer.compareUnsigned(viewerOldest, viewerNewest) > 0) {
            return refused(
                    Refusal.Code.PROTOCOL_ERROR,
                    "The viewer offered the impossible protocol versions " + range(viewerOldest, viewerNewest) + ".",
                    "This is a mistake in the viewer; try another one.");
        }
        if (Integer.compareUnsigned(viewerNewest, oldest) < 0) {
            return refused(
                    Refusal.Code.VERSION_TOO_OLD,
                    "This viewer speaks protocol " + range(viewerOldest, viewerNewest)
                            + ", which is too old for this server: it speaks " + range(oldest, newest) + ".",
                    "Update the viewer.");
        }
        if (Integer.compareUnsigned(viewerOldest, newest) > 0) {
            return refused(
                    Refusal.Code.VERSION_TOO_NEW,
                    "This viewer speaks protocol " + range(viewerOldest, viewerNewest)
                            + ", which is too new for this server: it speaks " + range(oldest, newest) + ".",
                    "Update the server, or use an older viewer.");
        }
        return new Agreed(Integer.compareUnsigned(viewerNewest, newest) < 0 ? viewerNewest : newest);
    }

    private static Refused refused(Refusal.Code code, String reason, String hint) {
        return new Refused(Refusal.newBuilder()
                .setCode(code)
                .setReason(reason)
                .setHint(hint)
                .build());
    }

    private static String range(int oldest, int newest) {
        String from = Integer.toUnsignedString(oldest);
        return oldest == newest ? "version " + from : "versions " + from + " to " + Integer.toUnsignedString(newest);
    }
}
