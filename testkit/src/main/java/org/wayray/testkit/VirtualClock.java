package org.wayray.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that passes only when a test says so. Any thread may read it. */
public final class VirtualClock implements LongSupplier {
    private final AtomicLong nanos = new AtomicLong();

    /** Nanoseconds since this clock was made. */
    @Override
    public long getAsLong() {
        return nanos.get();
    }

    /** Lets time pass. */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + time);
        }
        nanos.addAndGet(time.toNanos());
    }
}
