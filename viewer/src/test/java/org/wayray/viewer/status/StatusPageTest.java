package org.wayray.viewer.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.codec.Framebuffer;
import org.wayray.viewer.session.ViewerState;

class StatusPageTest {
    private static final Diagnostic PROBLEM =
            new Diagnostic("the connection was lost", "no answer", "wait\nor call us");

    @Test
    void theRunningSessionSpeaksForItself() {
        assertThat(StatusPage.of(new ViewerState.Active("work"), "desk:4433", 0))
                .isEmpty();
    }

    @Test
    void connectingNamesTheServer() {
        assertThat(StatusPage.of(new ViewerState.Connecting(), "desk:4433", 0))
                .hasValueSatisfying(page -> assertThat(page.title()).isEqualTo("Connecting to desk:4433"));
    }

    @Test
    void aLostConnectionSaysWhyWhatToDoAndWhen() {
        var page = StatusPage.of(new ViewerState.Reconnecting(PROBLEM, 1_500_000_000L), "desk:4433", 0);
        assertThat(page)
                .contains(new StatusPage(
                        "The connection was lost",
                        List.of("Why: no answer", "To do: wait", "To do: or call us", "Trying again in 2 seconds.")));
    }

    @ParameterizedTest
    @CsvSource({
        "1, Trying again in 1 second.",
        "1000000000, Trying again in 1 second.",
        "1000000001, Trying again in 2 seconds.",
        "0, Trying again now.",
        "-5, Trying again now."
    })
    void theCountdownRoundsUp(long nanosLeft, String expected) {
        var page = StatusPage.of(new ViewerState.Reconnecting(PROBLEM, 100 + nanosLeft), "desk", 100);
        assertThat(page.orElseThrow().lines()).endsWith(expected);
    }

    @Test
    void aRefusalOffersToTryAgain() {
        var page = StatusPage.of(new ViewerState.Refused(PROBLEM, ExitStatus.REFUSED), "desk", 0);
        assertThat(page.orElseThrow().lines()).contains("Why: no answer").endsWith("Press Enter to try again.");
    }

    @Test
    void thePageIsDrawnOnTheDimmedPictureHoweverSmallItIs() {
        var page = new StatusPage("A title that is longer than the picture is wide", List.of("and a line", ""));
        for (int size : new int[] {1, 20, 100, 600}) {
            var picture = new Framebuffer(size, size);
            Arrays.fill(picture.pixels(), 0xFF8040FF);
            StatusPainter.paint(page, picture);
            if (size == 600) {
                assertThat(picture.pixel(0, 0)).isEqualTo(0xFF20103F);
                assertThat(Arrays.stream(picture.pixels()).filter(pixel -> (pixel & 0xFF00) > 0xC000))
                        .hasSizeGreaterThan(100);
            }
        }
    }
}
