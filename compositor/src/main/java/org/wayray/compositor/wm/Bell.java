package org.wayray.compositor.wm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The session's bell, which programs ring for attention (xdg_system_bell_v1). A ring that follows another too closely is not heard:
 * to the user it is the same one.
 *
 * <p>Confined to the session loop.
 */
public final class Bell {
    static final Duration PAUSE = Duration.ofMillis(100);

    private final List<Consumer<Optional<Window>>> listeners = new ArrayList<>();
    private long quietUntil;
    private boolean rung;

    /** Who makes the user notice: given the window that rings, if it is one. */
    public void addListener(Consumer<Optional<Window>> listener) {
        listeners.add(listener);
    }

    /** A program rings. */
    public void ring(Optional<Window> window, long nowNanos) {
        if (!rung || nowNanos - quietUntil >= 0) {
            rung = true;
            quietUntil = nowNanos + PAUSE.toNanos();
            listeners.forEach(listener -> listener.accept(window));
        }
    }
}
