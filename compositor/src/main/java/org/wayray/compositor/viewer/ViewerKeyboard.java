package org.wayray.compositor.viewer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.compositor.seat.KeyRepeat;
import org.wayray.compositor.seat.KeyboardLayout;
import org.wayray.compositor.seat.Seat;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.PeerText;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.KeyboardState;
import org.wayray.protocol.v1.ToSession;

/**
 * An attached viewer's keyboard: its keys, its layout and what is locked on it go to the seat, in the order in which they came.
 *
 * <ul>
 *   <li>A new layout is made aside from the loop. What the viewer does meanwhile waits for it, and is handled behind it.
 *   <li>Clients repeat a key by themselves for as long as it is down, so nobody must forget that it went up: when a viewer that
 *       promised to say so again and again says nothing any more, the keys that repeat are lifted. That is before clients begin to
 *       repeat a key that was just pressed. The modifiers stay, until the viewer is gone.
 * </ul>
 *
 * <p>Confined to the session loop.
 */
final class ViewerKeyboard {
    private static final Logger LOG = LoggerFactory.getLogger(ViewerKeyboard.class);

    /**
     * Silence that long means that nobody knows whether the keys are still down. Viewers speak more than twice as often, and clients
     * begin to repeat a key somewhat later.
     */
    static final Duration MOST_SILENCE = Duration.ofMillis(KeyRepeat.DELAY_MS - 100);

    /** A person makes some hundred a second, and a layout takes some hundredths of one. */
    private static final int MOST_WAITING = 2_000;

    private final Seat seat;
    private final EventLoop loop;
    private final KeymapCompiler keymaps;
    private final boolean tellsState;
    private final Consumer<Envelope<ToSession>> handler;
    private final Consumer<String> warner;
    private final Deque<Envelope<ToSession>> waiting = new ArrayDeque<>();
    private boolean compiling;
    private boolean gone;
    private long heardNanos;
    private @Nullable Timer silence;
    private int lastTimeMs;

    /**
     * @param tellsState whether the viewer sends KeyboardState
     * @param handler handles what had to wait
     * @param warner tells the person in front of the viewer
     */
    ViewerKeyboard(
            Seat seat,
            EventLoop loop,
            KeymapCompiler keymaps,
            boolean tellsState,
            Consumer<Envelope<ToSession>> handler,
            Consumer<String> warner) {
        this.seat = seat;
        this.loop = loop;
        this.keymaps = keymaps;
        this.tellsState = tellsState;
        this.handler = handler;
        this.warner = warner;
    }

    /** Whether input has to wait for a layout: give it to {@link #hold}. */
    boolean isBusy() {
        return compiling;
    }

    /**
     * Keeps input until the layout is there.
     *
     * @return false when too much waits already
     */
    boolean hold(Envelope<ToSession> envelope) {
        heardNanos = loop.batchNanos();
        var last = waiting.peekLast();
        if (last != null
                && last.message().hasPointerMotion()
                && envelope.message().hasPointerMotion()) {
            waiting.removeLast();
        }
        waiting.add(envelope);
        return waiting.size() <= MOST_WAITING;
    }

    /** Some other input came: the viewer is alive. */
    void heard() {
        heardNanos = loop.batchNanos();
    }

    void key(Key key) {
        heard();
        lastTimeMs = key.getTimeMs();
        seat.keyboardKey(key.getCode(), key.getPressed(), lastTimeMs);
        if (tellsState && key.getPressed() && silence == null && seat.keyboardRepeats()) {
            watchSilence();
        }
    }

    void focus(boolean focused) {
        heard();
        if (!focused) {
            seat.keyboardLeft(lastTimeMs);
        }
    }

    void state(KeyboardState state) {
        heard();
        var modifiers = state.hasLockedModifiers() ? OptionalInt.of(state.getLockedModifiers()) : OptionalInt.empty();
        var layout = state.hasLockedLayout() ? OptionalInt.of(state.getLockedLayout()) : OptionalInt.empty();
        if (modifiers.isPresent() || layout.isPresent()) {
            seat.keyboardLocks(modifiers, layout);
        }
    }

    void keymap(KeymapSource source) {
        compiling = true;
        keymaps.compile(source, this::compiled, reason -> {
            var text = PeerText.readable(reason);
            LOG.warn("The viewer's keyboard layout is unknown here: {}", text);
            if (!gone) {
                warner.accept("The layout of this keyboard is not known to the session, which stays with the one"
                        + " before: " + text);
            }
        });
    }

    private void compiled(@Nullable KeyboardLayout layout) {
        compiling = false;
        if (gone) {
            if (layout != null) {
                layout.close();
            }
            return;
        }
        if (layout != null) {
            seat.keyboardLayout(layout, lastTimeMs);
        }
        while (!compiling && !waiting.isEmpty()) {
            handler.accept(waiting.remove());
        }
    }

    private void watchSilence() {
        silence = loop.scheduleAt(heardNanos + MOST_SILENCE.toNanos(), () -> {
            silence = null;
            if (!seat.keyboardRepeats()) {
                return;
            }
            if (loop.nowNanos() - heardNanos >= MOST_SILENCE.toNanos()) {
                LOG.debug("Nothing was heard of the keys that are down; they are lifted");
                seat.keyboardStalled(lastTimeMs);
            } else {
                watchSilence();
            }
        });
    }

    /** The viewer is gone; what waits is forgotten. Lifting its keys is the seat's. */
    void close() {
        gone = true;
        waiting.clear();
        if (silence != null) {
            silence.cancel();
            silence = null;
        }
    }
}
