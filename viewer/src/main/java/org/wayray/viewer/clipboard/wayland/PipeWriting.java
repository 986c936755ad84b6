package org.wayray.viewer.clipboard.wayland;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
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

/** Our data on its way into another program's pipe, at that program's pace. Confined to the loop. */
final class PipeWriting implements ByteSink {
    /** How long the data, or its reader, may stand still. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventLoop loop;
    private final Fd fd;
    private final Watch watch;
    private final Runnable onEnd;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private @Nullable Reading reading;
    private @Nullable Timer timer;
    private boolean complete;
    private boolean over;

    /**
     * @param fd the writing end; owned from now on
     * @param onEnd called when it is over in any way
     */
    PipeWriting(EventLoop loop, Fd fd, Runnable onEnd) throws PosixException {
        this.loop = loop;
        this.fd = fd;
        this.onEnd = onEnd;
        try {
            watch = loop.watch(fd, Interest.NONE, (readable, writable) -> pump());
        } catch (PosixException e) {
            fd.close();
            throw e;
        }
    }

    /** Names what brings the data; before anything has come. */
    void begin(Reading begun) {
        reading = begun;
        await();
    }

    @Override
    public boolean take(ByteBuffer bytes) {
        if (over) {
            return false;
        }
        await();
        waiting.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        write();
        return waiting.isEmpty();
    }

    @Override
    public void finish() {
        complete = true;
        if (waiting.isEmpty()) {
            end();
        }
    }

    /** A pipe cannot say that data broke off. The person is told. */
    @Override
    public void fail(ReadFailure failure) {
        complete = true;
        end();
    }

    private void pump() {
        await();
        write();
        if (!over && waiting.isEmpty()) {
            if (complete) {
                end();
            } else if (reading != null) {
                reading.resume();
            }
        }
    }

    private void write() {
        try {
            ByteBuffer next;
            while ((next = waiting.peek()) != null) {
                if (Pipe.write(fd, next) == 0) {
                    break;
                }
                if (!next.hasRemaining()) {
                    waiting.remove();
                }
            }
            watch.interest(waiting.isEmpty() ? Interest.NONE : Interest.WRITE);
        } catch (PosixException e) {
            abandon(); // nobody reads any more
        }
    }

    /** Ends it, whoever is still waiting. */
    void abandon() {
        if (!over) {
            if (reading != null && !complete) {
                reading.cancel();
            }
            end();
        }
    }

    private void await() {
        if (timer != null) {
            timer.cancel();
        }
        timer = loop.schedule(PATIENCE, this::abandon);
    }

    private void end() {
        if (!over) {
            over = true;
            waiting.clear();
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
            watch.close();
            fd.close();
            onEnd.run();
        }
    }
}
