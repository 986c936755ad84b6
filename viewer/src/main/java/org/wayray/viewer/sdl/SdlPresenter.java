package org.wayray.viewer.sdl;

import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_KEY_DOWN;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_QUIT;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_RENDER_DEVICE_RESET;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_RENDER_TARGETS_RESET;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_CLOSE_REQUESTED;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_DISPLAY_SCALE_CHANGED;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_EXPOSED;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_PIXEL_SIZE_CHANGED;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_RESIZED;

import java.util.Map;
import java.util.Optional;
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
import org.wayray.codec.Framebuffer;
import org.wayray.viewer.session.CursorShape;
import org.wayray.viewer.session.Presenter;
import org.wayray.viewer.session.ViewerLoop;
import org.wayray.viewer.session.ViewerSession;
import org.wayray.viewer.session.ViewerState;
import org.wayray.viewer.status.StatusPage;
import org.wayray.viewer.status.StatusPainter;

/**
 * Shows a session in a window and takes its input there. The thread that calls {@link #run} is SDL's thread and the session's:
 * it sleeps in SDL's wait for events, from which the network wakes it by an event of our own, and it draws only what changed. On
 * some systems it must be the program's first thread.
 *
 * <p>Ctrl+Alt+Enter switches between window and full screen, and with Shift statistics on and off; that Enter is not sent to the
 * session.
 */
public final class SdlPresenter implements Presenter, AutoCloseable {
    /** Shorter states than this are not worth a page that flashes by. */
    private static final long STATUS_DELAY_NANOS = 300_000_000L;

    private static final int PANEL_MARGIN = 8;
    private static final long SECOND_NANOS = 1_000_000_000L;
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

    private ViewerState state = new ViewerState.Connecting();
    private @Nullable Framebuffer picture;
    private CursorShape cursorShape = new CursorShape.Default();
    private @Nullable Screen screen;

    /** What is shown instead of the picture; null while the picture is shown. */
    private @Nullable Framebuffer statusImage;

    private ViewerLoop.@Nullable Timer statusTimer;
    private int statusNumber;

    /** The figures over the picture; null while nobody wants to see them. */
    private @Nullable StatisticsOverlay statistics;

    private boolean panelChanged;

    private boolean damaged;
    private boolean allDamaged;

    /**
     * @param environment of the process: where the display is
     * @param server the server as the user named it, for messages
     */
    public SdlPresenter(WindowOptions options, Map<String, String> environment, String server) {
        this.options = options;
        this.environment = environment;
        this.server = server;
    }

    /** The loop for the session that is shown here; tasks are taken from now on and run from {@link #run} on. */
    public ViewerLoop loop() {
        return loop;
    }

    /**
     * Opens the window and shows the session until it has ended.
     *
     * @throws ProgramException there is no display
     */
    public void run(ViewerSession session) {
        var driver = SdlVideo.start(environment);
        var window = new SdlWindow(title(), options, driver);
        var opened = new Screen(
                window, new SdlInput(session.keyboard(), session.pointer(), driver), new SdlCursor(), session);
        screen = opened;
        createWakeEvent();
        early = EarlyInput.install(opened.input, this::isForViewer, loop);
        if (picture != null) {
            pictureResized(picture);
        }
        cursorChanged(cursorShape);
        placed(opened);
        log.debug("The window is open");
        try (var event = SDL_Event.malloc()) {
            while (true) {
                long left = loop.runDue();
                if (session.state() instanceof ViewerState.Ended) {
                    return;
                }
                if (damaged || allDamaged) {
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

    /** Closes the window and stops SDL. */
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
        if (screen != null) {
            screen.cursor.close();
            screen.window.close();
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
        switch (event.type()) {
            case SDL_EVENT_QUIT, SDL_EVENT_WINDOW_CLOSE_REQUESTED -> on.session.leave();
            case SDL_EVENT_WINDOW_RESIZED,
                    SDL_EVENT_WINDOW_PIXEL_SIZE_CHANGED,
                    SDL_EVENT_WINDOW_DISPLAY_SCALE_CHANGED -> {
                if (on.window.resized()) {
                    placed(on);
                }
            }
            case SDL_EVENT_WINDOW_EXPOSED -> allDamaged = true;
            case SDL_EVENT_RENDER_TARGETS_RESET, SDL_EVENT_RENDER_DEVICE_RESET -> {
                on.window.canvas().invalidate();
                allDamaged = true;
            }
            case SDL_EVENT_KEY_DOWN -> {
                if (isForViewer(event.key())) {
                    handleKey(event.key(), on);
                } else {
                    on.input.handle(event);
                }
            }
            default -> on.input.handle(event);
        }
    }

    /** Whether that is a key that the viewer keeps for itself. */
    private boolean isForViewer(SDL_KeyboardEvent key) {
        boolean enter = key.scancode() == SDLScancode.SDL_SCANCODE_RETURN
                || key.scancode() == SDLScancode.SDL_SCANCODE_KP_ENTER;
        return enter && (hasCtrlAndAlt(key) || (state instanceof ViewerState.Refused && !key.repeat()));
    }

    private static boolean hasCtrlAndAlt(SDL_KeyboardEvent key) {
        return (key.mod() & SDLKeycode.SDL_KMOD_CTRL) != 0 && (key.mod() & SDLKeycode.SDL_KMOD_ALT) != 0;
    }

    private void handleKey(SDL_KeyboardEvent key, Screen on) {
        if (key.repeat()) {
            return;
        }
        if (!hasCtrlAndAlt(key)) {
            on.session.retry();
        } else if ((key.mod() & SDLKeycode.SDL_KMOD_SHIFT) != 0) {
            toggleStatistics(on);
        } else {
            on.window.toggleFullscreen();
        }
    }

    // ---- what the session tells

    @Override
    public void stateChanged(ViewerState newState) {
        boolean sameKind = newState.getClass() == state.getClass();
        state = newState;
        if (screen != null) {
            screen.window.title(title());
            screen.cursor.show(newState instanceof ViewerState.Active ? cursorShape : new CursorShape.Default());
        }
        if (page().isEmpty()) {
            hideStatus();
        } else {
            boolean atOnce = statusImage != null || newState instanceof ViewerState.Refused;
            if (!sameKind || statusTimer == null) {
                scheduleStatus(atOnce ? 0 : STATUS_DELAY_NANOS);
            }
        }
    }

    @Override
    public void pictureResized(Framebuffer newPicture) {
        picture = newPicture;
        var on = screen;
        if (on == null) {
            return;
        }
        if (options.followsPicture() && !on.window.isFullscreen()) {
            on.window.resize(newPicture.width(), newPicture.height());
        }
        placed(on);
    }

    @Override
    public void pictureChanged() {
        damaged = true;
    }

    @Override
    public void cursorChanged(CursorShape shape) {
        cursorShape = shape;
        if (screen != null && state instanceof ViewerState.Active) {
            screen.cursor.show(shape);
        }
    }

    /** Goes into the title: there it is in nobody's way, and it is in the log. */
    @Override
    public void noticed(String text) {
        if (screen != null) {
            screen.window.title(text + " \u2014 " + title());
        }
    }

    private String title() {
        if (state instanceof ViewerState.Active(String sessionName) && !sessionName.isBlank()) {
            return sessionName;
        }
        return page().map(StatusPage::title).orElse(server) + " \u2014 WayRay";
    }

    // ---- drawing

    /** The window or the picture has another size. */
    private void placed(Screen on) {
        on.input.place(letterbox(on, picture), on.window.density());
        allDamaged = true;
        if (statusImage != null) {
            scheduleStatus(0);
        }
    }

    private static Letterbox letterbox(Screen on, @Nullable Framebuffer image) {
        int width = on.window.width();
        int height = on.window.height();
        return image == null
                ? new Letterbox(width, height, width, height)
                : new Letterbox(width, height, image.width(), image.height());
    }

    private void show(Screen on) {
        var image = statusImage != null ? statusImage : picture;
        var canvas = on.window.canvas();
        if (panelChanged || allDamaged) {
            layPanel(on);
        }
        if (image == null) {
            canvas.showAll(new Framebuffer(1, 1), new Letterbox(on.window.width(), on.window.height(), 1, 1));
        } else if (allDamaged) {
            canvas.showAll(image, letterbox(on, image));
        } else if (image == picture) {
            canvas.showDamage(image, letterbox(on, image), on.session.damage());
        }
        damaged = false;
        allDamaged = false;
        on.session.presented();
    }

    // ---- statistics

    private void toggleStatistics(Screen on) {
        var shown = statistics;
        if (shown == null) {
            statistics = new StatisticsOverlay(on.session, loop, server, this::statisticsChanged);
        } else {
            shown.close();
            statistics = null;
            allDamaged = true;
        }
    }

    private void statisticsChanged() {
        panelChanged = true;
        damaged = true;
    }

    /** Puts the panel into the picture's top right corner; none over a page about the viewer's own state. */
    private void layPanel(Screen on) {
        panelChanged = false;
        var panel = statistics == null || statusImage != null ? null : statistics.panel();
        int width = panel == null ? 0 : panel.width();
        var place = letterbox(on, picture);
        int left = place.left() + place.visibleWidth() - width - PANEL_MARGIN;
        on.window.canvas().overlay(panel, Math.max(0, left), place.top() + PANEL_MARGIN);
    }

    // ---- what the viewer says about itself

    private Optional<StatusPage> page() {
        return StatusPage.of(state, server, loop.nanoTime());
    }

    private void hideStatus() {
        statusNumber++;
        if (statusTimer != null) {
            statusTimer.cancel();
            statusTimer = null;
        }
        if (statusImage != null) {
            statusImage = null;
            allDamaged = true;
        }
    }

    private void scheduleStatus(long nanos) {
        if (statusTimer != null) {
            statusTimer.cancel();
        }
        statusTimer = loop.schedule(nanos, this::drawStatus);
    }

    /**
     * Draws the page in the background: the fonts take their time when they are first used, and a picture that arrives meanwhile
     * must not wait for them.
     */
    private void drawStatus() {
        statusTimer = null;
        var on = screen;
        var page = page();
        if (on == null) {
            scheduleStatus(STATUS_DELAY_NANOS);
            return;
        }
        if (page.isEmpty()) {
            return;
        }
        var image = new Framebuffer(on.window.width(), on.window.height());
        copyPicture(on, image);
        int number = ++statusNumber;
        Thread.ofPlatform().daemon().name("status").start(() -> {
            try {
                StatusPainter.paint(page.get(), image);
            } catch (RuntimeException | LinkageError | InternalError e) {
                // a Java without fonts throws any of these; the window's title still says it
                log.warn("The status page cannot be drawn: {}", e.toString());
            }
            loop.execute(() -> statusDrawn(image, number));
        });
        if (state instanceof ViewerState.Reconnecting waiting) {
            long left = waiting.nextTryNanos() - loop.nanoTime();
            if (left > 0) {
                long untilNextSecond = left % SECOND_NANOS;
                scheduleStatus(untilNextSecond + 1);
            }
        }
    }

    private void statusDrawn(Framebuffer image, int number) {
        if (number == statusNumber) {
            statusImage = image;
            allDamaged = true;
        }
    }

    private void copyPicture(Screen on, Framebuffer image) {
        var shown = picture;
        if (shown == null) {
            return;
        }
        var place = letterbox(on, shown);
        for (int y = 0; y < place.visibleHeight(); y++) {
            System.arraycopy(
                    shown.pixels(),
                    shown.index(0, y),
                    image.pixels(),
                    image.index(place.left(), place.top() + y),
                    place.visibleWidth());
        }
    }

    /** What exists while the window does. */
    private record Screen(SdlWindow window, SdlInput input, SdlCursor cursor, ViewerSession session) {}
}
