package org.wayray.compositor.clipboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.seat.DataSource;
import org.wayray.posix.Pipe;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;

/** Reads all of a client's data into memory, where it must be whole to be made something else. Confined to the session loop. */
final class Collector implements PipeReader.Target {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int mostBytes;
    private final Consumer<byte[]> whole;
    private final Consumer<String> failure;
    private final PipeReader pipe;
    private @Nullable String problem;

    /**
     * Asks the client.
     *
     * @param whole gets all bytes
     * @param failure gets what went wrong instead
     * @throws PosixException if the session has no pipes left
     */
    Collector(
            EventLoop loop,
            DataSource source,
            String format,
            int mostBytes,
            Consumer<byte[]> whole,
            Consumer<String> failure)
            throws PosixException {
        this.mostBytes = mostBytes;
        this.whole = whole;
        this.failure = failure;
        Pipe ends = Pipe.open();
        try {
            pipe = new PipeReader(loop, ends.readEnd(), this);
        } catch (PosixException e) {
            ends.writeEnd().close();
            throw e;
        }
        source.send(format, ends.writeEnd());
    }

    @Override
    public boolean take(ByteBuffer more) {
        if (bytes.size() + more.remaining() > mostBytes) {
            pipe.close();
            failed("more than " + mostBytes + " bytes");
        } else {
            bytes.write(more.array(), more.position(), more.remaining());
        }
        return true;
    }

    @Override
    public void ended() {
        whole.accept(bytes.toByteArray());
    }

    @Override
    public void failed(String why) {
        if (problem == null) {
            problem = why;
            failure.accept(why);
        }
    }

    /** Reads no more. */
    void cancel() {
        pipe.close();
    }
}
