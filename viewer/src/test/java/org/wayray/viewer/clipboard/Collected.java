package org.wayray.viewer.clipboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A sink that keeps everything, at whatever pace it is told. Written to on the loop, readable by any thread. */
public final class Collected implements ByteSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Volatile, because tests look at them from their own thread. */
    private volatile boolean finished;

    private volatile @Nullable ReadFailure failure;

    /** Whether there is room after each piece. */
    private volatile boolean greedy = true;

    public Collected slow() {
        greedy = false;
        return this;
    }

    @Override
    public boolean take(ByteBuffer piece) {
        var copy = new byte[piece.remaining()];
        piece.get(copy);
        synchronized (bytes) {
            bytes.writeBytes(copy);
        }
        return greedy;
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public void fail(ReadFailure why) {
        failure = why;
    }

    public boolean isFinished() {
        return finished;
    }

    public boolean isOver() {
        return finished || failure != null;
    }

    /** Why it failed; it must have. */
    public ReadFailure failure() {
        return Objects.requireNonNull(failure);
    }

    public boolean hasFailed() {
        return failure != null;
    }

    public byte[] bytes() {
        synchronized (bytes) {
            return bytes.toByteArray();
        }
    }

    public int size() {
        synchronized (bytes) {
            return bytes.size();
        }
    }
}
