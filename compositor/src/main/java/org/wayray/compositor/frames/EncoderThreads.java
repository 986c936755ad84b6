package org.wayray.compositor.frames;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.RegionEncoder;
import org.wayray.codec.video.VideoEncoders;

/**
 * The pool of real threads: a fixed number of daemon threads, each with an encoder of its own. Any thread may submit and
 * close. The queue is as long as there are feeds, because each has at most one job.
 */
public final class EncoderThreads implements EncoderPool, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EncoderThreads.class);
    private static final int MOST_THREADS = 4;

    private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final Thread[] threads;
    private final AtomicBoolean videoWanted = new AtomicBoolean();
    private volatile @Nullable VideoEncoders videoEncoders;

    /** A pool of so many threads, at least 1; they start at once. */
    public EncoderThreads(int count) {
        threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            threads[i] = Thread.ofPlatform().name("encoder-" + i).daemon().start(this::work);
        }
    }

    /** A pool that leaves a processor to the session's loop, where there is more than one, and takes four at most. */
    public static EncoderThreads forThisMachine() {
        return new EncoderThreads(Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, MOST_THREADS));
    }

    @Override
    public int parallelism() {
        return threads.length;
    }

    @Override
    public @Nullable VideoEncoders videoEncoders() {
        if (videoWanted.compareAndSet(false, true)) {
            Thread.ofPlatform().name("video-encoders").daemon().start(() -> videoEncoders = VideoEncoders.probe());
        }
        return videoEncoders;
    }

    @Override
    public void submit(Task task) {
        queue.add(task);
    }

    private void work() {
        try (var encoder = new RegionEncoder()) {
            while (!Thread.currentThread().isInterrupted()) {
                run(queue.take(), encoder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Task task, RegionEncoder encoder) {
        try {
            task.encode(encoder);
        } catch (Throwable e) {
            // an error must not cost the pool its thread either
            LOG.error("An encoding task failed without catching its failure", e);
        }
    }

    /** Ends the threads; each finishes its task before. Waiting tasks are dropped. Does not wait. */
    @Override
    public void close() {
        for (Thread thread : threads) {
            thread.interrupt();
        }
    }
}
