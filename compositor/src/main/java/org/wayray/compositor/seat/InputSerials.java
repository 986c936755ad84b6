package org.wayray.compositor.seat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.wayray.compositor.scene.Surface;

/**
 * The serials of input events, and which client each was given to: a request that must answer "some sort of user action"
 * proves it with one of them.
 *
 * <p>Confined to the session loop. Remembers the last {@value #REMEMBERED}; older ones prove nothing any more.
 */
public final class InputSerials {
    private static final int REMEMBERED = 256;

    private final IntSupplier source;
    private final Map<Integer, Object> owners = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Object> eldest) {
            return size() > REMEMBERED;
        }
    };

    InputSerials(IntSupplier source) {
        this.source = source;
    }

    /** A serial that proves nothing. */
    int next() {
        return source.getAsInt();
    }

    /** A serial that the client of {@code surface} may show as proof. */
    int issue(Surface surface) {
        int serial = source.getAsInt();
        owners.put(serial, surface.client());
        return serial;
    }

    /** Whether an input event with this serial was lately sent to {@code client}. */
    public boolean wasIssuedTo(Object client, int serial) {
        return client.equals(owners.get(serial));
    }

    /** Forgets a client that is gone. */
    void forget(Object client) {
        owners.values().removeIf(client::equals);
    }

    /** Whether {@code serial} was drawn after {@code other}; serials wrap around. */
    static boolean isAfter(int serial, int other) {
        return serial - other > 0;
    }
}
