package org.wayray.testkit.wlcs;

import org.wayray.codec.RegionEncoder;
import org.wayray.compositor.frames.EncoderPool;

/** Encodes on the caller's thread, so that what follows from a batch of events is done when the loop comes to rest. */
final class InlineEncoder implements EncoderPool, AutoCloseable {
    private final RegionEncoder encoder = new RegionEncoder();

    @Override
    public int parallelism() {
        return 1;
    }

    @Override
    public void submit(Task task) {
        task.encode(encoder);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
