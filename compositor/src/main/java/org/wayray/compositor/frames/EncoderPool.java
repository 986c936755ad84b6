package org.wayray.compositor.frames;

import org.jspecify.annotations.Nullable;
import org.wayray.codec.RegionEncoder;
import org.wayray.codec.video.VideoEncoders;

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

    /**
     * The video encoders of this machine; null until they are loaded, which the first call begins and which does not make anybody
     * wait. A pool that says nothing else has none.
     */
    default @Nullable VideoEncoders videoEncoders() {
        return null;
    }

    /** Runs the task some time. Never blocks. After the pool was closed nothing happens. */
    void submit(Task task);
}
