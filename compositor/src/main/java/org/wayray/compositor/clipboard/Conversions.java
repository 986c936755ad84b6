package org.wayray.compositor.clipboard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.clipboard.Formats.Step;
import org.wayray.clipboard.Pictures;

/**
 * Work that waits, for the disk or for the processor, and so belongs on threads of its own: the session loop starts it and gets the
 * result as a task. There are few at a time. Confined to the session loop.
 */
final class Conversions {
    /** The most bytes that are converted: the whole of both forms is in memory. */
    static final int MOST_BYTES = 48 * 1024 * 1024;

    private static final int PLACES = 4;

    private static final Logger log = LoggerFactory.getLogger(Conversions.class);

    private final Executor loop;
    private int running;

    Conversions(Executor loop) {
        this.loop = loop;
    }

    /** Work that gives something. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Starts work, unless too much is under way.
     *
     * @param done gets the result, on the loop
     * @param failed gets the problem instead, on the loop
     * @return whether it was started; if not, neither is called
     */
    <T> boolean start(Work<T> work, Consumer<? super T> done, Consumer<? super IOException> failed) {
        if (running >= PLACES) {
            return false;
        }
        running++;
        Thread.ofVirtual().name("clipboard").start(() -> {
            try {
                T result = work.run();
                finish(() -> done.accept(result));
            } catch (IOException e) {
                finish(() -> failed.accept(e));
            } catch (RuntimeException | Error e) {
                // also when memory runs out: it is the conversion's, and the session goes on
                log.error("A clipboard conversion failed", e);
                finish(() -> failed.accept(new IOException("an internal error", e)));
            }
        });
        return true;
    }

    private void finish(Runnable task) {
        try {
            loop.execute(() -> {
                running--;
                task.run();
            });
        } catch (RejectedExecutionException e) {
            log.debug("The session ended before a clipboard conversion", e);
        }
    }

    /** The same data in another form; blocks. */
    static byte[] convert(byte[] data, Step step, String format) throws IOException {
        return switch (step) {
            case LATIN_1_TO_UTF_8 -> new String(data, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
            case UTF_8_TO_LATIN_1 -> new String(data, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1);
            case PICTURE -> {
                var converted = new ByteArrayOutputStream();
                Pictures.convert(new ByteArrayInputStream(data), format, converted);
                yield converted.toByteArray();
            }
            case NONE, PACK, UNPACK -> data;
        };
    }

    /** A stream's bytes, if they are not too many; blocks. */
    static byte[] readAll(InputStream from, long mostBytes) throws IOException {
        byte[] all = from.readNBytes((int) Math.min(mostBytes, MOST_BYTES) + 1);
        if (all.length > mostBytes || all.length > MOST_BYTES) {
            throw new IOException("more bytes than are converted");
        }
        return all;
    }
}
