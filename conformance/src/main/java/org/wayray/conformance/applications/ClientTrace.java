package org.wayray.conformance.applications;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client did and was told, by the traffic that libwayland prints with {@code WAYLAND_DEBUG}. Lines of several clients
 * may be mixed, as a shell command with several programs makes them; then it is roughly right.
 */
public final class ClientTrace {
    /** {@code [ 1234.567]  -> wl_surface@3.commit()}; newer versions name the queue too, and write # for @. */
    private static final Pattern MESSAGE = Pattern.compile("\\[\\s*([\\d.:]+)]\\s*(?:\\{[^}]*}\\s*)?(?:discarded\\s+)?"
            + "(-> )?\\s*([a-z_0-9]+)[@#](\\d+)\\.([a-z_0-9]+)\\((.*)\\)\\s*");

    private static final Pattern GLOBAL = Pattern.compile("\\d+, \"([^\"]+)\", (\\d+).*");
    private static final Pattern NEW_OBJECT = Pattern.compile("new id ([a-z_0-9]+)[@#](\\d+)");
    private static final Pattern SURFACE = Pattern.compile("wl_surface[@#](\\d+)");

    /** Requests that give a surface a role that is configured before it may be drawn. */
    private static final Set<String> ROLES =
            Set.of("get_xdg_surface", "get_layer_surface", "get_lock_surface", "get_input_popup_surface");

    private final Map<String, Integer> offered = new TreeMap<>();
    private final Map<String, Integer> bound = new TreeMap<>();
    private final List<String> errors = new ArrayList<>();
    private final Set<String> drawnRoles = new TreeSet<>();
    private final List<String> words = new ArrayList<>();
    private int frames;
    private OptionalLong firstFrameMicros = OptionalLong.empty();

    // by the id of the surface
    private final Map<String, Boolean> attached = new HashMap<>();
    private final Map<String, String> roles = new HashMap<>();
    private final Set<String> configured = new HashSet<>();
    // the surface by the id of its role's object
    private final Map<String, String> surfaces = new HashMap<>();

    private ClientTrace() {}

    /** Reads all that a program printed. */
    public static ClientTrace parse(String text) {
        var trace = new ClientTrace();
        text.lines().forEach(trace::line);
        return trace;
    }

    /** Globals that it was told of, with their versions. */
    public Map<String, Integer> offered() {
        return offered;
    }

    /** Globals that it bound, with the versions. */
    public Map<String, Integer> bound() {
        return bound;
    }

    /** Protocol errors that it got: what the arguments of {@code wl_display.error} say. */
    public List<String> errors() {
        return errors;
    }

    /** Commits of a surface that had a buffer, a role and its first configure event. */
    public int frames() {
        return frames;
    }

    /** Interfaces of the roles that were drawn. */
    public Set<String> drawnRoles() {
        return drawnRoles;
    }

    /** When the first of the {@link #frames} was committed: microseconds of the wall clock's time, the lower 32 bits. */
    public OptionalLong firstFrameMicros() {
        return firstFrameMicros;
    }

    /** What else it printed last, if anything. */
    public String lastWords() {
        return words.isEmpty() ? "" : words.getLast();
    }

    private void line(String line) {
        if (line.startsWith("[")) {
            var matcher = MESSAGE.matcher(line);
            if (matcher.matches()) {
                message(matcher);
            }
        } else if (!line.isBlank()) {
            words.add(line.strip());
        }
    }

    private void message(Matcher message) {
        boolean sent = message.group(2) != null;
        var type = message.group(3);
        var id = message.group(4);
        var name = message.group(5);
        var arguments = message.group(6);
        if (type.equals("wl_registry")) {
            registry(name, arguments);
        } else if (!sent && type.equals("wl_display") && name.equals("error")) {
            errors.add(arguments);
        } else if (sent && ROLES.contains(name)) {
            role(arguments);
        } else if (!sent && name.equals("configure") && surfaces.containsKey(id) && !type.equals("xdg_toplevel")) {
            configured.add(surfaces.get(id));
        } else if (sent && name.equals("destroy") && surfaces.containsKey(id)) {
            roles.remove(surfaces.remove(id));
        } else if (sent && type.equals("wl_surface") && name.equals("attach")) {
            attached.put(id, !arguments.startsWith("nil"));
        } else if (sent && type.equals("wl_surface") && name.equals("commit")) {
            commit(id, message.group(1));
        }
    }

    private void registry(String name, String arguments) {
        var global = GLOBAL.matcher(arguments);
        if (global.matches()) {
            var into = name.equals("bind") ? bound : offered;
            into.merge(global.group(1), Integer.valueOf(global.group(2)), Math::max);
        }
    }

    private void role(String arguments) {
        var object = NEW_OBJECT.matcher(arguments);
        var surface = SURFACE.matcher(arguments);
        if (object.find() && surface.find()) {
            surfaces.put(object.group(2), surface.group(1));
            roles.put(surface.group(1), object.group(1));
            configured.remove(surface.group(1));
        }
    }

    private void commit(String surface, String stamp) {
        var role = roles.get(surface);
        if (role != null && configured.contains(surface) && attached.getOrDefault(surface, false)) {
            if (frames++ == 0) {
                firstFrameMicros = micros(stamp);
            }
            drawnRoles.add(role);
        }
    }

    /** libwayland before 1.22 prints milliseconds and a fraction; the newer ones print the time of the day. */
    private static OptionalLong micros(String stamp) {
        int point = stamp.indexOf('.');
        return stamp.contains(":") || point < 0
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Long.parseLong(stamp.substring(0, point)) * 1000 + Long.parseLong(stamp.substring(point + 1)));
    }
}
