package org.wayray.compositor.scene;

/**
 * How many pixels the surfaces of one client may hold together, so that none takes the session's heap for itself. Its surfaces
 * {@linkplain Content reserve} before they allocate and give back what they let go of.
 *
 * <p>Confined to the session loop.
 */
public final class PixelBudget {

    /** 256 MiB, four bytes each: seven surfaces that fill a display of 3840x2160, and one being replaced. */
    public static final long PER_CLIENT = (256L << 20) / Integer.BYTES;

    private final long limit;
    private long used;

    /** The budget of a client that has no surfaces yet. */
    public PixelBudget() {
        this(PER_CLIENT);
    }

    PixelBudget(long limit) {
        this.limit = limit;
    }

    /** Pixels that are reserved. */
    public long used() {
        return used;
    }

    /**
     * Takes pixels out of the budget.
     *
     * @return false if there are not as many; then nothing has happened
     */
    boolean reserve(long pixels) {
        if (pixels > limit - used) {
            return false;
        }
        used += pixels;
        return true;
    }

    void giveBack(long pixels) {
        used -= pixels;
    }
}
