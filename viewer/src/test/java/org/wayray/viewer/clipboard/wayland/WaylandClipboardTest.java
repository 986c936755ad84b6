package org.wayray.viewer.clipboard.wayland;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.posix.Fd;
import org.wayray.testkit.Await;
import org.wayray.testkit.Program;
import org.wayray.testkit.RunningProgram;
import org.wayray.viewer.clipboard.Collected;
import org.wayray.viewer.clipboard.Content;
import org.wayray.viewer.clipboard.GivenContent;
import org.wayray.viewer.clipboard.LoopThread;
import org.wayray.viewer.clipboard.Reading;
import org.wayray.viewer.clipboard.Selection;

/** Against sway, which has the wlr protocol, and programs of others on it. */
class WaylandClipboardTest {
    private static final Program SWAY = Program.of("sway", "sway");
    private static final Program COPY = Program.of("wl-copy", "wl-clipboard");
    private static final Program PASTE = Program.of("wl-paste", "wl-clipboard");
    private static final Program SH = Program.of("sh", "dash");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int LARGE = 50_000_001;

    @TempDir
    private Path folder;

    private long openBefore;
    private RunningProgram sway;
    private String display;
    private LoopThread thread;
    private WaylandClipboard clipboard;
    private final Map<Selection, Content> copied = new ConcurrentHashMap<>();
    private final AtomicInteger told = new AtomicInteger();

    @BeforeEach
    void open() throws Exception {
        SWAY.orSkip();
        COPY.orSkip();
        openBefore = Fd.open();
        var config = Files.writeString(folder.resolve("config"), "xwayland disable\n");
        sway = (isRoot() ? asNobody(config) : SWAY.with("-c", config.toString()))
                .withEnvironment("WLR_BACKENDS", "headless")
                .withEnvironment("WLR_RENDERER", "pixman")
                .withEnvironment("WLR_LIBINPUT_NO_DEVICES", "1")
                .startIn(folder);
        display = "wayland-1";
        Await.until("sway listens", () -> Files.exists(folder.resolve(display + ".lock")) || !sway.isAlive());
        assertThat(sway.isAlive()).as(sway.tail()).isTrue();
        thread = new LoopThread();
        var found = new CompletableFuture<WaylandClipboard>();
        thread.call(() -> {
            WaylandClipboard.open(thread.loop(), folder.resolve(display), found::complete);
            return 0;
        });
        clipboard = Objects.requireNonNull(found.get(20, TimeUnit.SECONDS));
        thread.run(() -> clipboard.start((selection, content) -> {
            if (content == null) {
                copied.remove(selection);
            } else {
                copied.put(selection, content);
                told.incrementAndGet();
            }
        }));
    }

    @AfterEach
    void close() throws Exception {
        Await.until("all transfers are over", () -> {
            try {
                return thread.call(clipboard::underWay) == 0;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(thread.call(() -> thread.loop().failures())).isZero();
        thread.run(clipboard::close);
        thread.close();
        sway.close();
        assertThat(Fd.open()).isEqualTo(openBefore);
    }

    @Test
    void what_programs_copy_is_told_and_read() throws Exception {
        try (var _ = copy("text/plain;charset=utf-8", "grüß dich".getBytes(UTF_8))) {
            Await.until("it is told", () -> copied.containsKey(Selection.CLIPBOARD));
            var content = Objects.requireNonNull(copied.get(Selection.CLIPBOARD));
            assertThat(content.mimeTypes()).contains("text/plain;charset=utf-8");
            assertThat(read(content, "text/plain;charset=utf-8").bytes()).isEqualTo("grüß dich".getBytes(UTF_8));
        }
    }

    @Test
    void fifty_megabytes_come_and_go_whole() throws Exception {
        var bytes = random();
        try (var _ = copy("image/png", bytes)) {
            Await.until("it is told", () -> copied.containsKey(Selection.CLIPBOARD));
            assertThat(read(Objects.requireNonNull(copied.get(Selection.CLIPBOARD)), "image/png")
                            .bytes())
                    .isEqualTo(bytes);
        }
        offer(Selection.CLIPBOARD, new GivenContent(thread.loop()).with("image/png", bytes));
        assertThat(paste("wl-paste -n -t image/png")).isEqualTo(bytes);
    }

    @Test
    void programs_paste_what_is_offered_and_it_is_not_told_back() throws Exception {
        var ours = new GivenContent(thread.loop()).with("text/plain;charset=utf-8", "x ✓".getBytes(UTF_8));
        offer(Selection.CLIPBOARD, ours);
        offer(Selection.PRIMARY, ours);
        assertThat(paste("wl-paste -n")).isEqualTo("x ✓".getBytes(UTF_8));
        assertThat(paste("wl-paste -n -p")).isEqualTo("x ✓".getBytes(UTF_8));
        assertThat(told).hasValue(0);
        thread.run(() -> clipboard.offer(Selection.CLIPBOARD, null));
        assertThat(run("wl-paste -n")).isNotZero();
    }

    @Test
    void a_sink_without_room_holds_the_program_back_and_can_end_it() throws Exception {
        try (var _ = copy("image/png", random())) {
            Await.until("it is told", () -> copied.containsKey(Selection.CLIPBOARD));
            var content = Objects.requireNonNull(copied.get(Selection.CLIPBOARD));
            var sink = new Collected().slow();
            var reading = new AtomicReference<Reading>();
            thread.run(() -> reading.set(content.read("image/png", sink)));
            Await.until("the first piece is there", () -> sink.size() > 0);
            int first = sink.size();
            thread.run(() -> {});
            assertThat(sink.size()).isEqualTo(first);
            thread.run(() -> reading.get().resume());
            Await.until("the next piece is there", () -> sink.size() > first);
            thread.run(() -> reading.get().cancel());
        }
    }

    @Test
    void a_program_that_stops_pasting_ends_the_reading() throws Exception {
        var ours = new GivenContent(thread.loop()).with("image/png", random());
        offer(Selection.CLIPBOARD, ours);
        assertThat(run("wl-paste -n -t image/png | head -c 100 | wc -c")).isZero();
        Await.until("nobody reads any more", () -> ours.cancelled.get() == 1);
    }

    // ---- hands

    private static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }

    /** Sway refuses to be root's. */
    private Program asNobody(Path config) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        return Program.of("setpriv", "util-linux")
                .with("--reuid=65534", "--regid=65534", "--clear-groups", "sway", "-c", config.toString());
    }

    private void offer(Selection selection, Content content) throws Exception {
        thread.run(() -> clipboard.offer(selection, content));
        // one more batch, with which the request leaves
        thread.run(() -> {});
    }

    private Collected read(Content content, String type) throws Exception {
        var sink = new Collected();
        thread.run(() -> content.read(type, sink));
        Await.until("all was read", sink::isOver);
        assertThat(sink.isFinished()).isTrue();
        return sink;
    }

    private RunningProgram copy(String type, byte[] bytes) throws IOException {
        var file = Files.createTempFile(folder, "copied", "");
        Files.write(file, bytes);
        return SH.with("-c", "exec wl-copy -f -t '" + type + "' <" + file)
                .withEnvironment("WAYLAND_DISPLAY", display)
                .startIn(folder);
    }

    private byte[] paste(String command) throws Exception {
        var file = Files.createTempFile(folder, "pasted", "");
        assertThat(run(command + " >" + file)).isZero();
        return Files.readAllBytes(file);
    }

    private int run(String command) throws Exception {
        PASTE.orSkip();
        try (var program = SH.with("-c", command)
                .withEnvironment("WAYLAND_DISPLAY", display)
                .startIn(folder)) {
            return program.awaitExit(SOON);
        }
    }

    private static byte[] random() {
        var bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
