package org.wayray.compositor.wm;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;

/**
 * All mapped windows of a session, the oldest first, for those who show them to the user: task bars, pagers.
 *
 * <p>Confined to the session loop.
 */
public final class WindowList {

    /** Learns of the windows. Called on the session loop. */
    public interface Listener {
        /**
         * A window is new, or looks different: title, state, parent, outputs and so on. Called once for each change.
         *
         * @return false if not all could be told; then it is called again after the next batch
         */
        boolean changed(Window window);

        /** A window is no longer mapped. Its properties are still there. */
        void unmapped(Window window);
    }

    private final Map<Window, OutputWatch> windows = new LinkedHashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final Set<Window> late = new LinkedHashSet<>();
    /** Says which session it is, so that nobody takes a window of another one for one of this. */
    private final String generation;

    private long count;

    WindowList() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        generation = HexFormat.of().formatHex(random);
    }

    public List<Window> windows() {
        return List.copyOf(windows.keySet());
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    void add(Window window) {
        var watch = new OutputWatch(window);
        windows.put(window, watch);
        window.surface().addListener(watch);
        window.setList(this, generation + "-" + Long.toHexString(++count));
        changed(window);
    }

    void remove(Window window) {
        var watch = windows.remove(window);
        if (watch != null) {
            window.surface().removeListener(watch);
            late.remove(window);
            listeners.forEach(listener -> listener.unmapped(window));
            window.setList(null, "");
        }
    }

    void changed(Window window) {
        boolean told = true;
        for (var listener : listeners) {
            told &= listener.changed(window);
        }
        if (!told) {
            late.add(window);
        }
    }

    /** Tells those who could not be told before. Called after each batch. */
    public void tellLate() {
        if (!late.isEmpty()) {
            var again = List.copyOf(late);
            late.clear();
            again.forEach(this::changed);
        }
    }

    private final class OutputWatch implements SurfaceListener {
        private final Window window;

        OutputWatch(Window window) {
            this.window = window;
        }

        @Override
        public void outputEntered(Surface surface, Output output) {
            changed(window);
        }

        @Override
        public void outputLeft(Surface surface, Output output) {
            changed(window);
        }
    }
}
