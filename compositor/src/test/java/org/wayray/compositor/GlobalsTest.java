package org.wayray.compositor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.policy.Privilege;

/** Holds docs/globals.md against what a client is offered. */
class GlobalsTest {
    private static final Path DOCUMENT = Path.of("../docs/globals.md");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\d+) \\| ([a-z-]*) *\\|.*");

    @Test
    void theDocumentSaysWhatIsOfferedAndToWhom() throws Exception {
        var documented = new TreeMap<String, String>();
        for (var line : Files.readAllLines(DOCUMENT)) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), row.group(2) + " " + row.group(3));
            }
        }
        var offered = new TreeMap<String, String>();
        try (var session = new SessionFixture()) {
            for (var entry : session.client().connection().registry().entries()) {
                var before = offered.put(
                        entry.interfaceName(),
                        entry.version() + " "
                                + Privilege.of(entry.interfaceName())
                                        .map(Privilege::toString)
                                        .orElse(""));
                assertThat(before)
                        .as("offered twice: %s", entry.interfaceName())
                        .isNull();
            }
        }
        assertThat(documented).isEqualTo(offered);
    }

    @Test
    void everyPrivilegeGivesGlobalsThatThereAre() throws Exception {
        var privileged = new TreeSet<String>();
        Stream.of(Privilege.values()).forEach(privilege -> privileged.addAll(privilege.interfaces()));
        try (var session = new SessionFixture()) {
            assertThat(session.client().connection().registry().entries())
                    .extracting(entry -> entry.interfaceName())
                    .containsAll(privileged);
        }
    }
}
