package org.wayray.conformance.wlcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wayray.conformance.wlcs.Outcome.Status;

class SuiteOutputTest {
    private final SuiteOutput output = new SuiteOutput();
    private long now = 1000;

    @Test
    void passedAndSkippedTestsAreTold() {
        assertThat(read("""
                        [==========] Running 2 tests from 1 test suite.
                        [ RUN      ] A/Group.one/0
                        chatter
                        \u001b[0;32m[       OK ]\u001b[m A/Group.one/0 (12 ms)
                        [ RUN      ] Group.two
                        [          ] Missing extension: wl_shell>= 1
                        [     SKIP ] Group.two (3ms)
                        """))
                .containsExactly(
                        new Outcome("A/Group.one/0", Status.PASS, 20, ""),
                        new Outcome("Group.two", Status.SKIP, 20, "Missing extension: wl_shell>= 1"));
    }

    @Test
    void aFailureComesWithItsFirstLines() {
        assertThat(read("""
                        [ RUN      ] Group.one
                        Uninteresting mock function call
                        ./tests/one.cpp:7: Failure
                        Value of: x
                        [  FAILED  ] Group.one, where GetParam() = 3 (4 ms)
                        """))
                .containsExactly(new Outcome("Group.one", Status.FAIL, 40, "./tests/one.cpp:7: Failure | Value of: x"));
    }

    @Test
    void aFaultOfTheServerBreaksATestThatWouldHavePassed() {
        assertThat(read("""
                        [ RUN      ] Group.one
                        [wlcs-remote] FAULT no answer to 'stop' (timed out)
                        [       OK ] Group.one (4 ms)
                        """))
                .containsExactly(new Outcome("Group.one", Status.BROKEN, 20, "no answer to 'stop' (timed out)"));
    }

    @Test
    void theEndOfTheSuiteBreaksTheTestUnderWayOnly() {
        assertThat(read("[ RUN      ] Group.one\n")).isEmpty();
        assertThat(output.running()).contains("Group.one");
        assertThat(output.end("exit status 139", now))
                .contains(new Outcome("Group.one", Status.BROKEN, 10, "the suite itself ended: exit status 139"));
        assertThat(output.end("exit status 0", now)).isEmpty();
    }

    private List<Outcome> read(String text) {
        var outcomes = new ArrayList<Outcome>();
        text.lines().forEach(line -> {
            output.line(line, now).ifPresent(outcomes::add);
            now += 10;
        });
        return outcomes;
    }
}
