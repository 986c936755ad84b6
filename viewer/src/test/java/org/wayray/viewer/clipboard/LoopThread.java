package org.wayray.viewer.clipboard;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;

/** An event loop on a thread of its own. */
public final class LoopThread implements AutoCloseable {
    private final EventLoop loop;
    private final Thread thread;

    public LoopThread() throws PosixException {
        loop = EventLoop.create("test");
        thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                loop.run();
            } catch (PosixException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    public EventLoop loop() {
        return loop;
    }

    /** Runs it on the loop and waits for what comes of it. */
    public <T> T call(Callable<T> task) throws Exception {
        var result = new CompletableFuture<T>();
        loop.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(20, TimeUnit.SECONDS);
    }

    public void run(Runnable task) throws Exception {
        call(() -> {
            task.run();
            return 0;
        });
    }

    @Override
    public void close() {
        loop.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.close();
    }
}
