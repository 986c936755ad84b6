package org.wayray.transport;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread brings about. */
final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Await() {}

    interface Condition {
        boolean holds() throws Exception;
    }

    static void until(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come about within " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
