package org.wayray.wayland.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one connection by their ids, as one side sees them. Each side hands out the ids of its own range (see
 * {@link Limits#FIRST_SERVER_ID}), and takes one that has become free before one that was never used, so that both ranges
 * stay dense: a peer may take an id that is free again, or the one just after all that were ever used, and no other; and
 * never more than {@link Limits#MAX_OBJECTS}. Confined to the connection's thread.
 *
 * @param <T> what stands for an object
 */
public final class ObjectMap<T> {
    private final Range<T> client = new Range<>(1);
    private final Range<T> server = new Range<>(Limits.FIRST_SERVER_ID);
    private final Range<T> local;
    private final Range<T> peer;
    private final List<Integer> freeLocal = new ArrayList<>();

    private ObjectMap(boolean serverSide) {
        local = serverSide ? server : client;
        peer = serverSide ? client : server;
    }

    /** The map of a server for one of its clients. */
    public static <T> ObjectMap<T> ofServer() {
        return new ObjectMap<>(true);
    }

    /** The map of a client. */
    public static <T> ObjectMap<T> ofClient() {
        return new ObjectMap<>(false);
    }

    /** The object with this id, null when there is none. */
    public @Nullable T get(int id) {
        return range(id).get(id);
    }

    /** Whether the peer may give {@code id} to a new object: in its range, unused, and no gap before it. */
    public boolean isFreeForPeer(int id) {
        return id != 0 && range(id) == peer && peer.isFree(id);
    }

    /**
     * Adds an object that the peer made.
     *
     * @throws IllegalArgumentException when {@link #isFreeForPeer} is false
     */
    public void putPeer(int id, T object) {
        if (!isFreeForPeer(id)) {
            throw new IllegalArgumentException(Integer.toUnsignedString(id) + " is not a valid new id");
        }
        peer.put(id, object);
    }

    /** Whether no more objects can be made on this side. */
    public boolean isFull() {
        return local.count >= Limits.MAX_OBJECTS;
    }

    /**
     * The id that the next object made on this side has to take.
     *
     * @throws IllegalStateException when this side has {@link Limits#MAX_OBJECTS} objects
     */
    public int nextLocal() {
        if (isFull()) {
            throw new IllegalStateException("More than " + Limits.MAX_OBJECTS + " objects on one connection");
        }
        return freeLocal.isEmpty() ? local.afterLast() : freeLocal.getLast();
    }

    /** Adds an object made on this side, under {@link #nextLocal}, which is returned. */
    public int putLocal(T object) {
        int id = nextLocal();
        local.put(id, object);
        if (!freeLocal.isEmpty()) {
            freeLocal.removeLast();
        }
        return id;
    }

    /** Frees an id for the next object of its side; nothing happens when there is none with this id. */
    public void remove(int id) {
        Range<T> range = range(id);
        if (range.remove(id) && range == local) {
            freeLocal.add(id);
        }
    }

    /** How many objects there are that the peer made. */
    public int peerCount() {
        return peer.count;
    }

    /** How many objects there are that this side made. */
    public int localCount() {
        return local.count;
    }

    /** All objects: the client's by id, then the server's by id. The list is a copy. */
    public List<T> all() {
        List<T> all = new ArrayList<>(client.count + server.count);
        client.addTo(all);
        server.addTo(all);
        return all;
    }

    private Range<T> range(int id) {
        return Integer.compareUnsigned(id, Limits.FIRST_SERVER_ID) < 0 ? client : server;
    }

    /** A dense run of ids from {@code base} on. */
    private static final class Range<T> {
        private final int base;
        private final List<@Nullable T> slots = new ArrayList<>();
        private int count;

        Range(int base) {
            this.base = base;
        }

        @Nullable
        T get(int id) {
            int index = id - base;
            return index >= 0 && index < slots.size() ? slots.get(index) : null;
        }

        boolean isFree(int id) {
            int index = id - base;
            return index >= 0
                    && index < Limits.MAX_OBJECTS
                    && (index == slots.size() || (index < slots.size() && slots.get(index) == null));
        }

        int afterLast() {
            return base + slots.size();
        }

        void put(int id, T object) {
            int index = id - base;
            if (index == slots.size()) {
                slots.add(object);
            } else {
                slots.set(index, object);
            }
            count++;
        }

        boolean remove(int id) {
            if (get(id) == null) {
                return false;
            }
            slots.set(id - base, null);
            count--;
            return true;
        }

        void addTo(List<T> all) {
            for (T object : slots) {
                if (object != null) {
                    all.add(object);
                }
            }
        }
    }
}
