package org.wayray.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/** The tables in docs/protocol/README.md say what the schema and the code say. */
class ProtocolDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "protocol", "README.md");

    @Test
    void theMessageTableIsTheSchema() throws Exception {
        List<String> expected = new ArrayList<>();
        for (FieldDescriptor field : ToSession.getDescriptor().getFields()) {
            expected.add(
                    row("viewer to session", field, Direction.rule(ToSession.BodyCase.forNumber(field.getNumber()))));
        }
        for (FieldDescriptor field : ToViewer.getDescriptor().getFields()) {
            expected.add(
                    row("session to viewer", field, Direction.rule(ToViewer.BodyCase.forNumber(field.getNumber()))));
        }
        assertThat(rows("| viewer to session |", "| session to viewer |")).isEqualTo(expected);
    }

    @Test
    void theChannelTableIsTheCode() throws Exception {
        List<String> names = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            names.add(channel.id() + " " + channel);
        }
        List<String> documented = new ArrayList<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.matches("\\| [0-9]+ \\| [A-Z]+ \\|.*")) {
                String[] cells = line.split("\\|");
                documented.add(cells[1].strip() + " " + cells[2].strip());
            }
        }
        assertThat(documented).isEqualTo(names);
    }

    private static String row(String direction, FieldDescriptor field, MessageRule rule) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s |",
                direction,
                field.getMessageType().getName(),
                field.getNumber(),
                rule.channel(),
                payload(rule.maxPayload()));
    }

    private static String payload(int bytes) {
        return bytes == 0 ? "none" : "up to " + bytes / (1024 * 1024) + " MiB";
    }

    /** The lines that begin with one of these, without their last cell, which is for people. */
    private static List<String> rows(String... beginnings) throws Exception {
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            for (String beginning : beginnings) {
                if (line.startsWith(beginning)) {
                    String cells = line.substring(0, line.lastIndexOf('|'));
                    found.add(cells.substring(0, cells.lastIndexOf('|') + 1));
                }
            }
        }
        return found;
    }
}
