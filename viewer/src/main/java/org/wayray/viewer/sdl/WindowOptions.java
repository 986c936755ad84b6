package org.wayray.viewer.sdl;

/**
 * What the user wants the window to be. Immutable.
 *
 * @param coverage what it begins as
 * @param monitor which monitor it begins on, from 1; 0 leaves that to the window system
 * @param width of the window's inside in physical pixels; 0 for what suits the monitor and the session
 * @param height the same; 0 together with {@code width}
 * @param scaling how its pixels and the session's go together
 * @param presentation how the picture gets into it
 * @param grabbing whether Super, Alt+Tab and the like go to the session from a window too
 */
public record WindowOptions(
        Coverage coverage,
        int monitor,
        int width,
        int height,
        Scaling scaling,
        PresentationChoice presentation,
        boolean grabbing) {
    /** How much of the desk's monitors is covered. */
    public enum Coverage {
        /** A window. */
        WINDOW,
        /** One monitor. */
        MONITOR,
        /** Each monitor, by a window of its own. */
        ALL_MONITORS
    }

    /** How the window's pixels and the session's go together. */
    public sealed interface Scaling {
        /**
         * The session's output has the window's size.
         *
         * @param scale120 physical pixels for each logical one that the session is asked for, in 1/120; 0 for the monitor's own
         */
        record Follow(int scale120) implements Scaling {}

        /**
         * The session's output keeps a size, and its picture is made as large as the window has room for.
         *
         * @param width what the session is asked for; 0 for its own size
         * @param height the same; 0 together with {@code width}
         * @param scale120 physical pixels for each logical one that the session is asked for, in 1/120
         */
        record Fit(int width, int height, int scale120) implements Scaling {}
    }

    /** A window of that size, at the monitor's own scale. */
    public WindowOptions(int width, int height, PresentationChoice presentation) {
        this(Coverage.WINDOW, 0, width, height, new Scaling.Follow(0), presentation, true);
    }

    /** Whether the window takes the size of a session that keeps its own. */
    public boolean followsPicture() {
        return width == 0 && scaling instanceof Scaling.Follow;
    }
}
