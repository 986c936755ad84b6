package org.wayray.viewer.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.link.CloseReason;
import org.wayray.protocol.Channel;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.Screen;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToSession.BodyCase;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.testkit.Await;
import org.wayray.testkit.Picture;
import org.wayray.viewer.XDisplay;
import org.wayray.viewer.sdl.WindowOptions.Coverage;
import org.wayray.viewer.sdl.WindowOptions.Scaling;
import org.wayray.viewer.session.FakeServer;

@Timeout(120)
class SdlPresenterTest {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;

    /** Ground of the panel with statistics. */
    private static final int PANEL = 0x20242B;

    @TempDir
    static Path folder;

    private static @Nullable XDisplay sharedDisplay;

    private final FakeServer server = new FakeServer();
    private @Nullable RunningViewer viewer;

    @BeforeAll
    static void startDisplay() throws Exception {
        sharedDisplay = XDisplay.start(folder, WIDTH, HEIGHT, 24);
    }

    @AfterAll
    static void stopDisplay() {
        if (sharedDisplay != null) {
            sharedDisplay.close();
        }
    }

    @AfterEach
    void stopViewer() throws Exception {
        if (viewer != null) {
            viewer.close();
        }
    }

    @ParameterizedTest
    @EnumSource(PresentationChoice.class)
    void aFrameIsOnTheScreenExactly(PresentationChoice presentation) throws Exception {
        open(new WindowOptions(0, 0, presentation), 320, 200);
        var remote = noise(320, 200);
        show(remote, remote.bounds());
        var window = window();
        assertThat(List.of(window.width(), window.height())).containsExactly(320, 200);
        awaitScreen(remote, window.x(), window.y());

        remote.fill(17, 23, 60, 40, 0xFF00FF00);
        remote.fill(300, 190, 20, 10, 0xFF0000FF);
        show(remote, new PixelRect(17, 23, 60, 40), new PixelRect(300, 190, 20, 10));
        awaitScreen(remote, window.x(), window.y());
    }

    @Test
    void aDisplayOfSixteenBitsShowsTheNearestColours() throws Exception {
        try (var display = XDisplay.start(folder, 400, 300, 16)) {
            open(display, new WindowOptions(100, 100, PresentationChoice.AUTO), 100, 100);
            var remote = new Framebuffer(100, 100);
            remote.fill(0, 0, 100, 100, 0xFFFF0000);
            show(remote, remote.bounds());
            var window = window(display);
            Await.until("the window is red", () -> {
                int shown = pixel(display, window.x() + 50, window.y() + 50);
                return (shown & 0xF80000) == 0xF80000 && (shown & 0xFFFF) == 0;
            });
            // before its display goes: Xlib ends a program that loses its display
            running().close();
            viewer = null;
        }
    }

    @Test
    void aLargerWindowHasThePictureInItsMiddleAndThePointerFitsThePixels() throws Exception {
        open(new WindowOptions(400, 300, PresentationChoice.AUTO), 320, 200);
        var remote = noise(320, 200);
        show(remote, remote.bounds());
        var window = window();
        awaitScreen(remote, window.x() + 40, window.y() + 50);
        assertThat(pixel(display(), window.x() + 39, window.y() + 100)).isZero();
        assertThat(pixel(display(), window.x() + 360, window.y() + 100)).isZero();
        assertThat(pixel(display(), window.x() + 100, window.y() + 49)).isZero();
        assertThat(pixel(display(), window.x() + 100, window.y() + 250)).isZero();

        moveTo(window, 40 + 319, 50 + 199);
        awaitInput(message -> message.getPointerMotion().getX() == 319 * 256
                && message.getPointerMotion().getY() == 199 * 256);
        assertThat(server.peer()
                        .all(BodyCase.POINTER_MOTION)
                        .getLast()
                        .getPointerMotion()
                        .getOutput())
                .isEqualTo(FakeServer.OUTPUT);
        moveTo(window, 40 + 320, 50 + 199);
        awaitInput(message -> message.getBodyCase() == BodyCase.POINTER_LEAVE);
        moveTo(window, 40, 50);
        awaitInput(message -> message.hasPointerMotion()
                && message.getPointerMotion().getX() == 0
                && message.getPointerMotion().getY() == 0);
    }

    @Test
    void aSmallerWindowShowsTheTopLeftPart() throws Exception {
        open(new WindowOptions(200, 150, PresentationChoice.AUTO), 320, 200);
        var remote = noise(320, 200);
        show(remote, remote.bounds());
        var window = window();
        var part = new Framebuffer(200, 150);
        part.copyFrom(remote, 0, 0, 200, 150);
        awaitScreen(part, window.x(), window.y());

        remote.fill(150, 100, 170, 100, 0xFFFFFFFF);
        show(remote, new PixelRect(150, 100, 170, 100));
        part.copyFrom(remote, 0, 0, 200, 150);
        awaitScreen(part, window.x(), window.y());
    }

    @ParameterizedTest
    @EnumSource(PresentationChoice.class)
    void thePictureIsScaledToFitAndThePointerIsMapped(PresentationChoice presentation) throws Exception {
        var fit = new Scaling.Fit(0, 0, 120);
        open(new WindowOptions(Coverage.WINDOW, 0, 700, 400, fit, presentation, true), 320, 200);
        var remote = noise(320, 200);
        show(remote, remote.bounds());
        var window = window();
        assertThat(server.peer().all(BodyCase.HELLO).getFirst().getHello().getScreensList())
                .isEmpty();
        awaitScreen(doubled(remote), window.x() + 30, window.y());
        remote.fill(17, 23, 60, 40, 0xFF00FF00);
        show(remote, new PixelRect(17, 23, 60, 40));
        awaitScreen(doubled(remote), window.x() + 30, window.y());

        moveTo(window, 30 + 639, 399);
        awaitInput(message -> message.getPointerMotion().getX() == 319 * 256 + 128
                && message.getPointerMotion().getY() == 199 * 256 + 128);
        moveTo(window, 30 + 640, 399);
        awaitInput(message -> message.getBodyCase() == BodyCase.POINTER_LEAVE);

        display().xdotool("windowsize", id(display().window("work")), "160", "300");
        var small = new ScaledPicture(320, 200, new PixelRect(0, 0, 160, 100));
        small.update(remote, new PixelRegion(remote.bounds()));
        awaitScreen(small.framebuffer(), window.x(), window.y() + 100);
    }

    @ParameterizedTest
    @EnumSource(PresentationChoice.class)
    void theSessionFollowsTheWindowAndTheOldPictureStaysMeanwhile(PresentationChoice presentation) throws Exception {
        open(new WindowOptions(400, 300, presentation), 400, 300);
        assertThat(server.peer().all(BodyCase.HELLO).getFirst().getHello().getScreensList())
                .singleElement()
                .satisfies(screen -> {
                    assertThat(screen.getId()).isEqualTo(1);
                    assertThat(List.of(screen.getWidth(), screen.getHeight(), screen.getScale120()))
                            .containsExactly(400, 300, 120);
                });
        var remote = noise(400, 300);
        configure(FakeServer.OUTPUT, 400, 300, 1);
        show(remote, remote.bounds());
        var window = window();
        awaitScreen(remote, window.x(), window.y());

        display().xdotool("windowsize", id(display().window("work")), "500", "350");
        awaitInput(message -> message.getScreensChange().getScreensList().stream()
                .anyMatch(screen -> screen.getWidth() == 500 && screen.getHeight() == 350));
        awaitScreen(remote, window.x(), window.y());
        assertThat(pixel(display(), window.x() + 450, window.y() + 100)).isZero();
        configure(FakeServer.OUTPUT, 500, 350, 1);
        awaitScreen(remote, window.x(), window.y());
        var larger = noise(500, 350);
        show(larger, larger.bounds());
        awaitScreen(larger, window.x(), window.y());
    }

    @Test
    void keysButtonsAndWheelArriveAsEvdevCodes() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.AUTO), 320, 200);
        var window = window();
        moveTo(window, 100, 80);
        awaitInput(message -> message.hasPointerMotion());
        display().xdotool("key", "--delay", "20", "a", "Return", "shift+1", "Left", "F12", "KP_Home", "Super_L");
        display().xdotool("click", "--delay", "20", "1", "click", "3", "click", "2", "click", "5", "click", "4");
        awaitInput(message -> message.getPointerAxis().getV120Y() == -120);

        assertThat(server.peer().all(BodyCase.KEY).stream()
                        .map(message ->
                                message.getKey().getCode() + (message.getKey().getPressed() ? "+" : "-")))
                .containsExactly(
                        "30+", "30-", "28+", "28-", "42+", "2+", "42-", "2-", "105+", "105-", "88+", "88-", "71+",
                        "71-", "125+", "125-");
        assertThat(server.peer().all(BodyCase.POINTER_BUTTON).stream()
                        .map(message ->
                                Integer.toHexString(message.getPointerButton().getButton())
                                        + (message.getPointerButton().getPressed() ? "+" : "-")))
                .containsExactly("110+", "110-", "111+", "111-", "112+", "112-");
        assertThat(server.peer().all(BodyCase.POINTER_AXIS).stream()
                        .map(message -> message.getPointerAxis().getV120Y()))
                .containsExactly(120, -120);
    }

    @Test
    void aHeldKeyIsSentOnceHoweverOftenItRepeats() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.AUTO), 320, 200);
        window();
        display().xdotool("keydown", "a", "sleep", "1.2", "keyup", "a");
        awaitInput(message -> message.hasKey() && !message.getKey().getPressed());
        assertThat(server.peer().all(BodyCase.KEY)).hasSize(2);
    }

    @Test
    void losingTheFocusTellsTheSessionWhichReleasesTheKeys() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.AUTO), 320, 200);
        window();
        display().xdotool("keydown", "a");
        awaitInput(message -> message.hasKey());
        display().xdotool("windowfocus", id(display().windows()));
        awaitInput(message ->
                message.hasKeyboardFocus() && !message.getKeyboardFocus().getFocused());
        display().xdotool("keyup", "a");
        display().xdotool("windowfocus", id(display().window("work")));
        Await.until(
                "the focus is back",
                () -> server.peer().all(BodyCase.KEYBOARD_FOCUS).size() == 3);
        assertThat(server.peer().all().stream()
                        .filter(message -> message.hasKey() || message.hasKeyboardFocus())
                        .map(message -> message.hasKey()
                                ? "a " + message.getKey().getPressed()
                                : "focus " + message.getKeyboardFocus().getFocused()))
                .containsExactly("focus true", "a true", "a false", "focus false", "focus true");
    }

    @Test
    void ctrlAltEnterCoversTheScreenAndIsNotSent() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.AUTO), 320, 200);
        window();
        display().xdotool("key", "ctrl+alt+Return");
        Await.until("the window covers the screen", () -> {
            var covering = window();
            return covering.width() == WIDTH && covering.height() == HEIGHT;
        });
        display().xdotool("key", "ctrl+alt+Return");
        Await.until("the window is small again", () -> window().width() == 320);
        assertThat(server.peer().all(BodyCase.KEY).stream()
                        .map(message -> message.getKey().getCode()))
                .doesNotContain(28);
    }

    @ParameterizedTest
    @EnumSource(PresentationChoice.class)
    void ctrlAltShiftEnterShowsStatisticsOverThePictureAndTakesThemAwayAgain(PresentationChoice presentation)
            throws Exception {
        open(new WindowOptions(0, 0, presentation), 640, 500);
        var remote = noise(640, 500);
        show(remote, remote.bounds());
        var window = window();
        awaitScreen(remote, window.x(), window.y());

        display().xdotool("key", "ctrl+alt+shift+Return");
        Await.until("there is a panel", () -> pixel(display(), window.x() + 630, window.y() + 20) == PANEL);
        assertThat(shows(display().screen(), part(remote, 0, 0, 200, 500), window.x(), window.y()))
                .as("what is beside it")
                .isTrue();
        Await.until(
                "the session is asked for times",
                () -> server.peer().all(BodyCase.STATISTICS_WANTED).size() == 1);
        // a change below the panel, another beside it
        remote.fill(500, 10, 130, 30, 0xFF00FF00);
        remote.fill(10, 10, 30, 30, 0xFF0000FF);
        show(remote, new PixelRect(500, 10, 130, 30), new PixelRect(10, 10, 30, 30));
        Await.until("the other is there", () -> pixel(display(), window.x() + 20, window.y() + 20) == 0x0000FF);
        assertThat(pixel(display(), window.x() + 630, window.y() + 20)).isEqualTo(PANEL);

        display().xdotool("key", "ctrl+alt+shift+Return");
        awaitScreen(remote, window.x(), window.y());
        Await.until(
                "the session is told",
                () -> server.peer().all(BodyCase.STATISTICS_WANTED).size() == 2);
        assertThat(server.peer().all(BodyCase.KEY).stream()
                        .map(message -> message.getKey().getCode()))
                .doesNotContain(28);
    }

    @Test
    void nothingIsDoneWhileNothingChanges() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.AUTO), 320, 200);
        var remote = noise(320, 200);
        show(remote, remote.bounds());
        var window = window();
        awaitScreen(remote, window.x(), window.y());

        var threads = ManagementFactory.getThreadMXBean();
        long id = running().thread.threadId();
        long before = threads.getThreadCpuTime(id);
        running().thread.join(Duration.ofSeconds(2));
        assertThat(threads.getThreadCpuTime(id) - before).isLessThan(5_000_000);
    }

    @Test
    void aLostConnectionIsSaidOnTheScreenOverTheLastPicture() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.AUTO), 640, 400);
        var remote = new Framebuffer(640, 400);
        remote.fill(0, 0, 640, 400, 0xFF8080FF);
        show(remote, remote.bounds());
        var window = window();
        awaitScreen(remote, window.x(), window.y());

        server.failure = new ProgramException(
                ExitStatus.CANNOT_CONNECT, new Diagnostic("cannot connect to desk", "nobody listens there", ""));
        server.peer().close(CloseReason.finished("the cable was pulled"));
        Await.until("the picture is dimmed", () -> pixel(display(), window.x() + 5, window.y() + 5) == 0x20203F);
        assertThat(hasWindow("Cannot connect to desk")).isTrue();
        var shown = display().screen();
        assertThat(brightPixels(shown, window)).isGreaterThan(200);

        server.failure = null;
        Await.until(
                "it is connected again",
                () -> server.attempts() > 2 && server.peer().isOpen());
        server.peer().welcome(640, 400);
        awaitScreen(remote, window.x(), window.y());
    }

    @Test
    void enterTriesAgainAfterARefusal() throws Exception {
        server.failure = new ProgramException(
                ExitStatus.NOT_TRUSTED, new Diagnostic("cannot trust desk", "it has another key", "ask"));
        viewer = new RunningViewer(display(), new WindowOptions(500, 300, PresentationChoice.AUTO), server);
        Await.until("the refusal is in the title", () -> hasWindow("Cannot trust desk"));
        server.failure = null;
        display().xdotool("key", "Return");
        Await.until("it tries again", server::hasPeer);
    }

    @Test
    void eachMonitorHasAWindowOfItsOwnAlsoOneThatIsPluggedInLater() throws Exception {
        var monitors = XDisplay.startWithMonitors(folder);
        try {
            var options = new WindowOptions(
                    Coverage.ALL_MONITORS, 0, 0, 0, new Scaling.Follow(0), PresentationChoice.AUTO, true);
            open(monitors, options, 800, 600);
            assertThat(newestScreens()).hasSize(1);
            monitors.plugIn();
            Await.until("both monitors are named", () -> newestScreens().size() == 2);
            var screens = newestScreens();
            assertThat(screens)
                    .extracting(each -> each.getWidth() + "x" + each.getHeight() + "+" + each.getX())
                    .containsExactly("800x600+0", "640x480+800");
            configure(FakeServer.OUTPUT, 800, 600, screens.getFirst().getId());
            configure(8, 640, 480, screens.getLast().getId());
            var first = noise(800, 600);
            var second = noise(640, 480);
            server.peer().frame(first, first.bounds());
            server.peer().frame(8, second, second.bounds());
            Await.until("both show their picture", Duration.ofSeconds(10), () -> {
                var shown = screen(monitors);
                return shows(shown, first, 0, 0) && shows(shown, second, 800, 0);
            });

            monitors.xdotool("mousemove", "900", "100");
            awaitInput(message -> message.getPointerMotion().getOutput() == 8
                    && message.getPointerMotion().getX() == 100 * 256);
            monitors.xdotool("key", "a");
            awaitInput(message -> message.getKey().getCode() == 30);

            monitors.xdotool("key", "ctrl+alt+Return");
            Await.until(
                    "there is one small window",
                    () -> newestScreens().size() == 1
                            && newestScreens().getFirst().getWidth() < 800);
            // a window manager would give it the keyboard
            monitors.xdotool("windowfocus", id(monitors.window("work")), "key", "ctrl+alt+Return");
            Await.until("all are covered", () -> newestScreens().size() == 2);
        } finally {
            // before its display goes: Xlib ends a program that loses its display
            stopViewer();
            viewer = null;
            monitors.close();
        }
    }

    @Test
    void leavingSaysGoodbyeAndClosesTheWindow() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.AUTO), 320, 200);
        window();
        running().leave();
        running().join();
        assertThat(server.peer().all(BodyCase.GOODBYE)).hasSize(1);
    }

    // ---- what the tests are made of

    private static XDisplay display() {
        if (sharedDisplay == null) {
            throw new IllegalStateException("no display");
        }
        return sharedDisplay;
    }

    private RunningViewer running() {
        if (viewer == null) {
            throw new IllegalStateException("no viewer");
        }
        return viewer;
    }

    private void open(WindowOptions options, int width, int height) throws Exception {
        open(display(), options, width, height);
    }

    private void open(XDisplay display, WindowOptions options, int width, int height) throws Exception {
        viewer = new RunningViewer(display, options, server);
        Await.until(
                "the viewer connects", () -> server.hasPeer() && server.peer().has(ToSession::hasHello));
        server.peer().welcome(width, height);
    }

    private void configure(int output, int width, int height, int screen) {
        server.peer()
                .send(
                        Channel.DISPLAY,
                        ToViewer.newBuilder()
                                .setOutputConfig(OutputConfig.newBuilder()
                                        .setId(output)
                                        .setWidth(width)
                                        .setHeight(height)
                                        .setScale120(120)
                                        .setScreen(screen))
                                .build());
    }

    private static Framebuffer doubled(Framebuffer picture) {
        var doubled = new Framebuffer(2 * picture.width(), 2 * picture.height());
        for (int y = 0; y < doubled.height(); y++) {
            for (int x = 0; x < doubled.width(); x++) {
                doubled.pixels()[doubled.index(x, y)] = picture.pixel(x / 2, y / 2);
            }
        }
        return doubled;
    }

    /** Sends parts of a picture and waits until they were presented. */
    private void show(Framebuffer picture, PixelRect... parts) {
        int serial = server.peer().frame(picture, parts);
        awaitInput(message -> message.getFrameAck().getSerial() == serial);
    }

    private void awaitInput(Predicate<ToSession> wanted) {
        Await.until(
                "the message comes", Duration.ofSeconds(10), () -> server.peer().has(wanted));
    }

    /** What the session was told last. */
    private List<Screen> newestScreens() {
        var told = server.peer().all(BodyCase.SCREENS_CHANGE);
        return told.isEmpty()
                ? server.peer().all(BodyCase.HELLO).getFirst().getHello().getScreensList()
                : told.getLast().getScreensChange().getScreensList();
    }

    private static Picture screen(XDisplay display) {
        try {
            return display.screen();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void moveTo(PixelRect window, int x, int y) throws Exception {
        display().xdotool("mousemove", Integer.toString(window.x() + x), Integer.toString(window.y() + y));
    }

    private static PixelRect window() {
        return window(display());
    }

    /** Where the inside of the viewer's window is. */
    private static PixelRect window(XDisplay display) {
        var found = new AtomicReference<>(PixelRect.EMPTY);
        Await.until("the window is there", () -> {
            try {
                var text = display.window("work");
                found.set(new PixelRect(
                        number(text, "Absolute upper-left X"),
                        number(text, "Absolute upper-left Y"),
                        number(text, "Width"),
                        number(text, "Height")));
                return true;
            } catch (IOException notYet) {
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return found.get();
    }

    private static String id(String xwininfo) {
        return xwininfo.substring(xwininfo.indexOf("id: ") + 4).split(" ", 2)[0];
    }

    private static boolean hasWindow(String title) {
        try {
            return display().windows().contains(title);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int number(String text, String name) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(name + ":"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(name.length() + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitScreen(Framebuffer expected, int x, int y) {
        Await.until("the picture is on the screen", Duration.ofSeconds(10), () -> {
            try {
                return shows(display().screen(), expected, x, y);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static boolean shows(Picture screen, Framebuffer expected, int left, int top) {
        for (int y = 0; y < expected.height(); y++) {
            for (int x = 0; x < expected.width(); x++) {
                if (screen.pixel(left + x, top + y) != (expected.pixel(x, y) & 0xFFFFFF)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Framebuffer part(Framebuffer picture, int x, int y, int width, int height) {
        var part = new Framebuffer(width, height);
        for (int row = 0; row < height; row++) {
            System.arraycopy(picture.pixels(), picture.index(x, y + row), part.pixels(), part.index(0, row), width);
        }
        return part;
    }

    private static int pixel(XDisplay display, int x, int y) {
        try {
            return display.screen().pixel(x, y);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long brightPixels(Picture screen, PixelRect window) {
        long count = 0;
        for (int y = window.y(); y < window.bottom(); y++) {
            for (int x = window.x(); x < window.right(); x++) {
                count += (screen.pixel(x, y) & 0xFF00) > 0xB000 ? 1 : 0;
            }
        }
        return count;
    }

    private static Framebuffer noise(int width, int height) {
        var picture = new Framebuffer(width, height);
        var random = new Random(1);
        for (int i = 0; i < picture.pixels().length; i++) {
            picture.pixels()[i] = 0xFF000000 | random.nextInt();
        }
        return picture;
    }
}
