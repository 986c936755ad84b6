package org.wayray.viewer.sdl;

import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_DISPLAY_FIRST;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_DISPLAY_LAST;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_RENDER_DEVICE_RESET;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_RENDER_TARGETS_RESET;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_DISPLAY_CHANGED;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_DISPLAY_SCALE_CHANGED;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_EXPOSED;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_PIXEL_SIZE_CHANGED;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_RESIZED;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lwjgl.sdl.SDL_Event;
import org.wayray.codec.Framebuffer;
import org.wayray.protocol.Limits;
import org.wayray.protocol.v1.Screen;
import org.wayray.viewer.sdl.WindowOptions.Coverage;
import org.wayray.viewer.sdl.WindowOptions.Scaling;
import org.wayray.viewer.session.RemoteOutput;
import org.wayray.viewer.session.ViewerSession;

/**
 * The viewer's windows: one, or one for each monitor. Tells the session's {@link org.wayray.viewer.session.Screens} what they are, and
 * gives each the output that the session has made for it. Confined to the SDL thread.
 */
final class PictureWindows implements AutoCloseable {
    private static final int MAIN_SCREEN = 1;
    private static final int DEFAULT_WIDTH = 1280;
    private static final int DEFAULT_HEIGHT = 800;

    /** How much of a monitor a new window covers in each direction, of 100. */
    private static final int INITIAL_PERCENT = 80;

    private final WindowOptions options;
    private final String videoDriver;
    private final ViewerSession session;
    private final Runnable onChange;

    /** The first one is there from the beginning to the end. */
    private final List<PictureWindow> windows = new ArrayList<>();

    private Coverage coverage;
    private int lastScreen = MAIN_SCREEN;
    private String title;
    private @Nullable Framebuffer panel;
    private boolean grabbing;

    /**
     * Opens them.
     *
     * @param onChange called when there are others or they have other sizes
     * @throws org.wayray.cli.ProgramException the window system gives no window
     */
    PictureWindows(WindowOptions options, String videoDriver, ViewerSession session, String title, Runnable onChange) {
        this.options = options;
        this.videoDriver = videoDriver;
        this.session = session;
        this.title = title;
        this.onChange = onChange;
        coverage = options.coverage();
        windows.add(openMain());
        arrange();
        session.outputs().forEach(this::outputChanged);
    }

    private PictureWindow openMain() {
        var monitors = Monitor.all();
        var monitor = options.monitor() == 0 || options.monitor() > monitors.size()
                ? null
                : monitors.get(options.monitor() - 1);
        int width = options.width();
        int height = options.height();
        if (width == 0) {
            var on = monitor != null ? monitor : monitors.isEmpty() ? null : monitors.getFirst();
            width = on == null ? DEFAULT_WIDTH : initial(on.usable().width());
            height = on == null ? DEFAULT_HEIGHT : initial(on.usable().height());
        }
        return open(width, height, monitor, coverage == Coverage.MONITOR, MAIN_SCREEN);
    }

    private PictureWindow open(int width, int height, @Nullable Monitor monitor, boolean fullscreen, int screen) {
        return new PictureWindow(
                new SdlWindow(title, width, height, monitor, fullscreen, options.presentation(), videoDriver),
                screen,
                options.scaling() instanceof Scaling.Fit);
    }

    private static int initial(int monitorSize) {
        return Math.max(1, monitorSize * INITIAL_PERCENT / 100);
    }

    /** The one that is always there. */
    PictureWindow main() {
        return windows.getFirst();
    }

    /** All of them; the list does not change. */
    List<PictureWindow> all() {
        return List.copyOf(windows);
    }

    /** The one of SDL's number; the main one for an event that names none. */
    PictureWindow find(int id) {
        for (var window : windows) {
            if (window.window().id() == id) {
                return window;
            }
        }
        return main();
    }

    void title(String newTitle) {
        title = newTitle;
        windows.forEach(window -> window.window().title(newTitle));
    }

    /** Lays a panel over the main window's picture; null for none. */
    void panel(@Nullable Framebuffer newPanel) {
        panel = newPanel;
        main().panel(newPanel);
    }

    /** Whether monitors are covered. */
    boolean isFullscreen() {
        return coverage != Coverage.WINDOW;
    }

    /** Takes the keys that the desk's window manager has a use for as long as one of them has the keyboard, or leaves them to it. */
    void grabKeyboard(boolean wanted) {
        grabbing = wanted;
        windows.forEach(window -> window.window().grabKeyboard(wanted));
    }

    /** Between a window and what covers monitors: all of them if that was asked for at the start. */
    void toggleFullscreen() {
        var covering = options.coverage() == Coverage.ALL_MONITORS ? Coverage.ALL_MONITORS : Coverage.MONITOR;
        coverage = coverage == Coverage.WINDOW ? covering : Coverage.WINDOW;
        switch (coverage) {
            case WINDOW -> main().uncover();
            case MONITOR -> main().window().fullscreen(true, null);
            case ALL_MONITORS -> {} // arranged below
        }
        arrange();
    }

    /** Takes an event if it is about windows or monitors. Returns whether it was. */
    boolean handle(SDL_Event event) {
        int type = event.type();
        switch (type) {
            case SDL_EVENT_WINDOW_RESIZED,
                    SDL_EVENT_WINDOW_PIXEL_SIZE_CHANGED,
                    SDL_EVENT_WINDOW_DISPLAY_CHANGED,
                    SDL_EVENT_WINDOW_DISPLAY_SCALE_CHANGED ->
                resized(find(event.window().windowID()));
            case SDL_EVENT_WINDOW_EXPOSED -> find(event.window().windowID()).exposed();
            case SDL_EVENT_RENDER_TARGETS_RESET, SDL_EVENT_RENDER_DEVICE_RESET -> windows.forEach(PictureWindow::reset);
            default -> {
                if (type < SDL_EVENT_DISPLAY_FIRST || type > SDL_EVENT_DISPLAY_LAST) {
                    return false;
                }
                arrange();
            }
        }
        return true;
    }

    private void resized(PictureWindow window) {
        if (window.resized()) {
            onChange.run();
        }
        tellScreens();
    }

    // ---- outputs

    /** An output came or changed. */
    void outputChanged(RemoteOutput output) {
        if (output.screen() == 0
                && windows.size() == 1
                && options.followsPicture()
                && !main().window().isFullscreen()) {
            main().window()
                    .resize(output.framebuffer().width(), output.framebuffer().height());
        }
        assignOutputs();
        for (var window : windows) {
            if (window.output() == output) {
                window.show(output);
            }
        }
        onChange.run();
    }

    /** An output is no more. */
    void outputGone() {
        assignOutputs();
        onChange.run();
    }

    private void assignOutputs() {
        for (var window : windows) {
            var wanted = outputFor(window);
            if (window.output() != wanted) {
                window.show(wanted);
            }
        }
    }

    private @Nullable RemoteOutput outputFor(PictureWindow window) {
        RemoteOutput any = null;
        for (var output : session.outputs()) {
            if (output.screen() == window.screen()) {
                return output;
            }
            if (any == null && output.screen() == 0) {
                any = output;
            }
        }
        return window == main() ? any : null;
    }

    // ---- screens

    /** Opens and closes windows so that what is to be covered is covered, and tells the session. */
    private void arrange() {
        if (coverage == Coverage.ALL_MONITORS) {
            coverAll(Monitor.all());
        } else {
            while (windows.size() > 1) {
                windows.removeLast().close();
            }
        }
        windows.forEach(PictureWindow::resized);
        grabKeyboard(grabbing);
        assignOutputs();
        tellScreens();
        onChange.run();
    }

    /** The main window keeps its monitor, or gets another one's when that is unplugged; every other has a window of its own. */
    private void coverAll(List<Monitor> monitors) {
        if (monitors.isEmpty()) {
            return; // all of them are off for a moment
        }
        var free = new LinkedHashMap<Integer, Monitor>();
        monitors.forEach(monitor -> free.put(monitor.display(), monitor));
        if (!free.containsKey(main().monitor())) {
            var on = main().window().monitor();
            var chosen = on != null && free.containsKey(on.display()) ? on : monitors.getFirst();
            main().cover(chosen);
        }
        for (var window : all()) {
            if (free.remove(window.monitor()) == null) {
                windows.remove(window);
                window.close();
            }
        }
        for (var monitor : free.values()) {
            if (windows.size() < Limits.SCREENS) {
                var bounds = monitor.bounds();
                var opened = open(bounds.width(), bounds.height(), monitor, false, ++lastScreen);
                opened.cover(monitor);
                windows.add(opened);
            }
        }
    }

    private void tellScreens() {
        session.screens()
                .change(
                        switch (options.scaling()) {
                            case Scaling.Follow(int scale120) ->
                                windows.stream()
                                        .map(window -> screen(window, scale120))
                                        .toList();
                            case Scaling.Fit(int width, int height, int scale120) ->
                                width == 0 ? List.of() : List.of(fixed(width, height, scale120));
                        });
    }

    private static Screen fixed(int width, int height, int scale120) {
        return Screen.newBuilder()
                .setId(MAIN_SCREEN)
                .setWidth(width)
                .setHeight(height)
                .setScale120(scale120)
                .build();
    }

    private Screen screen(PictureWindow shown, int scale120) {
        var window = shown.window();
        var screen = Screen.newBuilder()
                .setId(shown.screen())
                .setWidth(window.width())
                .setHeight(window.height())
                .setScale120(scale120 == 0 ? window.scale120() : scale120);
        var monitor = shown.monitor() == 0 ? window.monitor() : Monitor.of(shown.monitor());
        if (monitor != null) {
            screen.setRefreshMhz(monitor.refreshMilliHertz()).setName(shortened(monitor.name()));
            if (windows.size() > 1) {
                screen.setX(monitor.bounds().x()).setY(monitor.bounds().y());
            }
        }
        return screen.build();
    }

    private static String shortened(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= Limits.SCREEN_NAME) {
            return name;
        }
        // a character takes at most three bytes for each of Java's
        return name.substring(0, Limits.SCREEN_NAME / 3);
    }

    /** Whether anything of them is to be drawn. */
    boolean isDamaged() {
        return windows.stream().anyMatch(PictureWindow::isDamaged);
    }

    /** Shows the news. */
    void draw() {
        for (var window : windows) {
            if (window.isDamaged()) {
                window.draw();
            }
        }
    }

    @Override
    public void close() {
        windows.forEach(PictureWindow::close);
        windows.clear();
    }
}
