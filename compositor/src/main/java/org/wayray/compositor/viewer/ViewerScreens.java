package org.wayray.compositor.viewer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputSetup;
import org.wayray.compositor.output.Screen;
import org.wayray.compositor.output.ScreenLayout;
import org.wayray.compositor.scene.Scene;
import org.wayray.protocol.v1.OutputConfig;

/**
 * The session's outputs, which follow the screens of its viewer: one output for each, as large and as dense, beside the same
 * neighbours. They stay as they are while nobody watches.
 *
 * <p>The outputs are called WAYRAY-1, WAYRAY-2 and so on. A screen that comes back gets the name that it had. Confined to the
 * session loop.
 */
public final class ViewerScreens {
    private static final String NAME = "WAYRAY-";

    /** So many screens that were there once keep their numbers. */
    private static final int MOST_REMEMBERED = 64;

    private final Scene scene;
    private final Desktop desktop;
    private final Screen own;
    private final List<Shown> shown = new ArrayList<>();

    /** Which output a screen of that name has, or had. */
    private final Map<String, String> outputNames = new HashMap<>();

    private int lastId;
    private @Nullable Listener listener;

    /** The rest of the session. */
    public interface Desktop {
        /** Runs what changes outputs, and then brings windows to where they belong. */
        void changeOutputs(Runnable change);

        /** An output is about to come into the scene. */
        void adding(Output output);
    }

    /** Learns what a viewer is to be told. */
    interface Listener {
        /** There is such an output now, or it is as described now. */
        void changed(OutputConfig output);

        /** The output with that number is no more. */
        void gone(int id);
    }

    /** An output and what shows it; the protocol knows the output by {@code id}. */
    private record Shown(Output output, int id, Screen screen) {}

    /** @param own what there is before any viewer, and with one that names no screens: one output, which is in the scene from now on */
    public ViewerScreens(Scene scene, Screen own, Desktop desktop) {
        this.scene = scene;
        this.own = own;
        this.desktop = desktop;
        Output first = create(own, new OutputSetup(own.mode(), own.scale(), Offset.zero()));
        scene.addOutput(first);
        shown.add(new Shown(first, ++lastId, own));
    }

    /**
     * Makes the outputs those of a viewer that is about to be attached. Those that there are become those of the screens with the same
     * names, or else of the others in their order.
     *
     * @param screens none for the session's own size
     */
    public void adopt(List<Screen> screens) {
        if (!screens.isEmpty()) {
            follow(screens, false);
        } else if (shown.size() > 1 || shown.getFirst().screen != own) {
            follow(List.of(own), false);
        }
    }

    /** Follows the screens that the viewer has by now, at least one. */
    public void follow(List<Screen> screens) {
        follow(screens, true);
    }

    private void follow(List<Screen> screens, boolean sameViewer) {
        List<@Nullable Shown> next = new ArrayList<>();
        List<Shown> left = new ArrayList<>(shown);
        for (Screen screen : screens) {
            next.add(take(left, was -> sameViewer ? was.id() == screen.id() : isCalled(screen, was)));
        }
        for (int i = 0; i < next.size() && !sameViewer; i++) {
            if (next.get(i) == null && !left.isEmpty()) {
                next.set(i, left.removeFirst());
            }
        }
        desktop.changeOutputs(() -> change(screens, next, left));
    }

    private static boolean isCalled(Screen screen, Screen was) {
        return !screen.name().isEmpty() && screen.name().equals(was.name());
    }

    private static @Nullable Shown take(List<Shown> from, Predicate<Screen> condition) {
        for (Shown one : from) {
            if (condition.test(one.screen)) {
                from.remove(one);
                return one;
            }
        }
        return null;
    }

    /**
     * @param kept for each screen what shows it from now on, null for a new output
     * @param gone what shows no screen any more
     */
    private void change(List<Screen> screens, List<@Nullable Shown> kept, List<Shown> gone) {
        List<OutputConfig> before = describe();
        List<Offset<Logical>> corners = ScreenLayout.of(screens);
        shown.clear();
        for (int i = 0; i < screens.size(); i++) {
            Screen screen = screens.get(i);
            OutputSetup setup = new OutputSetup(screen.mode(), screen.scale(), corners.get(i));
            Shown was = kept.get(i);
            if (was == null) {
                Output output = create(screen, setup);
                shown.add(new Shown(output, ++lastId, screen));
                desktop.adding(output);
                scene.addOutput(output);
            } else {
                shown.add(new Shown(was.output, was.id, screen));
                reconfigure(was.output, setup);
            }
            remember(screen, shown.getLast().output);
        }
        gone.forEach(was -> scene.removeOutput(was.output));
        scene.outputChanged();
        tell(before);
    }

    private void tell(List<OutputConfig> before) {
        if (listener == null) {
            return;
        }
        List<OutputConfig> now = describe();
        for (OutputConfig was : before) {
            if (now.stream().noneMatch(config -> config.getId() == was.getId())) {
                listener.gone(was.getId());
            }
        }
        for (OutputConfig config : now) {
            if (!before.contains(config)) {
                listener.changed(config);
            }
        }
    }

    /** Changes outputs as somebody else than the viewer wishes; the viewer is told. */
    public void reconfigure(Map<Output, OutputSetup> setups) {
        List<OutputConfig> before = describe();
        desktop.changeOutputs(() -> {
            setups.forEach(ViewerScreens::reconfigure);
            scene.outputChanged();
        });
        tell(before);
    }

    private static void reconfigure(Output output, OutputSetup setup) {
        if (!OutputSetup.of(output).equals(setup)) {
            output.reconfigure(setup);
        }
    }

    private Output create(Screen screen, OutputSetup setup) {
        return new Output(
                freeName(screen),
                screen.name().isEmpty() ? "WayRay viewer" : "WayRay viewer: " + screen.name(),
                setup.mode(),
                setup.scale(),
                setup.position());
    }

    /** The name that the output of this screen had the last time, or else the first that no output has. */
    private String freeName(Screen screen) {
        Set<String> taken = scene.outputs().stream().map(Output::name).collect(Collectors.toSet());
        String before = outputNames.get(screen.name());
        if (before != null && !taken.contains(before)) {
            return before;
        }
        int number = 1;
        while (taken.contains(NAME + number)) {
            number++;
        }
        return NAME + number;
    }

    private void remember(Screen screen, Output output) {
        if (!screen.name().isEmpty()
                && (outputNames.size() < MOST_REMEMBERED || outputNames.containsKey(screen.name()))) {
            outputNames.put(screen.name(), output.name());
        }
    }

    // ---- as viewers know them

    /** All outputs, in the order of the viewer's screens; never none. */
    public List<Output> outputs() {
        return shown.stream().map(Shown::output).toList();
    }

    /** The first output. */
    public Output first() {
        return shown.getFirst().output;
    }

    /** The outputs as viewers are told of them. */
    public List<OutputConfig> describe() {
        return shown.stream().map(ViewerScreens::describe).toList();
    }

    /** Who is told of changes from now on; nobody if null. */
    void setListener(@Nullable Listener next) {
        listener = next;
    }

    /** The number of an output in the protocol; no other output ever gets it. */
    int id(Output output) {
        return find(output).id;
    }

    /** The output that a viewer means; empty if it has gone meanwhile. */
    Optional<Output> output(int id) {
        return shown.stream().filter(one -> one.id == id).map(Shown::output).findFirst();
    }

    private Shown find(Output output) {
        return shown.stream().filter(one -> one.output == output).findFirst().orElseThrow();
    }

    private static OutputConfig describe(Shown one) {
        Output output = one.output;
        return OutputConfig.newBuilder()
                .setId(one.id)
                .setWidth(output.mode().size().width())
                .setHeight(output.mode().size().height())
                .setScale120(output.scale().in120ths())
                .setScreen(one.screen.id())
                .setX(output.position().x())
                .setY(output.position().y())
                .build();
    }
}
