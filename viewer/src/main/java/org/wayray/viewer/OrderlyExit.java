package org.wayray.viewer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wayray.cli.ExitStatus;

/**
 * Lets a signal (SIGTERM, SIGINT, SIGHUP) end the program as its user would: what is given to {@link #onSignal} is done, the
 * program finishes on its usual way until {@link #close}, and its exit status is 0. Belongs to the main thread.
 */
final class OrderlyExit implements AutoCloseable {
    /** A little longer than the last words to a server take that is gone. */
    private static final long PATIENCE_SECONDS = 5;

    private final CountDownLatch finished = new CountDownLatch(1);
    private @Nullable Thread hook;

    /**
     * Says what makes the program finish; once.
     *
     * @param leave called on a thread of the JVM, must not block
     */
    void onSignal(Runnable leave) {
        var waiting = new Thread(() -> leaveAndWait(leave), "signal");
        hook = waiting;
        Runtime.getRuntime().addShutdownHook(waiting);
    }

    private void leaveAndWait(Runnable leave) {
        leave.run();
        try {
            if (finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitStatus.OK.number());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The program has finished; from now on signals end it as they please. */
    @Override
    public void close() {
        finished.countDown();
        if (hook == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException signalled) {
            // the hook runs already and ends the program
        }
    }
}
