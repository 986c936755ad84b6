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

    private record Issued(Object client, boolean action) {}

    private final Map<Integer, Issued> issued = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Issued> eldest) {
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

    /** The serial of a user's action that the client of {@code surface} may show as proof. */
    int issue(Surface surface) {
        return issue(surface, true);
    }

    /** The serial of a focus that the client of {@code surface} may show as proof. */
    int issueFocus(Surface surface) {
        return issue(surface, false);
    }

    private int issue(Surface surface, boolean action) {
        int serial = source.getAsInt();
        issued.put(serial, new Issued(surface.client(), action));
        return serial;
    }

    /** Whether an input event with this serial was lately sent to {@code client}. */
    public boolean wasIssuedTo(Object client, int serial) {
        var found = issued.get(serial);
        return found != null && client.equals(found.client);
    }

    /** Whether an event of a key, button or finger with this serial was lately sent to {@code client}. */
    public boolean wasActionFor(Object client, int serial) {
        var found = issued.get(serial);
        return found != null && found.action && client.equals(found.client);
    }

    /** Forgets a client that is gone. */
    void forget(Object client) {
        issued.values().removeIf(event -> client.equals(event.client));
    }

    /** Whether {@code serial} was drawn after {@code other}; serials wrap around. */
    static boolean isAfter(int serial, int other) {
        return serial - other > 0;
    }
}
