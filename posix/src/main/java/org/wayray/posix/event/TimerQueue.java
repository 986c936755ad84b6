package org.wayray.posix.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Timers by deadline, those with the same by age: a binary heap in which each timer knows its place, so that cancelling
 * costs no search and leaves nothing behind. Confined to the loop.
 */
final class TimerQueue {
    private static final int FIRST_CAPACITY = 16;

    private @Nullable Timer[] heap = new @Nullable Timer[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    /** The next one, or null. */
    @Nullable
    Timer first() {
        return heap[0];
    }

    void add(Timer timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        rise(size++, timer);
    }

    void remove(Timer timer) {
        int hole = timer.place;
        timer.place = Timer.NOWHERE;
        Timer last = at(--size);
        heap[size] = null;
        if (hole == size) {
            return;
        }
        sink(hole, last);
        if (at(hole) == last) {
            rise(hole, last);
        }
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            at(i).place = Timer.NOWHERE;
            heap[i] = null;
        }
        size = 0;
    }

    private void rise(int from, Timer timer) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) / 2;
            if (!before(timer, at(parent))) {
                break;
            }
            put(place, at(parent));
            place = parent;
        }
        put(place, timer);
    }

    private void sink(int from, Timer timer) {
        int place = from;
        while (true) {
            int child = 2 * place + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(at(child + 1), at(child))) {
                child++;
            }
            if (!before(at(child), timer)) {
                break;
            }
            put(place, at(child));
            place = child;
        }
        put(place, timer);
    }

    private void put(int place, Timer timer) {
        heap[place] = timer;
        timer.place = place;
    }

    private Timer at(int place) {
        Timer timer = heap[place];
        if (timer == null) {
            throw new IllegalStateException("the heap has a hole at " + place);
        }
        return timer;
    }

    /** By difference, because a nano clock may pass the largest long. */
    private static boolean before(Timer one, Timer other) {
        long difference = one.deadlineNanos - other.deadlineNanos;
        return difference != 0 ? difference < 0 : one.sequence < other.sequence;
    }
}
