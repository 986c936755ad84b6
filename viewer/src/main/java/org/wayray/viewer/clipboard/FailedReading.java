package org.wayray.viewer.clipboard;

import java.util.concurrent.Executor;

/** A reading that fails at once: after whoever asked for it has it, and unless it is cancelled before. */
public final class FailedReading implements Reading {
    private boolean cancelled;

    /** @param loop the clipboard's */
    public FailedReading(Executor loop, ByteSink sink, ReadFailure failure) {
        loop.execute(() -> {
            if (!cancelled) {
                sink.fail(failure);
            }
        });
    }

    @Override
    public void resume() {
        // nothing will come
    }

    @Override
    public void cancel() {
        cancelled = true;
    }
}
