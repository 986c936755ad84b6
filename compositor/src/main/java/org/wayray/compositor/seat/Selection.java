package org.wayray.compositor.seat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was copied last: the clipboard.
 *
 * <p>Confined to the session loop. Listeners are how others follow it: the data devices of the client that has the keyboard, and
 * whoever carries the clipboard to the viewer. A viewer's clipboard enters through {@link #set} like a client's.
 */
public final class Selection {

    /** Follows the selection. Called on the session loop. */
    public interface Listener {
        /** There is another selection, or none. */
        void selectionChanged(Optional<DataSource> source);
    }

    private final List<Listener> listeners = new ArrayList<>();
    private @Nullable DataSource source;
    private int serial;

    Selection() {}

    public Optional<DataSource> source() {
        return Optional.ofNullable(source);
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /**
     * Replaces the selection; the source before is cancelled.
     *
     * @param next the new selection, or none
     * @param serial of the event that caused it; one that is older than the present selection's is ignored
     * @return false if it came too late and was ignored
     */
    public boolean set(Optional<? extends DataSource> next, int serial) {
        if (source != null && InputSerials.isAfter(this.serial, serial)) {
            return false;
        }
        this.serial = serial;
        var previous = source;
        source = next.orElse(null);
        if (previous != null && !previous.equals(source)) {
            previous.cancelled();
        }
        tell();
        return true;
    }

    /** A source ended; if it was the selection there is none now. */
    public void sourceGone(DataSource gone) {
        if (gone.equals(source)) {
            source = null;
            tell();
        }
    }

    private void tell() {
        for (var listener : List.copyOf(listeners)) {
            listener.selectionChanged(source());
        }
    }
}
