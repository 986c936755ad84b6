package org.wayray.posix;

import java.util.concurrent.atomic.AtomicInteger;
import org.wayray.posix.libc.Libc;
import org.wayray.posix.libc.Os;

/**
 * A file descriptor with exactly one owner, who closes it or gives it away.
 *
 * <p>A method that takes an Fd and says that it owns it from then on closes it in every case, also when it fails.
 *
 * <p>Any thread may close or release it, once; whoever else uses it at that moment has a bug that no lock would cure.
 */
public final class Fd implements AutoCloseable {
    private static final int GONE = -1;
    private static final AtomicInteger OPEN = new AtomicInteger();

    /** The number, or {@link #GONE}; atomic so that it is closed once only, whoever comes first. */
    private final AtomicInteger number;

    private Fd(int number) {
        this.number = new AtomicInteger(number);
    }

    /**
     * Takes the ownership of a descriptor that nobody else closes.
     *
     * @param number what the operating system calls it
     */
    public static Fd adopt(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("not a descriptor: " + number);
        }
        OPEN.incrementAndGet();
        return new Fd(number);
    }

    /** How many are open in this process. A test that leaves more than it found has a leak. */
    public static long open() {
        return OPEN.get();
    }

    /**
     * The number, for a call that uses it while this stays its owner.
     *
     * @throws IllegalStateException when it is closed or released
     */
    public int raw() {
        int raw = number.get();
        if (raw == GONE) {
            throw new IllegalStateException("the descriptor is closed or has been given away");
        }
        return raw;
    }

    /** Another descriptor for the same open file, with an owner of its own; closed on exec. */
    public Fd duplicate() throws PosixException {
        return adopt(PosixException.check(Os.current().duplicate(raw()), "fcntl", "duplicating a descriptor"));
    }

    /**
     * Gives the number away: the caller must see that it gets closed.
     *
     * @throws IllegalStateException when it is closed or released already
     */
    public int release() {
        int raw = number.getAndSet(GONE);
        if (raw == GONE) {
            throw new IllegalStateException("the descriptor is closed or has been given away");
        }
        OPEN.decrementAndGet();
        return raw;
    }

    /** Whether it is neither closed nor released. */
    public boolean isOpen() {
        return number.get() != GONE;
    }

    /** Closes it; does nothing when that is done, or when it was released. */
    @Override
    public void close() {
        int raw = number.getAndSet(GONE);
        if (raw != GONE) {
            OPEN.decrementAndGet();
            // An error here (EIO of some file systems) says nothing that an owner who is done could act on.
            Libc.close(raw);
        }
    }

    @Override
    public String toString() {
        int raw = number.get();
        return raw == GONE ? "fd closed" : "fd " + raw;
    }
}
