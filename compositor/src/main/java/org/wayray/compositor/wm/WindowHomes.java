package org.wayray.compositor.wm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Scene;

/**
 * Keeps windows on their outputs while these come, go and change places: a window moves with its output, is brought to the first one if
 * its own goes, and back if that returns by the same name and nobody has moved the window meanwhile.
 *
 * <p>Confined to the session loop.
 */
final class WindowHomes {
    private final Scene scene;
    private final LayerShell layers;

    /** Windows whose output is gone. */
    private final Map<Window, Exile> exiles = new HashMap<>();

    /** On which output each window is while outputs change, and where that was before. */
    private final Map<Window, Home> homes = new LinkedHashMap<>();

    private List<Output> outputsBefore = List.of();

    private record Home(Output output, Offset<Logical> corner) {}

    /**
     * A window that is not on its own output.
     *
     * @param output the name of its own
     * @param place in that, from its top left corner
     * @param now where in the scene it was put instead
     */
    private record Exile(String output, Offset<Logical> place, Offset<Logical> now) {}

    WindowHomes(Scene scene, LayerShell layers) {
        this.scene = scene;
        this.layers = layers;
    }

    /** Notes where a window is, before outputs change. */
    void note(Window window, Output output) {
        outputsBefore = scene.outputs();
        homes.put(window, new Home(output, output.position()));
    }

    /** A window is gone, or the user gave it another place. */
    void forget(Window window) {
        exiles.remove(window);
    }

    /**
     * Moves the noted windows to where they belong, now that outputs have changed.
     *
     * @return on which output each of them is now
     */
    Map<Window, Output> bringHome() {
        Map<Window, Output> now = new LinkedHashMap<>();
        List<Output> outputs = scene.outputs();
        homes.forEach((window, home) -> {
            Output output = home.output();
            if (outputs.contains(output)) {
                move(window, output.position().minus(home.corner()));
            } else {
                output = outputs.getFirst();
                exile(window, home, output);
            }
            now.put(window, output);
        });
        for (Output output : outputs) {
            if (!outputsBefore.contains(output)) {
                returnTo(output, now);
            }
        }
        homes.clear();
        outputsBefore = List.of();
        return now;
    }

    private void move(Window window, Offset<Logical> by) {
        Exile exile = exiles.get(window);
        if (exile != null) {
            exiles.put(
                    window, new Exile(exile.output(), exile.place(), exile.now().plus(by)));
        }
        window.shift(by);
    }

    private void exile(Window window, Home home, Output refuge) {
        Offset<Logical> from = window.frame().origin();
        Offset<Logical> place = from.minus(home.corner());
        window.shift(within(window, place, refuge).minus(from));
        Offset<Logical> now = window.frame().origin();
        Exile before = exiles.get(window);
        exiles.put(
                window,
                before != null && before.now().equals(from)
                        ? new Exile(before.output(), before.place(), now)
                        : new Exile(home.output().name(), place, now));
    }

    /** The same place of another output, but in sight as far as the window fits there. */
    private Offset<Logical> within(Window window, Offset<Logical> place, Output refuge) {
        Rect<Logical> area = layers.workArea(refuge);
        Offset<Logical> wanted = refuge.position().plus(place);
        return new Offset<>(
                within(wanted.x(), window.frame().width(), area.x(), area.right()),
                within(wanted.y(), window.frame().height(), area.y(), area.bottom()));
    }

    private static int within(int wanted, int length, int start, int end) {
        return Math.max(start, Math.min(wanted, end - length));
    }

    private void returnTo(Output output, Map<Window, Output> now) {
        for (Window window : new ArrayList<>(exiles.keySet())) {
            Exile exile = exiles.get(window);
            if (exile != null && exile.output().equals(output.name()) && now.containsKey(window)) {
                exiles.remove(window);
                Offset<Logical> from = window.frame().origin();
                if (exile.now().equals(from)) {
                    window.shift(output.position().plus(exile.place()).minus(from));
                    now.put(window, output);
                }
            }
        }
    }
}
