package org.wayray.wayland.wire;

/** Stands for a descriptor, and counts how often it is closed. */
final class Handle implements AutoCloseable {
    int closed;

    @Override
    public void close() {
        closed++;
    }
}
