package org.wayray.conformance.wlcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.wayray.cli.ProgramException;

/** All of WLCS, in about a minute; {@code ./wayray conformance wlcs} says more. */
class WlcsTest {
    /** Set to 1 where all programs can be had: then the suite must be, too. */
    private static final boolean REQUIRED = "1".equals(System.getenv("WAYRAY_REQUIRE_PROGRAMS"));

    private static final Path FOLDER = Path.of("target", "wlcs");

    private final KeptResults kept = KeptResults.load();

    @Test
    void eachTestDoesAsWellAsIsKept() throws Exception {
        var wlcs = prepare();
        var tests = wlcs.tests("*");
        assertThat(kept.tests()).as("the kept results are of this suite").containsExactlyInAnyOrderElementsOf(tests);

        var run = WlcsRun.of(wlcs, kept, tests, 1, FOLDER.resolve("logs"), outcome -> {});
        var worse = regressions(run);
        // the suite has time-outs of its own, which a machine that runs other tests may exceed once
        var again = WlcsRun.of(
                wlcs, kept, worse.stream().map(Outcome::test).toList(), 1, FOLDER.resolve("logs-again"), outcome -> {});

        assertThat(regressions(again)).isEmpty();
        assertThat(run.outcomes()).hasSameSizeAs(tests);
        assertThat(run.footprints()).as("what the servers took").isNotEmpty().noneMatch(ServerFootprint::grew);
    }

    private List<Outcome> regressions(WlcsRun run) {
        return run.outcomes().stream().filter(kept::isRegression).toList();
    }

    private static Wlcs prepare() throws Exception {
        try {
            return Wlcs.prepare(FOLDER);
        } catch (ProgramException e) {
            if (REQUIRED) {
                throw e;
            }
            Assumptions.abort(e.diagnostic().render());
            throw e;
        }
    }
}
