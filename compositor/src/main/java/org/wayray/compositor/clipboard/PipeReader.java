package org.wayray.compositor.clipboard;

import java.nio.ByteBuffer;
import org.wayray.posix.Fd;
import org.wayray.posix.Pipe;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Watch;

/** Reads what a client writes into a pipe, as fast as it is taken and never waiting. Confined to the session loop. */
final class PipeReader implements AutoCloseable {
    private static final int PIECE = 64 * 1024;

    /** Pieces that are read before others have their turn. */
    private static final int MOST_AT_ONCE = 4;

    /** Where the bytes go. */
    interface Target {
        /**
         * Takes bytes.
         *
         * @return whether it took all; if not, {@link PipeReader#resume} is called when there is room
         */
        boolean take(ByteBuffer bytes);

        /** Those were all. */
        void ended();

        /** Nothing more can be read. */
        void failed(String why);
    }

    private final Fd pipe;
    private final Target target;
    private final Watch watch;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE).limit(0);

    /**
     * Begins to read.
     *
     * @param pipe non-blocking, such as an end of {@link Pipe#open}; owned from now on
     * @throws PosixException if there are too many watches; the pipe is closed then
     */
    PipeReader(EventLoop loop, Fd pipe, Target target) throws PosixException {
        this.pipe = pipe;
        this.target = target;
        try {
            watch = loop.watch(pipe, Interest.READ, (readable, writable) -> read());
        } catch (PosixException e) {
            pipe.close();
            throw e;
        }
    }

    /** There is room again. */
    void resume() {
        if (watch.isOpen() && target.take(piece)) {
            setInterest(Interest.READ);
        }
    }

    private void read() {
        try {
            for (int count = 0; count < MOST_AT_ONCE && watch.isOpen(); count++) {
                piece.clear();
                int read = Pipe.read(pipe, piece);
                piece.flip();
                if (read == Pipe.END) {
                    close();
                    target.ended();
                    return;
                }
                if (read == 0) {
                    return;
                }
                if (!target.take(piece)) {
                    setInterest(Interest.NONE);
                    return;
                }
            }
        } catch (PosixException e) {
            close();
            target.failed("the program's data cannot be read");
        }
    }

    private void setInterest(Interest interest) {
        if (!watch.isOpen()) {
            return; // the target has enough
        }
        try {
            watch.interest(interest);
        } catch (PosixException e) {
            close();
            target.failed("the program's data cannot be read");
        }
    }

    /** Reads no more; the client's next write fails. */
    @Override
    public void close() {
        watch.close();
        pipe.close();
    }
}
