package org.wayray.viewer.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.link.CloseReason;
import org.wayray.protocol.Channel;
import org.wayray.protocol.v1.PointerHold;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToSession.BodyCase;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.testkit.Await;
import org.wayray.testkit.Program;
import org.wayray.testkit.RunningProgram;
import org.wayray.viewer.XDisplay;
import org.wayray.viewer.menu.MenuLayout;
import org.wayray.viewer.menu.MenuPage;
import org.wayray.viewer.sdl.WindowOptions.Coverage;
import org.wayray.viewer.session.FakeServer;

/** The menu and the keyboard's grab, under a window manager that wants Super, Alt+Tab and Alt+F4 for itself. */
@Timeout(120)
class SdlMenuTest {
    private static final int PICTURE = 0xFF8080FF;

    private static final Program OPENBOX = Program.of("openbox", "openbox");
    private static final Program XEV = Program.of("xev", "x11-utils");

    @TempDir
    static Path folder;

    private static @Nullable XDisplay sharedDisplay;
    private static @Nullable RunningProgram windowManager;

    private final FakeServer server = new FakeServer();
    private @Nullable RunningViewer viewer;
    private String window = "";

    @BeforeAll
    static void startDisplay() throws Exception {
        OPENBOX.orSkip();
        XEV.orSkip();
        sharedDisplay = XDisplay.start(folder, 800, 600, 24);
        windowManager = OPENBOX.withEnvironment("DISPLAY", display().name()).startIn(folder);
        Await.until(
                "the window manager is there",
                () -> !xdotool("get_num_desktops").isEmpty());
    }

    @AfterAll
    static void stopDisplay() {
        if (windowManager != null) {
            windowManager.close();
        }
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

    @Test
    void superAltTabAndAltF4GoToTheSession() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.SOFTWARE));
        try (var other = XEV.withEnvironment("DISPLAY", display().name()).startIn(folder)) {
            Await.until("there is another window", () -> active().contains("Event Tester"));
            display().xdotool("windowactivate", "--sync", window);
            display().xdotool("key", "--delay", "30", "alt+Tab", "Super_L", "super+d", "alt+F4", "Print", "a");
            awaitKey(30);
            assertThat(pressed()).containsExactly(56, 15, 125, 125, 32, 56, 62, 99, 30);
            assertThat(active()).contains("work");
            assertThat(other.isAlive()).isTrue();
        }
    }

    @Test
    void theLeaveKeyFreesThemAndReleasesWhatIsHeld() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.SOFTWARE));
        try (var other = XEV.withEnvironment("DISPLAY", display().name()).startIn(folder)) {
            Await.until("there is another window", () -> active().contains("Event Tester"));
            display().xdotool("windowactivate", "--sync", window);
            display().xdotool("keydown", "b");
            awaitKey(48);
            display().xdotool("key", "ctrl+alt+Home");
            Await.until("there is a menu", this::menuIsShown);
            assertThat(last(BodyCase.KEYBOARD_FOCUS).getKeyboardFocus().getFocused())
                    .isFalse();
            int sent = server.peer().all().size();
            display().xdotool("keyup", "b");
            display().xdotool("key", "c", "alt+Tab");
            Await.until("the window manager has switched", () -> active().contains("Event Tester"));
            assertThat(keysSince(sent)).isEmpty();

            display().xdotool("key", "alt+Tab");
            Await.until("the viewer is back", () -> active().contains("work"));
            Await.until("the menu is gone", () -> pixel(400, 300) == (PICTURE & 0xFFFFFF));
            Await.until(
                    "the session has the keyboard",
                    () -> last(BodyCase.KEYBOARD_FOCUS).getKeyboardFocus().getFocused());
            display().xdotool("key", "d");
            awaitKey(32);
            assertThat(keysSince(sent)).containsExactly("32+", "32-");
            assertThat(other.isAlive()).isTrue();
        }
    }

    @Test
    void aWindowThatIsNotToGrabLeavesThemToTheDesk() throws Exception {
        open(new WindowOptions(
                Coverage.WINDOW, 0, 0, 0, new WindowOptions.Scaling.Follow(0), PresentationChoice.SOFTWARE, false));
        display().xdotool("key", "a");
        awaitKey(30);
        display().xdotool("key", "alt+F4");
        running().join();
        assertThat(server.peer().all(BodyCase.GOODBYE)).hasSize(1);
        assertThat(pressed()).doesNotContain(62);
    }

    @Test
    void theWholeScreenGrabsInAnyCase() throws Exception {
        open(new WindowOptions(
                Coverage.MONITOR, 0, 0, 0, new WindowOptions.Scaling.Follow(0), PresentationChoice.SOFTWARE, false));
        display().xdotool("key", "--delay", "30", "alt+Tab", "alt+F4", "a");
        awaitKey(30);
        assertThat(pressed()).containsExactly(56, 15, 56, 62, 30);
        assertThat(active()).contains("work");
    }

    @Test
    void theMenuIsUsedByKeys() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.SOFTWARE));
        display().xdotool("key", "ctrl+alt+Home");
        Await.until("there is a menu", this::menuIsShown);
        int sent = server.peer().all().size();
        display().xdotool("key", "Up", "Return"); // the last one
        running().join();
        assertThat(server.peer().all(BodyCase.GOODBYE)).hasSize(1);
        assertThat(keysSince(sent)).isEmpty();
    }

    @Test
    void theMenuIsUsedByThePointerAndNothingOfItReachesTheSession() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.SOFTWARE));
        display().xdotool("mousemove", "400", "300", "mousedown", "1");
        Await.until(
                "the button is down",
                () -> server.peer().has(message -> message.getPointerButton().getPressed()));
        display().xdotool("key", "ctrl+alt+Home");
        Await.until("there is a menu", this::menuIsShown);
        assertThat(last(BodyCase.POINTER_BUTTON).getPointerButton().getPressed())
                .isFalse();
        assertThat(server.peer().all(BodyCase.POINTER_LEAVE)).hasSize(1);
        int sent = server.peer().all().size();
        display().xdotool("mouseup", "1", "click", "5");

        var menu = running().presenter.menu();
        var rows = menu.page("").rows().stream().map(MenuPage.Row::label).toList();
        var place = geometry();
        var layout = MenuLayout.fit(1, rows.size(), place.width(), place.height());
        var row = layout.row(rows.indexOf("Send Ctrl+Alt+Delete"));
        click(
                place.x() + (place.width() - layout.width()) / 2 + row.x() + row.width() / 2,
                place.y() + (place.height() - layout.height()) / 2 + row.y() + row.height() / 2);
        Await.until("the keys have come", () -> keysSince(sent).size() == 6);
        assertThat(keysSince(sent)).containsExactly("29+", "56+", "111+", "111-", "56-", "29-");
        assertThat(server.peer().all().subList(sent, server.peer().all().size()).stream()
                        .filter(message -> message.hasPointerButton() || message.hasPointerAxis()))
                .isEmpty();
    }

    @Test
    void aLockedPointerStaysIsPushedAndLeavesByTheKey() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.SOFTWARE));
        var place = geometry();
        display().xdotool("mousemove", "400", "300");
        Await.until("the pointer is in", () -> server.peer().has(ToSession::hasPointerMotion));
        hold(PointerHold.newBuilder().setMode(PointerHold.Mode.LOCKED).setOutput(FakeServer.OUTPUT));
        Await.until("pushes come", () -> {
            xdotool("mousemove_relative", "--", "-7", "3");
            return server.peer().has(ToSession::hasRelativeMotion);
        });
        int motions = server.peer().all(BodyCase.POINTER_MOTION).size();
        int pushes = server.peer().all(BodyCase.RELATIVE_MOTION).size();
        display().xdotool("mousemove_relative", "--", "-7", "3");
        Await.until(
                "another push comes",
                () -> server.peer().all(BodyCase.RELATIVE_MOTION).size() > pushes);
        assertThat(last(BodyCase.RELATIVE_MOTION).getRelativeMotion().getDx()).isEqualTo(-7 * 256);
        assertThat(last(BodyCase.RELATIVE_MOTION).getRelativeMotion().getDy()).isEqualTo(3 * 256);
        assertThat(server.peer().all(BodyCase.POINTER_MOTION)).hasSize(motions);

        display().xdotool("key", "ctrl+alt+Home");
        Await.until("the session is told", () -> server.peer().has(ToSession::hasPointerLeave));
        display().xdotool("mousemove", "20", "20");
        assertThat(display().xdotool("getmouselocation")).startsWith("x:20 y:20");
        hold(PointerHold.newBuilder());
        display().xdotool("key", "Escape");

        hold(PointerHold.newBuilder().setMode(PointerHold.Mode.LOCKED).setOutput(FakeServer.OUTPUT));
        hold(PointerHold.newBuilder()
                .setOutput(FakeServer.OUTPUT)
                .setX(100 * 256)
                .setY(50 * 256));
        Await.until(
                "the pointer is where the lock left it",
                () -> xdotool("getmouselocation").startsWith("x:" + (place.x() + 100) + " y:" + (place.y() + 50)));
    }

    @Test
    void aConfinedPointerDoesNotLeaveItsArea() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.SOFTWARE));
        var place = geometry();
        display().xdotool("mousemove", "400", "300");
        Await.until("the pointer is in", () -> server.peer().has(ToSession::hasPointerMotion));
        hold(PointerHold.newBuilder()
                .setMode(PointerHold.Mode.CONFINED)
                .setOutput(FakeServer.OUTPUT)
                .setAreaX(200)
                .setAreaY(100)
                .setAreaWidth(300)
                .setAreaHeight(250));
        Await.until("it stops at the edge", () -> {
            xdotool("mousemove_relative", "--", "-60", "0");
            xdotool("mousemove_relative", "--", "-60", "0");
            xdotool("mousemove_relative", "--", "-600", "0");
            return xdotool("getmouselocation").startsWith("x:" + (place.x() + 200) + " ");
        });
        hold(PointerHold.newBuilder());
        Await.until("it is free", () -> {
            xdotool("mousemove_relative", "--", "-60", "0");
            return xdotool("getmouselocation").startsWith("x:0 ");
        });
    }

    @Test
    void aScaledPictureIsHeldByWhatItShows() throws Exception {
        open(new WindowOptions(
                Coverage.WINDOW,
                0,
                704,
                550,
                new WindowOptions.Scaling.Fit(640, 500, 120),
                PresentationChoice.SOFTWARE,
                true));
        var place = geometry();
        assertThat(place.width()).isEqualTo(704);
        assertThat(place.height()).isEqualTo(550);
        display().xdotool("mousemove", "400", "300");
        Await.until("the pointer is in", () -> server.peer().has(ToSession::hasPointerMotion));
        hold(PointerHold.newBuilder()
                .setMode(PointerHold.Mode.CONFINED)
                .setOutput(FakeServer.OUTPUT)
                .setAreaX(200)
                .setAreaY(100)
                .setAreaWidth(300)
                .setAreaHeight(250));
        Await.until("it stops at the left edge", () -> {
            xdotool("mousemove_relative", "--", "-60", "0");
            xdotool("mousemove_relative", "--", "-600", "0");
            return xdotool("getmouselocation").startsWith("x:" + (place.x() + 220) + " ");
        });
        Await.until("it stops at the right edge", () -> {
            xdotool("mousemove_relative", "--", "60", "0");
            xdotool("mousemove_relative", "--", "600", "0");
            return xdotool("getmouselocation").startsWith("x:" + (place.x() + 549) + " ");
        });

        hold(PointerHold.newBuilder().setMode(PointerHold.Mode.LOCKED).setOutput(FakeServer.OUTPUT));
        Await.until("pushes come", () -> {
            xdotool("mousemove_relative", "--", "-11", "11");
            return server.peer().has(ToSession::hasRelativeMotion);
        });
        int pushes = server.peer().all(BodyCase.RELATIVE_MOTION).size();
        display().xdotool("mousemove_relative", "--", "-11", "11");
        Await.until(
                "another push comes",
                () -> server.peer().all(BodyCase.RELATIVE_MOTION).size() > pushes);
        assertThat(last(BodyCase.RELATIVE_MOTION).getRelativeMotion().getDx()).isEqualTo(-10 * 256);
        assertThat(last(BodyCase.RELATIVE_MOTION).getRelativeMotion().getDy()).isEqualTo(10 * 256);
        hold(PointerHold.newBuilder()
                .setOutput(FakeServer.OUTPUT)
                .setX(100 * 256)
                .setY(50 * 256));
        Await.until(
                "the pointer is where the lock left it",
                () -> xdotool("getmouselocation").startsWith("x:" + (place.x() + 110) + " y:" + (place.y() + 55)));
    }

    @Test
    void theMenuCanBeUsedWhileThereIsNoSession() throws Exception {
        open(new WindowOptions(0, 0, PresentationChoice.SOFTWARE));
        server.silent = true;
        server.peer().close(CloseReason.finished("the cable was pulled"));
        Await.until("the picture is dimmed", () -> pixel(100, 580) != (PICTURE & 0xFFFFFF));
        display().xdotool("key", "ctrl+alt+Home");
        Await.until("there is a menu", this::menuIsShown);
        display().xdotool("key", "Escape");
        display().xdotool("key", "alt+F4"); // the desk's, for there is no session to send it to
        running().join();
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

    /** A viewer with a picture of one colour, and the keyboard. */
    private void open(WindowOptions options) throws Exception {
        viewer = new RunningViewer(display(), options, server);
        Await.until(
                "the viewer connects", () -> server.hasPeer() && server.peer().has(ToSession::hasHello));
        server.peer().welcome(640, 500);
        var picture = new Framebuffer(640, 500);
        picture.fill(0, 0, 640, 500, PICTURE);
        server.peer().frame(picture, picture.bounds());
        Await.until("the picture is shown", () -> pixel(400, 300) == (PICTURE & 0xFFFFFF));
        Await.until("the viewer is active", () -> active().contains("work"));
        window = display().xdotool("getactivewindow").strip();
        Await.until(
                "the viewer has the keyboard",
                () -> server.peer().has(message -> message.getKeyboardFocus().getFocused()));
    }

    private void hold(PointerHold.Builder hold) {
        server.peer()
                .send(Channel.CURSOR, ToViewer.newBuilder().setPointerHold(hold).build());
    }

    private boolean menuIsShown() {
        return pixel(400, 300) != (PICTURE & 0xFFFFFF);
    }

    private void awaitKey(int code) {
        Await.until(
                "key " + code + " comes",
                Duration.ofSeconds(10),
                () -> server.peer().has(message -> message.getKey().getCode() == code));
    }

    private List<Integer> pressed() {
        return server.peer().all(BodyCase.KEY).stream()
                .filter(message -> message.getKey().getPressed())
                .map(message -> message.getKey().getCode())
                .toList();
    }

    private List<String> keysSince(int count) {
        var all = server.peer().all();
        return all.subList(count, all.size()).stream()
                .filter(ToSession::hasKey)
                .map(message -> message.getKey().getCode() + (message.getKey().getPressed() ? "+" : "-"))
                .toList();
    }

    private ToSession last(BodyCase kind) {
        return server.peer().all(kind).getLast();
    }

    /** Clicks as slowly as a person: a button that is up before the window manager has looked at it is heard twice by SDL. */
    private static void click(int x, int y) throws Exception {
        display().xdotool("mousemove", Integer.toString(x), Integer.toString(y));
        display().xdotool("mousedown", "1", "sleep", "0.1", "mouseup", "1");
    }

    private static String active() {
        return xdotool("getactivewindow", "getwindowname");
    }

    /** Where the viewer's picture is. */
    private static PixelRect geometry() throws Exception {
        var text = display().window("work");
        return new PixelRect(
                number(text, "Absolute upper-left X"),
                number(text, "Absolute upper-left Y"),
                number(text, "Width"),
                number(text, "Height"));
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

    /** What xdotool says; nothing if it fails. */
    private static String xdotool(String... arguments) {
        try {
            return display().xdotool(arguments);
        } catch (IOException noneNow) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int pixel(int x, int y) {
        try {
            return display().screen().pixel(x, y);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
