package org.wayray.conformance.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast ones of the zoo, one or two of each kind; {@code ./wayray conformance applications} runs all of it. */
class ZooTest {
    /** Set to 1 where all programs have been installed: then a missing one is a failure. */
    private static final boolean ALL_INSTALLED = "1".equals(System.getenv("WAYRAY_REQUIRE_PROGRAMS"));

    /** Programs take longer to start on a machine that runs other tests; each is ended when it has shown enough. */
    private static final ApplicationRun.Options BRIEFLY = new ApplicationRun.Options(true, 5, Path.of("target", "zoo"));

    private final Zoo zoo = Zoo.load();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wayland-info",
                "weston-simple-damage",
                "weston-subsurfaces",
                "weston-scaler",
                "wev",
                "foot",
                "gtk3-widget-factory",
                "gtk4-demo",
                "sdl2-draw",
                "wl-clipboard",
                "wl-clipboard-primary",
                "swaybg",
                "fuzzel",
                "mako",
                "grim",
                "wlr-randr",
                "wtype",
            })
    void passes(String name) throws Exception {
        var outcome = ApplicationRun.inOwnSession(zoo.application(name), BRIEFLY);
        if (outcome.absent()) {
            assertThat(ALL_INSTALLED).as("all programs are installed").isFalse();
            assumeFalse(
                    outcome.absent(),
                    () -> "needs the packages " + outcome.application().packages());
        }
        assertThat(outcome.problems()).as(outcome.reason()).isEmpty();
    }

    @Test
    void aProgramThatIsNotThereIsLeftOut() throws Exception {
        var line = "nothing  no-package  window  0  1  -  no-such-program --at-all";
        var outcome = ApplicationRun.inOwnSession(Application.parse(line), BRIEFLY);
        assertThat(outcome.absent()).isTrue();
        assertThat(outcome.passed()).isFalse();
    }

    @Test
    void aProgramThatDrawsNothingFails() throws Exception {
        var line = "idle  coreutils  window  0  1  zwp_nothing_v1  echo sorry; sleep 60";
        var options = new ApplicationRun.Options(true, 1, Path.of("target", "zoo"));
        var outcome = ApplicationRun.inOwnSession(Application.parse(line), options);
        assertThat(outcome.reason()).isEqualTo("it never drew; not offered: zwp_nothing_v1");
    }

    @Test
    void whatIsExpectedToFailIsInTheZoo() {
        assertThat(zoo.applications()).hasSize(79);
        assertThat(zoo.applications().stream()
                        .filter(application -> zoo.expectedFailure(application).isPresent()))
                .hasSize(3);
    }

    @Test
    void runsAreSelectedByPatternAndTier() {
        assertThat(zoo.select("sdl2-gl,sdl2-gles*", 9))
                .extracting(Application::name)
                .containsExactly("sdl2-gles2", "sdl2-gl");
        assertThat(zoo.select("*", 0))
                .isNotEmpty()
                .allSatisfy(application -> assertThat(application.tier()).isZero());
    }
}
