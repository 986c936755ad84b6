package org.wayray.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what another process or thread does, where nothing can be asked to tell. */
public final class Await {
    /** Long enough for a program to start on a busy machine; nothing that works takes as long. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(5);

    private Await() {}

    /**
     * Looks until the condition holds.
     *
     * @param what completes the sentence "waited in vain until"
     * @throws AssertionError if it does not hold in time
     */
    public static void until(String what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    /** As {@link #until(String, BooleanSupplier)}, with a patience of one's own. */
    public static void until(String what, Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain until " + what + " (" + patience.toSeconds() + " s)");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
