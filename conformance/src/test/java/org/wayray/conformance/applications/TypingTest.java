package org.wayray.conformance.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wayray.posix.xkb.XkbNames;
import org.wayray.protocol.v1.Keymap;
import org.wayray.testkit.FakeViewer;
import org.wayray.testkit.Keys;
import org.wayray.testkit.Program;
import org.wayray.testkit.Typist;

/** A sentence that is typed with some layout arrives letter by letter in a terminal, in GTK 4 and in Qt 6. */
class TypingTest {
    private static final String PYTHON = "/usr/bin/python3";

    private static final XkbNames TOGGLED = new XkbNames("", "", "us,ru", "", "grp:alt_shift_toggle");

    @TempDir
    Path folder;

    /** Where the text is typed. */
    enum Target {
        FOOT,
        GTK4,
        QT6;

        Program program(Path folder) throws IOException {
            return switch (this) {
                case FOOT -> Program.of("foot", "foot").with(reader(folder).toString());
                case GTK4 -> python("gir1.2-gtk-4.0", resource(folder, "gtk4_entry.py"));
                case QT6 ->
                    python("python3-pyqt6", resource(folder, "qt6_entry.py"))
                            .withEnvironment("QT_QPA_PLATFORM", "wayland");
            };
        }

        /** The distribution's Python, which has the toolkits, whatever else is on the search path. */
        private static Program python(String debianPackage, Path script) {
            return Program.of("env", debianPackage).with(PYTHON, script.toString());
        }
    }

    /** What is typed, in which layouts: the text in the first, then the other one is chosen, and so on. */
    record Sentence(XkbNames layout, List<String> parts) {
        static Sentence of(String layout, String variant, String text) {
            return new Sentence(new XkbNames("", "", layout, variant, "compose:menu"), List.of(text));
        }

        @Override
        public String toString() {
            return layout.layout() + " " + layout.variant();
        }
    }

    static Stream<Arguments> sentences() {
        var sentences = List.of(
                Sentence.of("us", "", "Jackdaws love my big sphinx of quartz, 42% {@home} & (c) is ©"),
                Sentence.of("de", "", "Zwölf Boxkämpfer jagen Ärger quer über die Straße: 5 €, é, à, Ô?"),
                Sentence.of("fr", "", "Portez ce vieux whisky à l'été où Noël coûte 1234 € çà @"),
                Sentence.of("is", "", "Kæmi ný öxi hér, ykist þjófum nú bæði víl og ádrepa Ý"),
                Sentence.of("gr", "", "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία;"),
                Sentence.of("jp", "", "Yen and_back\\slash ^ @ : [ ] 'quotes' | \""),
                Sentence.of("jp", "kana", "コンニチハ セカイ"),
                new Sentence(TOGGLED, List.of("Hello, ", "Привет, Ёж ", "world! ", "мир")));
        return sentences.stream()
                .flatMap(sentence -> Stream.of(Target.values()).map(target -> Arguments.of(sentence, target)));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("sentences")
    void every_letter_arrives(Sentence sentence, Target target) throws Exception {
        var name = "typing-" + sentence.layout.layout() + sentence.layout.variant();
        try (var stage = Stage.of(name, folder, target.program(folder))) {
            var viewer = stage.viewer();
            viewer.keymap(Keymap.newBuilder()
                    .setLayout(sentence.layout.layout())
                    .setVariant(sentence.layout.variant())
                    .setOptions(sentence.layout.options())
                    .build());
            viewer.focus(true);
            stage.awaitWindow();
            stage.awaitThat("it can be typed in", () -> Files.exists(folder.resolve("ready")));
            int typed = 0;
            for (int part = 0; part < sentence.parts.size(); part++) {
                if (part > 0) {
                    toggle(viewer);
                }
                for (var strokes : Typist.of(sentence.layout, part % 2).strokes(sentence.parts.get(part))) {
                    strokes.forEach(stroke -> viewer.key(stroke.key(), stroke.down()));
                    typed++;
                    if (target == Target.QT6) {
                        awaitProgress(stage, typed);
                    }
                }
            }
            viewer.tap(Keys.ENTER);
            stage.awaitThat("the line is there", () -> Files.exists(folder.resolve("typed")));
            assertThat(folder.resolve("typed")).content().isEqualTo(String.join("", sentence.parts) + "\n");
        }
    }

    private static void toggle(FakeViewer viewer) {
        viewer.key(Keys.LEFT_ALT, true);
        viewer.tap(Keys.LEFT_SHIFT);
        viewer.key(Keys.LEFT_ALT, false);
    }

    /** Keys that come in one piece Qt 6.4 puts behind what was composed of the next ones; nobody types that fast. */
    private void awaitProgress(Stage stage, int letters) {
        var progress = folder.resolve("progress");
        stage.awaitThat("there are " + letters + " letters", () -> {
            try {
                return Files.exists(progress)
                        && Files.readString(progress).codePoints().count() >= letters;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A shell script that keeps the first line that is typed, when its terminal has the keyboard. */
    private static Path reader(Path folder) throws IOException {
        var script = folder.resolve("reader");
        Files.writeString(script, """
                #!/bin/sh
                touch ready
                IFS= read -r line
                printf '%s\\n' "$line" > typing && mv typing typed
                read -r more
                """);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private static Path resource(Path folder, String name) throws IOException {
        var file = folder.resolve(name);
        try (var in = Objects.requireNonNull(TypingTest.class.getResourceAsStream(name))) {
            Files.copy(in, file);
        }
        return file;
    }
}
