package org.wayray.compositor.fuzz;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.wayray.wayland.server.Global;
import org.wayray.wayland.wire.Argument;
import org.wayray.wayland.wire.WireInterface;

/** Which of the requests that clients can send were sent, and what came of them: for whoever wants to know what was tried. */
final class Coverage {
    private final TreeSet<String> possible = new TreeSet<>();
    private final TreeSet<String> interfaces = new TreeSet<>();
    private final Map<String, int[]> sentAndDied = new TreeMap<>();
    private final Map<String, Integer> errors = new TreeMap<>();

    /** Adds what is offered, and all that can be made of it. */
    void addAll(Iterable<Global> globals) {
        globals.forEach(global -> add(global.wireInterface()));
    }

    private void add(WireInterface<?, ?> wireInterface) {
        if (interfaces.add(wireInterface.name())) {
            for (var request : wireInterface.requests().types()) {
                possible.add(Experience.key(wireInterface, request));
                request.arguments().stream()
                        .map(Argument::created)
                        .filter(Objects::nonNull)
                        .forEach(created -> add(created.get()));
            }
            wireInterface.events().types().stream()
                    .flatMap(event -> event.arguments().stream())
                    .map(Argument::created)
                    .filter(Objects::nonNull)
                    .forEach(created -> add(created.get()));
        }
    }

    /** Adds what a run did. */
    void add(Experience experience) {
        experience.sentAndDied().forEach((request, counts) -> {
            int[] sum = sentAndDied.computeIfAbsent(request, key -> new int[2]);
            sum[0] += counts[0];
            sum[1] += counts[1];
        });
        experience.errors().forEach((error, count) -> errors.merge(error, count, Integer::sum));
    }

    @Override
    public String toString() {
        long sent = sentAndDied.values().stream().mapToLong(counts -> counts[0]).sum();
        long died = sentAndDied.values().stream().mapToLong(counts -> counts[1]).sum();
        var never = new TreeSet<>(possible);
        never.removeAll(sentAndDied.keySet());
        return "%d requests, of %d of %d kinds; %d ended a client, by %d errors%nnever sent: %s%nseldom sent: %s%nerrors: %s"
                .formatted(
                        sent,
                        possible.size() - never.size(),
                        possible.size(),
                        died,
                        errors.size(),
                        never,
                        sentAndDied.entrySet().stream()
                                .sorted(Comparator.comparingInt(entry -> entry.getValue()[0]))
                                .limit(30)
                                .map(entry -> entry.getKey() + " " + entry.getValue()[0])
                                .collect(Collectors.joining(", ")),
                        errors);
    }
}
