package org.wayray.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets a signal (SIGTERM, SIGINT, SIGHUP) end a program as its user would: what is given here is done, the program finishes
 * on its usual way until {@link #close}, and the exit status is 0. Where several parts of a program hold one, each is told to
 * finish, and the process ends when all have. Thread-safe.
 */
public final class OrderlyExit implements AutoCloseable {
    /** A little longer than the last words to a peer take that is gone. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(8);

    private static final Object LOCK = new Object();

    // guarded by LOCK
    private static final List<OrderlyExit> OPEN = new ArrayList<>();
    private static boolean hooked;

    private final Runnable leave;

    /** @param leave makes its part of the program finish; called on a thread of the JVM, must not block */
    public OrderlyExit(Runnable leave) {
        this.leave = leave;
        synchronized (LOCK) {
            OPEN.add(this);
            if (!hooked) {
                hooked = true;
                Runtime.getRuntime()
                        .addShutdownHook(Thread.ofPlatform().name("signal").unstarted(OrderlyExit::onShutdown));
            }
        }
    }

    /** This part of the program has finished. */
    @Override
    public void close() {
        synchronized (LOCK) {
            OPEN.remove(this);
            LOCK.notifyAll();
        }
    }

    private static void onShutdown() {
        List<OrderlyExit> parts;
        synchronized (LOCK) {
            parts = List.copyOf(OPEN);
        }
        if (parts.isEmpty()) {
            return; // the program ends by itself, with a status of its own
        }
        parts.forEach(part -> part.leave.run());
        if (awaitAllClosed()) {
            Runtime.getRuntime().halt(ExitStatus.OK.number());
        }
    }

    private static boolean awaitAllClosed() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        synchronized (LOCK) {
            while (!OPEN.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    LOCK.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }
}
