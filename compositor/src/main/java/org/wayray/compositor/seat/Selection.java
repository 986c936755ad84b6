package org.wayray.compositor.seat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was copied last (the clipboard), or what was marked last (the primary selection).
 *
 * <p>Confined to the session loop. Listeners are how others follow it: the data devices of the client that has the keyboard,
 * clipboard managers, and whoever carries the clipboard to the viewer. A viewer's clipboard enters through {@link #set}.
 */
public final class Selection {

    /** What a client shows that knows of no input event behind its request. */
    private static final int NO_SERIAL = 0;

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
     * Replaces the selection at the wish of a client that {@linkplain Seat#mayCopy may do so}.
     *
     * <p>Of the serial it is asked only that it has been given out and is not older than that of the present selection: a request
     * that was overtaken by a newer one changes nothing. More would break programs. GTK and Qt show 0 when they copy by
     * themselves, and the last press they saw, however long ago, when a menu was used with a tablet; wl-copy shows that of
     * wl_keyboard.enter.
     *
     * @param next the new selection, or none
     * @param serial of the event that caused it, or 0
     * @param newest the newest serial that anybody was given
     * @return false if it came too late and was ignored
     */
    public boolean request(Optional<? extends DataSource> next, int serial, int newest) {
        int claimed = serial == NO_SERIAL ? newest : serial;
        if (InputSerials.isAfter(claimed, newest) || (source != null && InputSerials.isAfter(this.serial, claimed))) {
            return false;
        }
        this.serial = claimed;
        set(next);
        return true;
    }

    /**
     * Replaces the selection; the source before is cancelled. The serial stays: a clipboard manager that takes over what was
     * copied must not make the program's next request, which may show the same key press, look old.
     */
    public void set(Optional<? extends DataSource> next) {
        var previous = source;
        source = next.orElse(null);
        if (previous != null && !previous.equals(source)) {
            previous.cancelled();
        }
        tell();
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
