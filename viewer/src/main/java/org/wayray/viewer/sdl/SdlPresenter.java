package org.wayray.viewer.sdl;

import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_KEY_DOWN;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_QUIT;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_CLOSE_REQUESTED;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_FOCUS_LOST;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lwjgl.sdl.SDLError;
import org.lwjgl.sdl.SDLEvents;
import org.lwjgl.sdl.SDLInit;
import org.lwjgl.sdl.SDLKeycode;
import org.lwjgl.sdl.SDLScancode;
import org.lwjgl.sdl.SDL_Event;
import org.lwjgl.sdl.SDL_KeyboardEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.cli.ProgramException;
import org.wayray.protocol.v1.PointerHold;
import org.wayray.viewer.menu.MenuEntry;
import org.wayray.viewer.menu.MenuSection;
import org.wayray.viewer.menu.ViewerMenu;
import org.wayray.viewer.session.CursorShape;
import org.wayray.viewer.session.KeyCombination;
import org.wayray.viewer.session.Presenter;
import org.wayray.viewer.session.RemoteOutput;
import org.wayray.viewer.session.ViewerLoop;
import org.wayray.viewer.session.ViewerSession;
import org.wayray.viewer.session.ViewerState;

/**
 * Shows a session in windows and takes its input there. The thread that calls {@link #run} is SDL's thread and the session's:
 * it sleeps in SDL's wait for events, from which the network wakes it by an event of our own, and it draws only what changed. On
 * some systems it must be the program's first thread.
 *
 * <p>Ctrl+Alt+Home opens the menu, which frees keyboard and pointer. Ctrl+Alt+Enter switches between window and full screen, and with
 * Shift statistics on and off; Ctrl+Alt+Escape breaks off a paste that is shown to take long. Those keys are not sent to the session.
 */
public final class SdlPresenter implements Presenter, AutoCloseable {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private static final Logger log = LoggerFactory.getLogger(SdlPresenter.class);

    private final WindowOptions options;
    private final Map<String, String> environment;
    private final String server;
    private final ViewerLoop loop = new ViewerLoop(System::nanoTime, this::wake);

    /** Guards {@link #wakeEvent}: nobody may wake an SDL that is gone. */
    private final Object wakeLock = new Object();

    private @Nullable SDL_Event wakeEvent;

    private @Nullable EarlyInput early;
    private @Nullable KeyboardWatch keyboardWatch;

    private ViewerState state = new ViewerState.Connecting();
    private CursorShape cursorShape = new CursorShape.Default();
    private final StatusPages status;
    private @Nullable Screen screen;

    /** The figures over the picture; null while nobody wants to see them. */
    private @Nullable StatisticsOverlay statistics;

    private final ClipboardPanel clipboardPanel = new ClipboardPanel(loop, this::showPanel);
    private final ViewerMenu menu = new ViewerMenu(this::menuTurned);
    private final MenuOverlay menuOverlay;

    private boolean damaged;

    /**
     * @param environment of the process: where the display is
     * @param server the server as the user named it, for messages
     */
    public SdlPresenter(WindowOptions options, Map<String, String> environment, String server) {
        this.options = options;
        this.environment = environment;
        this.server = server;
        this.status = new StatusPages(loop, server, this::windows);
        this.menuOverlay = new MenuOverlay(menu, loop, "WayRay \u2014 " + server);
    }

    /** The on-screen menu. Entries can be added before {@link #run}, and on the loop after it. */
    public ViewerMenu menu() {
        return menu;
    }

    /** The loop for the session that is shown here; tasks are taken from now on and run from {@link #run} on. */
    public ViewerLoop loop() {
        return loop;
    }

    /** Where the person sees what the clipboard does. */
    public ClipboardPanel clipboardPanel() {
        return clipboardPanel;
    }

    /**
     * Opens the windows and shows the session until it has ended.
     *
     * @throws ProgramException there is no display
     */
    public void run(ViewerSession session) {
        var driver = SdlVideo.start(environment);
        var windows = new PictureWindows(options, driver, session, status.title(), this::windowsChanged);
        var grip = new PointerGrip(windows);
        var opened = new Screen(
                windows,
                new SdlInput(session.keyboard(), session.pointer(), driver, windows, grip),
                new SdlCursor(),
                new KeyboardGrab(windows, options.grabbing()),
                grip,
                session);
        screen = opened;
        fillMenu(opened);
        createWakeEvent();
        keyboardWatch = KeyboardWatch.start(driver, environment, session.keyboard(), loop);
        early = EarlyInput.install(opened.input, this::isForViewer, loop);
        cursorChanged(cursorShape);
        log.debug("The windows are open");
        try (var event = SDL_Event.malloc()) {
            while (true) {
                long left = loop.runDue();
                if (session.state() instanceof ViewerState.Ended) {
                    return;
                }
                if (damaged || windows.isDamaged()) {
                    show(opened);
                } else {
                    await(event, left);
                    do {
                        handle(event, opened);
                    } while (SDLEvents.SDL_PollEvent(event));
                    opened.input.flush();
                    early.throwIfFailed();
                }
            }
        }
    }

    /** Closes the windows and stops SDL. */
    @Override
    public void close() {
        synchronized (wakeLock) {
            if (wakeEvent != null) {
                wakeEvent.free();
                wakeEvent = null;
            }
        }
        if (statistics != null) {
            statistics.close();
            statistics = null;
        }
        if (early != null) {
            early.close();
            early = null;
        }
        if (keyboardWatch != null) {
            keyboardWatch.close();
            keyboardWatch = null;
        }
        if (screen != null) {
            screen.cursor.close();
            screen.windows.close();
            screen = null;
        }
        SDLInit.SDL_Quit();
    }

    // ---- waking and waiting

    private void createWakeEvent() {
        var event = SDL_Event.calloc();
        event.type(SDLEvents.SDL_RegisterEvents(1));
        synchronized (wakeLock) {
            wakeEvent = event;
        }
    }

    private void wake() {
        synchronized (wakeLock) {
            if (wakeEvent != null) {
                SDLEvents.SDL_PushEvent(wakeEvent);
            }
        }
    }

    private static void await(SDL_Event event, long nanos) {
        event.type(0);
        if (nanos == ViewerLoop.NO_TIMER) {
            if (!SDLEvents.SDL_WaitEvent(event)) {
                throw new IllegalStateException("SDL cannot wait for events: " + SDLError.SDL_GetError());
            }
        } else {
            long millis = (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
            if (!SDLEvents.SDL_WaitEventTimeout(event, (int) Math.min(millis, Integer.MAX_VALUE))) {
                event.type(0);
            }
        }
    }

    // ---- events

    private void handle(SDL_Event event, Screen on) {
        if (menuOverlay.takes(event)) {
            return;
        }
        switch (event.type()) {
            case SDL_EVENT_QUIT, SDL_EVENT_WINDOW_CLOSE_REQUESTED -> on.session.leave();
            case SDL_EVENT_KEY_DOWN -> {
                if (isForViewer(event.key())) {
                    handleKey(event.key(), on);
                } else {
                    on.input.handle(event);
                }
            }
            case SDL_EVENT_WINDOW_FOCUS_LOST -> {
                on.input.handle(event);
                menu.close(); // the person went elsewhere; whoever comes back finds the session
            }
            default -> {
                if (!on.windows.handle(event)) {
                    on.input.handle(event);
                }
            }
        }
    }

    /** Whether that is a key that the viewer keeps for itself. */
    private boolean isForViewer(SDL_KeyboardEvent key) {
        if (key.scancode() == SDLScancode.SDL_SCANCODE_ESCAPE) {
            return clipboardPanel.isTransferring() && hasCtrlAndAlt(key);
        }
        boolean enter = key.scancode() == SDLScancode.SDL_SCANCODE_RETURN
                || key.scancode() == SDLScancode.SDL_SCANCODE_KP_ENTER;
        return MenuOverlay.isLeaveKey(key)
                || (enter && (hasCtrlAndAlt(key) || (state instanceof ViewerState.Refused && !key.repeat())));
    }

    private static boolean hasCtrlAndAlt(SDL_KeyboardEvent key) {
        return (key.mod() & SDLKeycode.SDL_KMOD_CTRL) != 0 && (key.mod() & SDLKeycode.SDL_KMOD_ALT) != 0;
    }

    private void handleKey(SDL_KeyboardEvent key, Screen on) {
        if (key.repeat()) {
            return;
        }
        if (MenuOverlay.isLeaveKey(key)) {
            menuOverlay.open(on.windows.find(key.windowID()));
        } else if (key.scancode() == SDLScancode.SDL_SCANCODE_ESCAPE) {
            on.session.cancelPasting();
        } else if (!hasCtrlAndAlt(key)) {
            on.session.retry();
        } else if ((key.mod() & SDLKeycode.SDL_KMOD_SHIFT) != 0) {
            toggleStatistics(on);
        } else {
            toggleFullscreen(on);
        }
    }

    private static void toggleFullscreen(Screen on) {
        on.windows.toggleFullscreen();
        on.grab.update();
    }

    // ---- what the session tells

    @Override
    public void stateChanged(ViewerState newState) {
        state = newState;
        status.stateChanged(newState);
        if (screen != null) {
            screen.windows.title(status.title());
            screen.grab.sessionActive(newState instanceof ViewerState.Active);
            screen.grip.sessionActive(newState instanceof ViewerState.Active);
            showCursor(screen);
        }
    }

    @Override
    public void outputChanged(RemoteOutput output) {
        if (screen != null) {
            screen.windows.outputChanged(output);
        }
    }

    @Override
    public void outputGone(RemoteOutput output) {
        if (screen != null) {
            screen.windows.outputGone();
        }
    }

    @Override
    public void pictureChanged() {
        damaged = true;
    }

    @Override
    public void cursorChanged(CursorShape shape) {
        cursorShape = shape;
        if (screen != null) {
            showCursor(screen);
        }
    }

    @Override
    public void pointerHeld(PointerHold hold) {
        if (screen != null) {
            screen.grip.held(hold);
        }
    }

    private void showCursor(Screen on) {
        boolean remote = state instanceof ViewerState.Active && !menu.isOpen();
        on.cursor.show(remote ? cursorShape : new CursorShape.Default());
    }

    /** Goes into the title: there it is in nobody's way, and it is in the log. */
    @Override
    public void noticed(String text) {
        if (screen != null) {
            screen.windows.title(text + " \u2014 " + status.title());
        }
    }

    private void windowsChanged() {
        status.windowsChanged();
        menuOverlay.windowsChanged(windows());
        if (screen != null) {
            screen.grip.update();
        }
    }

    private List<PictureWindow> windows() {
        return screen == null ? List.of() : screen.windows.all();
    }

    private void show(Screen on) {
        on.windows.draw();
        damaged = false;
        on.session.presented();
    }

    // ---- menu

    private void fillMenu(Screen on) {
        menu.add(
                MenuSection.VIEW,
                new MenuEntry.Toggle(
                        "Full screen", "Ctrl+Alt+Enter", on.windows::isFullscreen, () -> toggleFullscreen(on)));
        menu.add(
                MenuSection.VIEW,
                new MenuEntry.Toggle(
                        "Statistics", "Ctrl+Alt+Shift+Enter", () -> statistics != null, () -> toggleStatistics(on)));
        menu.add(
                MenuSection.INPUT,
                new MenuEntry.Choice(
                        "Super, Alt+Tab and the like",
                        () -> on.grab.isInWindow() ? "to the session" : "only from full screen",
                        by -> on.grab.toggleInWindow()));
        for (var keys : KeyCombination.values()) {
            menu.add(
                    MenuSection.INPUT,
                    new MenuEntry.Action(
                            "Send " + keys.label(),
                            "",
                            () -> keys.send(on.session.keyboard(), (int) (loop.nanoTime() / NANOS_PER_MILLI))));
        }
        menu.add(MenuSection.LEAVE, new MenuEntry.Action("Disconnect", "", on.session::leave));
    }

    /** The menu has opened or closed: keyboard and pointer are the person's own, or the session's again. */
    private void menuTurned() {
        var on = screen;
        if (on == null) {
            return;
        }
        if (menu.isOpen()) {
            on.input.suspend();
        } else {
            on.input.resume();
        }
        on.grab.released(menu.isOpen());
        on.grip.released(menu.isOpen());
        showCursor(on);
        menuOverlay.turned();
    }

    // ---- statistics

    private void toggleStatistics(Screen on) {
        var shown = statistics;
        if (shown == null) {
            statistics = new StatisticsOverlay(on.session, loop, server, this::showPanel);
        } else {
            shown.close();
            statistics = null;
            showPanel();
        }
    }

    /** What the clipboard has to say comes first: it passes. */
    private void showPanel() {
        if (screen != null) {
            var said = clipboardPanel.panel();
            screen.windows.panel(said != null ? said : statistics == null ? null : statistics.panel());
        }
    }

    /** What exists while the windows do. */
    private record Screen(
            PictureWindows windows,
            SdlInput input,
            SdlCursor cursor,
            KeyboardGrab grab,
            PointerGrip grip,
            ViewerSession session) {}
}
