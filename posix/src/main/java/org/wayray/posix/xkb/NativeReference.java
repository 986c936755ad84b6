package org.wayray.posix.xkb;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One reference to an object of the library, given back once. Confined to one thread; the count is anybody's. */
final class NativeReference implements AutoCloseable {
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final Consumer<MemorySegment> unref;
    private MemorySegment address;

    /**
     * Takes the reference.
     *
     * @param address not NULL
     */
    NativeReference(MemorySegment address, Consumer<MemorySegment> unref) {
        this.address = address;
        this.unref = unref;
        OPEN.incrementAndGet();
    }

    static int open() {
        return OPEN.get();
    }

    MemorySegment address() {
        if (address.address() == 0) {
            throw new IllegalStateException("closed");
        }
        return address;
    }

    @Override
    public void close() {
        if (address.address() != 0) {
            unref.accept(address);
            address = MemorySegment.NULL;
            OPEN.decrementAndGet();
        }
    }
}
