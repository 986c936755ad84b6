package org.wayray.compositor.fuzz;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.wayray.wayland.wire.MessageType;
import org.wayray.wayland.wire.WireInterface;

/**
 * What the fuzzing clients of a session have seen: names and numbers in events, which another client may use, and which requests
 * tend to end a client, so that those are sent seldom and clients live long enough to come far.
 */
final class Experience {
    private static final int REMEMBERED = 24;
    private static final int HISTORY = 120;
    /** However deadly a request is, one in so many attempts is made. */
    private static final int LEAST = 40;
    /** Requests that a client wants to live for. */
    private static final int LIFE = 25;

    private final List<String> strings = new ArrayList<>(List.of("text/plain", "", "a title", "ü\u4e16\ud83d\ude00"));
    private final List<Integer> numbers = new ArrayList<>(List.of(0));
    private final Map<String, int[]> sentAndDied = new HashMap<>();
    private final Deque<String> history = new ArrayDeque<>();
    private final Map<String, Integer> errors = new HashMap<>();

    /** A line for the report of a failure. */
    void note(String line) {
        history.add(line.length() > 300 ? line.substring(0, 300) : line);
        if (history.size() > HISTORY) {
            history.remove();
        }
    }

    /** What happened last. */
    String history() {
        return String.join("\n", history);
    }

    void heard(String string) {
        remember(strings, string);
    }

    void heard(int number) {
        remember(numbers, number);
    }

    private static <T> void remember(List<T> all, T one) {
        if (!all.contains(one)) {
            all.add(one);
            if (all.size() > REMEMBERED) {
                all.removeFirst();
            }
        }
    }

    String anyString(Random random) {
        return strings.get(random.nextInt(strings.size()));
    }

    int anyNumber(Random random) {
        return numbers.get(random.nextInt(numbers.size()));
    }

    /** Whether to send such a request now. */
    boolean dares(WireInterface<?, ?> of, MessageType request, Random random) {
        int[] counts = sentAndDied.get(key(of, request));
        if (counts == null || random.nextInt(LEAST) == 0) {
            return true;
        }
        double survives = 1 - counts[1] / (counts[0] + 1.0);
        return random.nextDouble() < Math.pow(survives, LIFE);
    }

    void sent(WireInterface<?, ?> of, MessageType request) {
        sentAndDied.computeIfAbsent(key(of, request), key -> new int[2])[0]++;
    }

    void diedOf(WireInterface<?, ?> of, MessageType request, String error) {
        sentAndDied.computeIfAbsent(key(of, request), key -> new int[2])[1]++;
        errors.merge(error, 1, Integer::sum);
    }

    /** The requests that were sent, with how many of them ended a client. */
    Map<String, int[]> sentAndDied() {
        return sentAndDied;
    }

    /** The protocol errors and how often they came. */
    Map<String, Integer> errors() {
        return errors;
    }

    static String key(WireInterface<?, ?> of, MessageType request) {
        return of.name() + "." + request.name();
    }
}
