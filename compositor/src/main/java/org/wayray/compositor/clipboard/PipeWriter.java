package org.wayray.compositor.clipboard;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.Fd;
import org.wayray.posix.Pipe;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Watch;

/**
 * Writes into the pipe of a client that pastes, as fast as that reads and never waiting. Confined to the session loop.
 */
final class PipeWriter implements AutoCloseable {
    /** Who has the bytes. */
    interface Source {
        /** What was given has been written: more is welcome, unless it was the last and the pipe is closed now. */
        void drained();

        /** The client reads no more. */
        void refused();
    }

    /** Pieces that are written before others have their turn. */
    private static final int MOST_AT_ONCE = 4;

    private final EventLoop loop;
    private final Fd pipe;
    private final Source source;
    private ByteBuffer waiting = ByteBuffer.allocate(0);
    private boolean finishing;
    private @Nullable Watch watch;

    /**
     * A writer that has nothing yet.
     *
     * @param theirs what the client gave; owned from now on
     * @throws PosixException if it is no pipe; it is closed then
     */
    PipeWriter(EventLoop loop, Fd theirs, Source source) throws PosixException {
        this.loop = loop;
        this.pipe = Pipe.takeWriteEnd(theirs);
        this.source = source;
    }

    /**
     * Writes these bytes. To be called again only after {@link Source#drained}, which may come before this returns.
     *
     * @param bytes given away
     */
    void write(ByteBuffer bytes) {
        waiting = bytes;
        flush();
    }

    /** Writes these bytes and closes the pipe. */
    void writeAll(ByteBuffer bytes) {
        finishing = true;
        write(bytes);
    }

    /** Closes the pipe once what waits is written: the client sees the end. */
    void finish() {
        finishing = true;
        if (!waiting.hasRemaining()) {
            close();
        }
    }

    private void flush() {
        try {
            for (int count = 0; waiting.hasRemaining(); count++) {
                if (count == MOST_AT_ONCE || Pipe.write(pipe, waiting) == 0) {
                    await();
                    return;
                }
            }
            rest();
        } catch (PosixException e) {
            close();
            source.refused();
            return;
        }
        if (finishing) {
            close();
        }
        source.drained();
    }

    private void await() throws PosixException {
        if (watch == null) {
            watch = loop.watch(pipe, Interest.WRITE, (readable, writable) -> flush());
        } else {
            watch.interest(Interest.WRITE);
        }
    }

    private void rest() throws PosixException {
        if (watch != null) {
            watch.interest(Interest.NONE);
        }
    }

    /** Writes no more; the client sees the end, early perhaps. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
        pipe.close();
        waiting = ByteBuffer.allocate(0);
    }

    /** Whether it is closed, by either side. */
    boolean isClosed() {
        return !pipe.isOpen();
    }
}
