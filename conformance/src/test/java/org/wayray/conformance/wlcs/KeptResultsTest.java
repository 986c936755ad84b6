package org.wayray.conformance.wlcs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wayray.conformance.wlcs.Outcome.Status;

class KeptResultsTest {
    private final KeptResults kept = KeptResults.load();

    @Test
    void thereAreAsManyTestsOfEachKindAsTheReadmeSays() {
        assertThat(kept.tests()).hasSize(1225);
        assertThat(kept.tests().stream().filter(kept::isCore)).hasSize(538);
        assertThat(kept.tests().stream().filter(kept::isDisputed)).hasSize(398);
    }

    @Test
    void eachTestThatIsNotExpectedToPassHasAReason() {
        assertThat(kept.tests().stream().map(kept::expectation))
                .allMatch(expected ->
                        expected.status() == Status.PASS || !expected.reason().isBlank())
                .noneMatch(expected -> expected.status() == Status.BROKEN);
    }

    @Test
    void worseThanKeptIsARegressionAndBetterIsProgress() {
        var passing = new Outcome("A.new_test", Status.PASS, 1, "");
        assertThat(kept.isRegression(passing)).isFalse();
        assertThat(kept.isProgress(passing)).isFalse();
        assertThat(kept.isRegression(new Outcome("A.new_test", Status.SKIP, 1, "")))
                .isTrue();
        var failing = kept.tests().stream()
                .filter(test -> kept.expectation(test).status() == Status.FAIL)
                .findFirst()
                .orElseThrow();
        assertThat(kept.isRegression(new Outcome(failing, Status.FAIL, 1, ""))).isFalse();
        assertThat(kept.isRegression(new Outcome(failing, Status.BROKEN, 1, "")))
                .isTrue();
        assertThat(kept.isProgress(new Outcome(failing, Status.PASS, 1, ""))).isTrue();
    }

    @Test
    void eachTestBelongsToAProtocol() {
        assertThat(kept.tests()).allSatisfy(test -> assertThat(Area.of(test)).isNotIn(test, ""));
        assertThat(Area.of("Anchor/XdgPopupPositionerTest.layer_shell_popup_placed_correctly/3"))
                .isEqualTo("popups of zwlr_layer_shell_v1");
        assertThat(Area.of("XdgPopupStable/XdgPopupTest.pointer_focus_goes_to_popup/0"))
                .isEqualTo("popups of xdg_shell");
    }
}
