package org.wayray.compositor.frames;

import org.wayray.codec.RegionEncoder;

/** Threads that encode, shared by all feeds of a process. */
public interface EncoderPool {
    /** A piece of encoding that touches nothing that another thread writes. */
    @FunctionalInterface
    interface Task {
        /** Runs with the encoder of the thread that it runs on. Must not throw. */
        void encode(RegionEncoder encoder);
    }

    /** How many tasks can run at the same time, at least 1. */
    int parallelism();

    /** Runs the task some time. Never blocks. After the pool was closed nothing happens. */
    void submit(Task task);
}
