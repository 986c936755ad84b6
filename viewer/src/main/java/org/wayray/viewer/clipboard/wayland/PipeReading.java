package org.wayray.viewer.clipboard.wayland;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.Fd;
import org.wayray.posix.Pipe;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Timer;
import org.wayray.posix.event.Watch;
import org.wayray.viewer.clipboard.ByteSink;
import org.wayray.viewer.clipboard.ReadFailure;
import org.wayray.viewer.clipboard.Reading;

/**
 * What another program writes to a pipe, on its way to a sink. That program's end is the data's end: Wayland has no other. Confined
 * to the loop.
 */
final class PipeReading implements Reading {
    /** How long a program may think about each of its steps. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int PIECE = 64 * 1024;

    private final EventLoop loop;
    private final Fd fd;
    private final Watch watch;
    private final ByteSink sink;
    private final Runnable onEnd;
    private @Nullable Timer timer;
    private boolean over;

    /**
     * @param fd the reading end; owned from now on
     * @param onEnd called when it is over in any way
     */
    PipeReading(EventLoop loop, Fd fd, ByteSink sink, Runnable onEnd) throws PosixException {
        this.loop = loop;
        this.fd = fd;
        this.sink = sink;
        this.onEnd = onEnd;
        try {
            watch = loop.watch(fd, Interest.READ, (readable, writable) -> read());
        } catch (PosixException e) {
            fd.close();
            throw e;
        }
        await();
    }

    private void read() {
        var piece = ByteBuffer.allocate(PIECE);
        try {
            int count = Pipe.read(fd, piece);
            if (count == Pipe.END) {
                end();
                sink.finish();
            } else if (count > 0) {
                await();
                if (!sink.take(piece.flip()) && !over) {
                    cancelTimer();
                    watch.interest(Interest.NONE);
                }
            }
        } catch (PosixException e) {
            fail("the pipe of the program that has it broke");
        }
    }

    @Override
    public void resume() {
        if (over || watch.interest() == Interest.READ) {
            return;
        }
        try {
            watch.interest(Interest.READ);
            await();
        } catch (PosixException e) {
            fail("its pipe cannot be watched");
        }
    }

    @Override
    public void cancel() {
        end();
    }

    private void await() {
        cancelTimer();
        timer = loop.schedule(
                PATIENCE,
                () -> fail("the program that has it did not answer for " + PATIENCE.toSeconds() + " seconds"));
    }

    private void fail(String reason) {
        if (!over) {
            end();
            sink.fail(new ReadFailure(ReadFailure.Kind.BROKEN, reason));
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void end() {
        if (!over) {
            over = true;
            cancelTimer();
            watch.close();
            fd.close();
            onEnd.run();
        }
    }
}
