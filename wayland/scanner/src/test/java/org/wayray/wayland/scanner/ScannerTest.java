package org.wayray.wayland.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the scanner writes for {@code tea-time-unstable-v1.xml}. After a deliberate change of the generator, copy the new
 * output over the golden files and read the difference.
 */
final class ScannerTest {
    private static final Path FIXTURE = resource("fixture");
    private static final Path GOLDEN = resource("golden");

    @TempDir
    Path target = Path.of("");

    private static Path resource(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(ScannerTest.class.getResource(name)).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private int generate() throws Exception {
        return new Scanner("test.protocols", "test.protocols").generate(FIXTURE, target);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile)
                    .map(directory::relativize)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theOutputIsAsExpected() throws Exception {
        assertThat(generate()).isEqualTo(2);
        assertThat(files(target).stream().map(file -> file + ".txt"))
                .containsExactlyElementsOf(
                        files(GOLDEN).stream().map(Path::toString).toList());
        for (Path file : files(target)) {
            assertThat(Files.readString(target.resolve(file)))
                    .as(file.toString())
                    .isEqualTo(Files.readString(GOLDEN.resolve(file + ".txt")));
        }
    }

    @Test
    void theOutputCompilesWithoutWarningAndDecodesWhatItEncodes() throws Exception {
        generate();
        var round = Files.writeString(target.resolve("RoundTrip.java"), ROUND_TRIP);
        Files.delete(target.resolve("module-info.java"));
        var sources =
                files(target).stream().map(target::resolve).map(Path::toFile).toList();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        var classes = Files.createDirectory(target.resolve("classes"));
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            manager,
                            null,
                            List.of("-Xlint:all", "-Xdoclint:html,syntax,reference", "-d", classes.toString()),
                            null,
                            manager.getJavaFileObjectsFromFiles(sources))
                    .call();
            assertThat(messages.toString()).isEmpty();
            assertThat(compiled).isTrue();
        }
        assertThat(round).exists();
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, ScannerTest.class.getClassLoader())) {
            var result = loader.loadClass("RoundTrip").getMethod("run").invoke(null);
            assertThat(result)
                    .isEqualTo(List.of(
                            "Brew[cup=3, sort=1, minutes=2.5, name=null, table=0]",
                            "Order[class_=2, idInterface=wl_shm, idVersion=1, id=4, recipe=5 bytes, waiter=9]",
                            "Closing[event=-1, out=late]",
                            "GREEN",
                            "Optional.empty"));
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Compiled with the output: writes messages, reads them again, and says what came of it. */
    private static final String ROUND_TRIP = """
            import java.util.*;
            import org.wayray.wayland.wire.*;
            import test.protocols.teatime.*;
            import test.protocols.teatime.ZteaHouseV1Protocol.*;

            /** Used by the test. */
            public final class RoundTrip {
                private RoundTrip() {}

                /**
                 * Runs.
                 *
                 * @return what was read
                 * @throws WireException when it could not be
                 */
                public static List<String> run() throws WireException {
                    var requests = ZteaHouseV1Protocol.INTERFACE.requests();
                    var result = new ArrayList<String>();
                    result.add(pass(requests, new Request.Brew(3, Sort.GREEN.value(), 2.5, null, 0)).toString());
                    var order = (Request.Order) pass(
                            requests,
                            new Request.Order(
                                    ZteaCupV1Protocol.Temperature.ICED, "wl_shm", 1, 4, new byte[5],
                                    WireFd.owning(() -> {}), 9));
                    result.add("Order[class_=" + order.class_() + ", idInterface=" + order.idInterface()
                            + ", idVersion=" + order.idVersion() + ", id=" + order.id() + ", recipe="
                            + order.recipe().length + " bytes, waiter=" + order.waiter() + "]");
                    result.add(pass(ZteaHouseV1Protocol.INTERFACE.events(), new Event.Closing(-1, "late")).toString());
                    result.add(Sort.of(1).orElseThrow().toString());
                    result.add(Sort.of(7).toString());
                    return result;
                }

                private static <M> M pass(Messages<M> messages, M message) throws WireException {
                    var writer = new MessageWriter();
                    writer.write(1, 3, messages, message);
                    var fds = new ArrayDeque<AutoCloseable>();
                    for (var fd = writer.pollFd(); fd != null; fd = writer.pollFd()) {
                        fds.add(fd.take(AutoCloseable.class));
                    }
                    var reader = new MessageReader(fds);
                    reader.reset(writer.pending());
                    if (!reader.next()) {
                        throw new WireException("nothing written");
                    }
                    return messages.decode(reader.opcode(), reader);
                }
            }
            """;

    @Test
    void onlyWhatChangedIsWrittenAndWhatIsObsoleteIsRemoved() throws Exception {
        generate();
        var kept = target.resolve("test/protocols/teatime/ZteaCupV1Protocol.java");
        var changed = target.resolve("test/protocols/teatime/ZteaHouseV1Protocol.java");
        var obsolete = Files.createFile(target.resolve("test/protocols/teatime/Old.java"));
        Files.writeString(changed, "edited");
        Files.setLastModifiedTime(kept, FileTime.fromMillis(1000));
        generate();
        assertThat(Files.getLastModifiedTime(kept).toMillis()).isEqualTo(1000);
        assertThat(changed).content().contains("public final class ZteaHouseV1Protocol");
        assertThat(obsolete).doesNotExist();
    }

    @Test
    void noModuleIsDeclaredUnlessAsked() throws Exception {
        new Scanner("test.protocols", null).generate(FIXTURE, target);
        assertThat(target.resolve("module-info.java")).doesNotExist();
    }

    @Test
    void anInterfaceIsDefinedOnce() throws Exception {
        var twice = Files.createDirectory(target.resolve("twice"));
        var file = FIXTURE.resolve("tea-time-unstable-v1.xml");
        Files.copy(file, twice.resolve("a.xml"));
        Files.copy(file, twice.resolve("b.xml"));
        assertThatThrownBy(() -> new Scanner("test", null).generate(twice, target.resolve("out")))
                .isInstanceOf(ScannerException.class)
                .hasMessageMatching(".*b\\.xml: ztea_house_v1 is defined in another file too");
    }

    @Test
    void whatAMessageCreatesMustBeKnown() throws Exception {
        var source = Files.createDirectory(target.resolve("source"));
        Files.writeString(source.resolve("a.xml"), """
                <protocol name="a"><interface name="a" version="1"><request name="make">
                <arg name="id" type="new_id" interface="unknown"/></request></interface></protocol>
                """);
        assertThatThrownBy(() -> new Scanner("test", null).generate(source, target.resolve("out")))
                .isInstanceOf(ScannerException.class)
                .hasMessage("a.make: new id of interface unknown, which none of the files defines");
    }
}
