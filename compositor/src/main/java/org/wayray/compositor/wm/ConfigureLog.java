package org.wayray.compositor.wm;

import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configure events that one surface was sent, and how far the client has followed them.
 *
 * <p>Confined to the session loop. A configure is sent, acknowledged, and takes effect with the next commit. An
 * acknowledgement consumes its own serial and all earlier ones. Of very many open ones the states of the oldest are forgotten: they can
 * be acknowledged, and allow content, but ask for nothing. Source: xdg_surface.ack_configure.
 *
 * @param <S> what a configure asks for
 */
public final class ConfigureLog<S> {
    /**
     * Configures that are kept of a client that does not acknowledge them. Far beyond what a client is sent that works, but one that was
     * stopped for a while may come back to more.
     */
    static final int MOST_OPEN = 1000;

    private final ArrayDeque<Sent<S>> sent = new ArrayDeque<>();
    private Optional<S> acknowledged = Optional.empty();
    private boolean configured;
    private @Nullable Forgotten forgotten;
    private int age;

    /** Notes a configure event that was sent under {@code serial}. */
    public void sent(int serial, S state) {
        sent.addLast(new Sent<>(serial, state, age));
        if (sent.size() > MOST_OPEN) {
            Sent<S> oldest = sent.removeFirst();
            forgotten =
                    new Forgotten(forgotten == null ? oldest.serial : forgotten.firstSerial, oldest.serial, oldest.age);
        }
    }

    /**
     * Takes the client's acknowledgement.
     *
     * @return false if no such configure is open: the client's error
     */
    public boolean acknowledge(int serial) {
        if (forgotten != null && forgotten.has(serial)) {
            configured |= forgotten.age == age;
            forgotten = forgotten.after(serial);
            return true;
        }
        if (sent.stream().noneMatch(configure -> configure.serial == serial)) {
            return false;
        }
        forgotten = null;
        Sent<S> first;
        do {
            first = sent.removeFirst();
        } while (first.serial != serial);
        if (first.age == age) {
            acknowledged = Optional.of(first.state);
            configured = true;
        }
        return true;
    }

    /** What was acknowledged since the last call, if anything: it takes effect with the commit that is being applied. */
    public Optional<S> commit() {
        var state = acknowledged;
        acknowledged = Optional.empty();
        return state;
    }

    /** What the last configure asks for, if the client still owes its acknowledgement. */
    public Optional<S> newest() {
        return isAwaiting() ? Optional.of(sent.getLast().state) : Optional.empty();
    }

    /** Whether any configure was acknowledged since the start or the last {@link #reset}: content is allowed. */
    public boolean isConfigured() {
        return configured;
    }

    /** Whether the client still owes an acknowledgement. */
    public boolean isAwaiting() {
        return !sent.isEmpty() && sent.getLast().age == age;
    }

    /** How many configures are kept that were not acknowledged. */
    int open() {
        return sent.size();
    }

    /**
     * Starts over, after the surface was unmapped: content is not allowed before the next acknowledgement. Configures
     * that are under way may still be acknowledged, but no longer count.
     */
    public void reset() {
        acknowledged = Optional.empty();
        configured = false;
        age++;
    }

    /** @param age counts the resets before the configure was sent */
    private record Sent<S>(int serial, S state, int age) {}

    /**
     * A run of open configures whose states are not kept. Serials wrap around.
     *
     * @param age of the last
     */
    private record Forgotten(int firstSerial, int lastSerial, int age) {
        boolean has(int serial) {
            return serial - firstSerial >= 0 && lastSerial - serial >= 0;
        }

        @Nullable
        Forgotten after(int serial) {
            return serial == lastSerial ? null : new Forgotten(serial + 1, lastSerial, age);
        }
    }
}
