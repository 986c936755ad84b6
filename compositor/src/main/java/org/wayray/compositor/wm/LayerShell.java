package org.wayray.compositor.wm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputListener;
import org.wayray.compositor.scene.Layer;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;

/**
 * Gives the parts of the desktop's shell their places, and what they leave to the windows: the work area.
 *
 * <p>On each output the surfaces that keep a zone free come first, those of the highest layer before the others and the oldest of a
 * layer before the younger; each takes its zone from what the ones before it have left. Then those without a zone get their places
 * in what remains, and those that ignore zones on the whole output. A surface counts once it is mapped; one that is about to be is
 * told the place it would get.
 *
 * <p>A surface lies in the place of the size that it asked for, also when its content has another size. Confined to the session
 * loop.
 */
public final class LayerShell implements OutputListener {

    /** Learns what the shell's surfaces do. Called on the session loop. */
    public interface Listener {
        /** Windows have more room, or less. */
        void workAreaChanged(Output output);

        /** A surface was mapped. */
        void layerMapped(LayerSurface surface);

        /** A surface was mapped or unmapped, moved to another layer, or wants the keyboard otherwise. */
        void layersChanged();
    }

    private final Scene scene;
    /** The oldest first. */
    private final List<LayerSurface> surfaces = new ArrayList<>();
    /** Of each output that ever had a surface. */
    private final Map<Output, Rect<Logical>> workAreas = new HashMap<>();

    private final List<Listener> listeners = new ArrayList<>();

    public LayerShell(Scene scene) {
        this.scene = scene;
    }

    public Scene scene() {
        return scene;
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Adds a surface that has not been committed yet. */
    public LayerSurface add(Surface surface, Output output, Layer layer, LayerSurface.Client client) {
        if (!workAreas.containsKey(output)) {
            workAreas.put(output, output.logicalBounds());
            output.addListener(this);
        }
        var added = new LayerSurface(this, surface, output, LayerSurface.State.initial(layer), client);
        surfaces.add(added);
        return added;
    }

    /** What the panels of an output leave to windows. */
    public Rect<Logical> workArea(Output output) {
        return workAreas.getOrDefault(output, output.logicalBounds());
    }

    /** The surface that has the keyboard whatever the user does: the youngest of the highest layer. */
    public Optional<LayerSurface> exclusive() {
        return surfaces.reversed().stream()
                .filter(LayerSurface::isExclusive)
                .reduce((a, b) -> b.state().layer().compareTo(a.state().layer()) > 0 ? b : a);
    }

    /** The surface at the root of a tree of the scene, if it is one of the shell's. */
    public Optional<LayerSurface> of(Surface root) {
        return surfaces.stream().filter(layer -> layer.surface() == root).findFirst();
    }

    @Override
    public void changed(Output output) {
        arrange(output);
    }

    @Override
    public void removed(Output output) {
        output.removeListener(this);
        workAreas.remove(output);
        List.copyOf(surfaces).stream().filter(layer -> layer.output() == output).forEach(LayerSurface::close);
    }

    void changed(LayerSurface surface) {
        arrange(surface.output());
        listeners.forEach(Listener::layersChanged);
    }

    void mapped(LayerSurface surface) {
        listeners.forEach(listener -> listener.layerMapped(surface));
    }

    void remove(LayerSurface surface) {
        surfaces.remove(surface);
    }

    private void arrange(Output output) {
        var here = surfaces.stream()
                .filter(layer -> layer.output() == output && layer.isStarted() && !layer.isClosed())
                .sorted(Comparator.comparing(
                                (LayerSurface layer) -> layer.state().layer())
                        .reversed())
                .toList();
        var whole = output.logicalBounds();
        var left = whole;
        for (var layer : here) {
            if (layer.state().keepsZone()) {
                layer.place(layer.placeIn(left));
                if (layer.isMapped()) {
                    left = layer.withoutZone(left);
                }
            }
        }
        for (var layer : here) {
            if (!layer.state().keepsZone()) {
                layer.place(layer.placeIn(layer.state().exclusiveZone() < 0 ? whole : left));
            }
        }
        if (workAreas.containsKey(output) && !left.equals(workAreas.put(output, left))) {
            listeners.forEach(listener -> listener.workAreaChanged(output));
        }
    }
}
