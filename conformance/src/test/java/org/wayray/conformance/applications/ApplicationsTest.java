package org.wayray.conformance.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wayray.testkit.Keys;
import org.wayray.testkit.Picture;
import org.wayray.testkit.Program;

/** Real programs open, draw and take input. */
class ApplicationsTest {
    private static final Program FOOT = Program.of("foot", "foot");
    private static final Program WESTON_TERMINAL = Program.of("weston-terminal", "weston");
    private static final Program GTK3_DEMO = Program.of("gtk3-demo", "gtk-3-examples");
    private static final Program GTK4_DEMO = Program.of("gtk4-demo", "gtk-4-examples");
    private static final Program GTK4_WIDGET_FACTORY = Program.of("gtk4-widget-factory", "gtk-4-examples");

    /** Pixels that change when a line of text appears or a button is pressed, at the least. */
    private static final int A_FEW_LETTERS = 100;

    private static final Duration REST = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private String name = "";

    @BeforeEach
    void nameThePictures(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    static List<Program> programs() {
        return List.of(
                FOOT,
                WESTON_TERMINAL,
                Program.of("weston-simple-shm", "weston"),
                Program.of("weston-simple-damage", "weston"),
                Program.of("weston-flower", "weston"),
                Program.of("weston-clickdot", "weston"),
                GTK3_DEMO,
                GTK4_DEMO,
                GTK4_WIDGET_FACTORY);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void opensAWindow(Program program) throws Exception {
        try (var stage = Stage.of(name, folder, program)) {
            stage.awaitWindow();
            stage.await("the window has a size", now -> {
                var area = stage.window(now);
                return area.width() >= 50 && area.height() >= 50;
            });
        }
    }

    @Test
    void footTakesWhatIsTyped() throws Exception {
        terminalTakesWhatIsTyped(FOOT.with(reader().toString()));
    }

    @Test
    void westonTerminalTakesWhatIsTyped() throws Exception {
        terminalTakesWhatIsTyped(WESTON_TERMINAL.with("--shell=" + reader()));
    }

    private void terminalTakesWhatIsTyped(Program terminal) throws Exception {
        try (var stage = Stage.of(name, folder, terminal)) {
            stage.awaitWindow();
            stage.awaitThat("the shell has started", () -> Files.exists(folder.resolve("ready")));
            var before = stage.viewer().awaitRest(REST);
            stage.viewer().focus(true);
            stage.viewer().type("Hello, \"World\" 42!");
            stage.awaitChange("the letters appear", before, A_FEW_LETTERS);
            stage.viewer().tap(Keys.ENTER);
            stage.awaitThat("the shell got the line", () -> Files.exists(folder.resolve("typed")));
            assertThat(folder.resolve("typed")).content().isEqualTo("Hello, \"World\" 42!\n");
        }
    }

    /** A shell script that keeps the first line that is typed. */
    private Path reader() throws IOException {
        var script = folder.resolve("reader");
        Files.writeString(script, """
                #!/bin/sh
                touch ready
                read -r line
                printf '%s\\n' "$line" > typing && mv typing typed
                read -r more
                """);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    @Test
    void simpleShmIsAnimated() throws Exception {
        try (var stage = Stage.of(name, folder, Program.of("weston-simple-shm", "weston"))) {
            var before = stage.awaitWindow();
            for (int i = 0; i < 10; i++) {
                before = stage.awaitChange("the next picture of the animation is there", before, 1);
            }
        }
    }

    @Test
    void flowerIsDragged() throws Exception {
        try (var stage = Stage.of(name, folder, Program.of("weston-flower", "weston"))) {
            stage.awaitWindow();
            var before = stage.window(stage.viewer().awaitRest(REST));
            stage.viewer().moveTo(before.centerX(), before.centerY());
            stage.viewer().button(Keys.BUTTON_LEFT, true);
            // the client answers the press with a request to be moved; motion counts from then on
            stage.awaitThat(
                    "the client asks to be moved",
                    () -> stage.program().errors().contains(".move("));
            stage.viewer().moveTo(before.centerX() + 60, before.centerY() + 40);
            stage.viewer().button(Keys.BUTTON_LEFT, false);
            stage.await("the flower has moved", now -> {
                var area = stage.window(now);
                return area.x() > before.x() + 20 && area.y() > before.y() + 10;
            });
        }
    }

    @Test
    void clickdotShowsTheClick() throws Exception {
        try (var stage = Stage.of(name, folder, Program.of("weston-clickdot", "weston"))) {
            stage.awaitWindow();
            var before = stage.viewer().awaitRest(REST);
            var area = stage.window(before);
            stage.viewer().click(area.centerX() + 40, area.centerY() + 30);
            var after = stage.awaitChange("the dot has moved", before, 10);
            assertThat(after.areaOfDifference(before)).get().satisfies(changed -> {
                assertThat(changed.x()).isBetween(area.x(), area.x() + area.width());
                assertThat(changed.y()).isBetween(area.y(), area.y() + area.height());
            });
        }
    }

    @Test
    void gtk3DemoShowsAnotherPageOnAClick() throws Exception {
        showsAnotherPageOnAClick(GTK3_DEMO);
    }

    @Test
    void gtk4DemoShowsAnotherPageOnAClick() throws Exception {
        showsAnotherPageOnAClick(GTK4_DEMO);
    }

    /** Both demos have a list of pages at the left. */
    private void showsAnotherPageOnAClick(Program demo) throws Exception {
        try (var stage = Stage.of(name, folder, demo)) {
            stage.awaitWindow();
            var before = stage.viewer().awaitRest(REST);
            var area = stage.window(before);
            stage.viewer().click(area.x() + area.width() / 6.0, area.centerY());
            stage.awaitChange("another page is shown", before, 1_000);
        }
    }

    @Test
    void gtk4DemoOpensItsMenu() throws Exception {
        try (var stage = Stage.of(name, folder, GTK4_DEMO)) {
            stage.awaitWindow();
            stage.viewer().focus(true);
            var before = stage.viewer().awaitRest(REST);
            var area = stage.window(before);
            // the button in the title bar, left of the one that closes the window; the area has a shadow around it
            stage.viewer().click(area.x() + area.width() - 78, area.y() + 30);
            stage.awaitTraffic("xdg_popup", ".grab(");
            stage.awaitChange("the menu is shown", before, 5_000);
            stage.viewer().tap(Keys.ESCAPE);
            stage.awaitTraffic("xdg_popup", ".destroy(");
            stage.await("the menu is gone", now -> now.differenceTo(before) < 5_000);
        }
    }

    @Test
    void westonTerminalOpensAMenuAndLosesItToAClickElsewhere() throws Exception {
        try (var stage = Stage.of(name, folder, WESTON_TERMINAL)) {
            stage.awaitWindow();
            var before = stage.viewer().awaitRest(REST);
            var area = stage.window(before);
            stage.viewer().moveTo(area.centerX(), area.centerY());
            stage.viewer().button(Keys.BUTTON_RIGHT, true);
            stage.awaitTraffic("xdg_popup", ".grab(");
            stage.viewer().button(Keys.BUTTON_RIGHT, false);
            stage.awaitChange("the menu is shown", before, 1_000);
            stage.viewer().click(5, 5);
            stage.awaitTraffic("xdg_popup", ".popup_done(");
            stage.await("the menu is gone", now -> now.differenceTo(before) < 1_000);
        }
    }

    @Test
    void footIsResizedAtItsCorner() throws Exception {
        try (var stage = Stage.of(name, folder, FOOT)) {
            stage.awaitWindow();
            var before = stage.window(stage.viewer().awaitRest(REST));
            int right = before.x() + before.width();
            int bottom = before.y() + before.height();
            stage.viewer().moveTo(right + 2, bottom + 2);
            stage.viewer().button(Keys.BUTTON_LEFT, true);
            stage.awaitTraffic("xdg_toplevel", ".resize(");
            stage.viewer().moveTo(right + 82, bottom + 52);
            stage.viewer().button(Keys.BUTTON_LEFT, false);
            stage.await("the window is larger", now -> {
                var area = stage.window(now);
                return area.width() > before.width() + 40 && area.height() > before.height() + 20;
            });
        }
    }

    @Test
    void footPastesWhatWasCopiedInAnotherFoot() throws Exception {
        var speaker = FOOT.with("sh", "-c", "printf WayRay; touch ready; read -r line");
        try (var stage = Stage.of(name, folder, speaker)) {
            stage.awaitWindow();
            stage.awaitThat("the word is there", () -> Files.exists(folder.resolve("ready")));
            var area = stage.window(stage.viewer().awaitRest(REST));
            stage.viewer().focus(true);
            // the first line is right below the title bar; a double click selects a word
            stage.viewer().click(area.x() + 20, area.y() + 36);
            stage.viewer().click(area.x() + 20, area.y() + 36);
            tapWithCtrlAndShift(stage, 'c');
            stage.awaitTraffic("wl_data_device", ".set_selection(");
            Files.delete(folder.resolve("ready"));
            try (var listener =
                    FOOT.with(reader().toString()).start(folder, stage.session().display())) {
                stage.awaitThat(
                        "the second foot has focus",
                        () -> listener.errors().contains("wl_keyboard")
                                && listener.errors().contains(".selection(")
                                && Files.exists(folder.resolve("ready")));
                tapWithCtrlAndShift(stage, 'v');
                stage.awaitThat("the data is asked for", () -> listener.errors().contains(".receive("));
                stage.viewer().awaitRest(REST);
                stage.viewer().tap(Keys.ENTER);
                stage.awaitThat("the shell got the line", () -> Files.exists(folder.resolve("typed")));
                assertThat(folder.resolve("typed")).content().isEqualTo("WayRay\n");
                assertThat(listener.protocolErrors()).isEmpty();
            }
        }
    }

    private static void tapWithCtrlAndShift(Stage stage, char letter) {
        stage.viewer().key(Keys.LEFT_CTRL, true);
        stage.viewer().key(Keys.LEFT_SHIFT, true);
        stage.viewer().tap(Keys.keyOf(letter));
        stage.viewer().key(Keys.LEFT_SHIFT, false);
        stage.viewer().key(Keys.LEFT_CTRL, false);
    }

    @Test
    void anotherViewerSeesTheSamePicture() throws Exception {
        try (var stage = Stage.of(name, folder, FOOT)) {
            stage.awaitWindow();
            var before = stage.viewer().awaitRest(REST);
            stage.session().attachViewer().await("the picture is the same", before::equals);
        }
    }

    @Test
    void aProgramIsLeftAloneWhileNobodyWatches() throws Exception {
        try (var stage = Stage.of(name, folder, Program.of("weston-simple-shm", "weston"))) {
            Picture before = stage.awaitWindow();
            stage.viewer().withholdAcks();
            int frames = stage.viewer().frames();
            stage.viewer().awaitRest(REST);
            assertThat(stage.viewer().frames() - frames)
                    .as("frames without acknowledgement")
                    .isLessThan(10);
            stage.viewer().resumeAcks();
            stage.awaitChange("the animation goes on", before, 1);
        }
    }
}
