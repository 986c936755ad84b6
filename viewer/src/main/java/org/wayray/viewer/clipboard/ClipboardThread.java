package org.wayray.viewer.clipboard;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.clipboard.ReceivedFiles;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;

/**
 * The thread of the clipboard: it waits for the desk's programs and the window system, for which neither the thread that draws nor
 * the network's may wait.
 */
public final class ClipboardThread implements AutoCloseable {
    /** How long the window system may keep us; then the thread is left to its own, and ends with the process. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(ClipboardThread.class);

    private final EventLoop loop;
    private final DeskClipboard desk;
    private final ReceivedFiles received;
    private final ClipboardBridge bridge;
    private final Thread thread;

    /**
     * Starts it. The desk's clipboard is reached there, later.
     *
     * @param desk makes the desk's clipboard, which lives on the loop it is given
     * @param files a folder of the user's for files that are pasted from the session; made when some are
     * @throws PosixException when the operating system does not let us wait for descriptors
     */
    public ClipboardThread(
            Function<EventLoop, DeskClipboard> desk,
            Path files,
            ClipboardDirection direction,
            ClipboardObserver observer)
            throws PosixException {
        loop = EventLoop.create("clipboard");
        this.desk = desk.apply(loop);
        received = new ReceivedFiles(files);
        bridge = new ClipboardBridge(loop, this.desk, received, direction, observer);
        loop.execute(bridge::start);
        thread = Thread.ofPlatform().daemon().name("clipboard").start(this::run);
    }

    /** What joins the desk's clipboard with that of a session. */
    public ClipboardBridge bridge() {
        return bridge;
    }

    private void run() {
        try {
            loop.run();
        } catch (PosixException e) {
            log.error("The clipboard's thread cannot go on", e);
        }
    }

    /** Ends it; what the session had copied cannot be pasted at the desk any more, and its files are removed. */
    @Override
    public void close() {
        loop.execute(desk::close);
        loop.stop();
        try {
            if (thread.join(PATIENCE)) {
                loop.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        received.close();
    }
}
