package org.wayray.viewer.clipboard.x11;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.posix.Fd;
import org.wayray.posix.xcb.XcbConnection;
import org.wayray.posix.xcb.XcbEvent;
import org.wayray.testkit.Await;
import org.wayray.testkit.Program;
import org.wayray.testkit.RunningProgram;
import org.wayray.viewer.XDisplay;
import org.wayray.viewer.clipboard.Collected;
import org.wayray.viewer.clipboard.Content;
import org.wayray.viewer.clipboard.GivenContent;
import org.wayray.viewer.clipboard.LoopThread;
import org.wayray.viewer.clipboard.ReadFailure;
import org.wayray.viewer.clipboard.Reading;
import org.wayray.viewer.clipboard.Selection;

class X11ClipboardTest {
    private static final Program XCLIP = Program.of("xclip", "xclip");
    private static final Program XSEL = Program.of("xsel", "xsel");
    private static final Program SH = Program.of("sh", "dash");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int LARGE = 50_000_001;

    @TempDir
    private Path folder;

    private long openBefore;
    private XDisplay display;
    private LoopThread thread;
    private X11Clipboard clipboard;
    private final Map<Selection, Content> copied = new ConcurrentHashMap<>();
    private final AtomicInteger told = new AtomicInteger();

    @BeforeEach
    void open() throws Exception {
        XCLIP.orSkip();
        XSEL.orSkip();
        openBefore = Fd.open();
        display = XDisplay.start(folder, 320, 200, 24);
        thread = new LoopThread();
        clipboard = thread.call(() -> X11Clipboard.open(thread.loop(), display.name()));
        thread.run(() -> clipboard.start((selection, content) -> {
            if (content == null) {
                copied.remove(selection);
            } else {
                copied.put(selection, content);
            }
            told.incrementAndGet();
        }));
    }

    @AfterEach
    void close() throws Exception {
        Await.until("all conversions are over", () -> {
            try {
                return thread.call(clipboard::underWay) == 0;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(thread.call(() -> thread.loop().failures())).isZero();
        thread.run(clipboard::close);
        thread.close();
        display.close();
        assertThat(Fd.open()).isEqualTo(openBefore);
    }

    // ---- from the desk

    @Test
    void text_of_a_program_is_offered_by_its_types_and_read_when_asked_for() throws Exception {
        try (var source = xclipCopies("grüß dich ✓".getBytes(UTF_8))) {
            var content = awaitCopied(Selection.CLIPBOARD);
            assertThat(content.mimeTypes()).contains("text/plain;charset=utf-8", "text/plain");
            assertThat(new String(read(content, "text/plain;charset=utf-8").bytes(), UTF_8))
                    .isEqualTo("grüß dich ✓");
            assertThat(source.isAlive()).isTrue();
        }
    }

    @Test
    void fifty_megabytes_come_whole_from_a_program_that_sends_piece_by_piece() throws Exception {
        var bytes = random(LARGE);
        try (var _ = xclipCopies(bytes, "-t", "image/png")) {
            var content = awaitCopied(Selection.CLIPBOARD);
            assertThat(content.mimeTypes()).contains("image/png");
            assertThat(read(content, "image/png").bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void a_sink_without_room_holds_the_source_back_and_cancelling_ends_it() throws Exception {
        try (var _ = xclipCopies(random(2_000_000), "-t", "image/png")) {
            var content = awaitCopied(Selection.CLIPBOARD);
            var sink = new Collected().slow();
            var reading = new AtomicReference<Reading>();
            thread.run(() -> reading.set(content.read("image/png", sink)));
            Await.until("the first piece is there", () -> sink.size() > 0);
            int first = sink.size();
            // one more of everything that could be under way
            thread.run(() -> {});
            display.xdotool("getmouselocation");
            assertThat(sink.size()).isEqualTo(first).isLessThanOrEqualTo(XcbConnection.PIECE_BYTES);
            thread.run(() -> reading.get().resume());
            Await.until("the next piece is there", () -> sink.size() > first);
            thread.run(() -> reading.get().cancel());
            int second = sink.size();
            display.xdotool("getmouselocation");
            assertThat(sink.size()).isEqualTo(second);
            assertThat(sink.isOver()).isFalse();
        }
    }

    @Test
    void a_program_that_dies_midway_is_a_failure_at_once() throws Exception {
        var source = xclipCopies(random(2_000_000), "-t", "image/png");
        var content = awaitCopied(Selection.CLIPBOARD);
        var sink = new Collected().slow();
        var reading = new AtomicReference<Reading>();
        thread.run(() -> reading.set(content.read("image/png", sink)));
        Await.until("the first piece is there", () -> sink.size() > 0);
        source.close();
        Await.until("the failure is told", sink::isOver);
        assertThat(sink.failure().kind()).isEqualTo(ReadFailure.Kind.BROKEN);
        Await.until("the clipboard is empty", () -> !copied.containsKey(Selection.CLIPBOARD));
    }

    @Test
    void the_primary_selection_is_told_apart() throws Exception {
        try (var _ = xclipCopies("marked".getBytes(UTF_8), "-selection", "primary")) {
            var content = awaitCopied(Selection.PRIMARY);
            assertThat(read(content, "text/plain").bytes()).isEqualTo("marked".getBytes(UTF_8));
            assertThat(copied).doesNotContainKey(Selection.CLIPBOARD);
        }
    }

    @Test
    void what_was_replaced_cannot_be_read_any_more() throws Exception {
        try (var _ = xclipCopies("first".getBytes(UTF_8))) {
            var old = awaitCopied(Selection.CLIPBOARD);
            try (var _ = xclipCopies("second".getBytes(UTF_8))) {
                Await.until("the second is there", () -> copied.get(Selection.CLIPBOARD) != old);
                assertThat(fail(old, "text/plain").kind()).isEqualTo(ReadFailure.Kind.GONE);
                assertThat(fail(awaitCopied(Selection.CLIPBOARD), "image/png").kind())
                        .isEqualTo(ReadFailure.Kind.UNKNOWN_TYPE);
            }
        }
    }

    // ---- to the desk

    @Test
    void programs_paste_text_under_all_its_names() throws Exception {
        var text = "grüß dich ✓";
        offer(Selection.CLIPBOARD, content().with("text/plain;charset=utf-8", text.getBytes(UTF_8)));
        assertThat(xclipPastes("-t", "TARGETS").lines())
                .contains("TARGETS", "TIMESTAMP", "MULTIPLE", "UTF8_STRING", "STRING", "text/plain;charset=utf-8");
        assertThat(xclipPastes()).isEqualTo(text);
        assertThat(xclipPastes("-t", "UTF8_STRING")).isEqualTo(text);
        assertThat(xclipPastes("-t", "text/plain")).isEqualTo(text);
        assertThat(xclipPastes("-t", "TEXT")).isEqualTo(text);
        var latin = paste("xclip -o -selection clipboard -t STRING");
        assertThat(latin).isEqualTo("grüß dich ?".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(new String(paste("xsel --clipboard --output"), UTF_8)).isEqualTo(text);
    }

    @Test
    void nothing_of_ours_is_told_as_copied_and_nothing_is_read_before_somebody_pastes() throws Exception {
        var ours = content().with("text/plain;charset=utf-8", "x".getBytes(UTF_8));
        offer(Selection.CLIPBOARD, ours);
        offer(Selection.PRIMARY, ours);
        assertThat(xclipPastes("-t", "TARGETS")).contains("UTF8_STRING");
        assertThat(ours.reads).hasValue(0);
        assertThat(told).hasValue(0);
    }

    @Test
    void fifty_megabytes_go_to_a_program_piece_by_piece() throws Exception {
        var bytes = random(LARGE);
        offer(Selection.CLIPBOARD, content().with("image/png", bytes));
        assertThat(paste("xclip -o -selection clipboard -t image/png")).isEqualTo(bytes);
    }

    @Test
    void a_program_that_dies_while_it_pastes_ends_the_reading() throws Exception {
        var ours = content().with("image/png", random(LARGE));
        offer(Selection.CLIPBOARD, ours);
        var output = folder.resolve("stuck");
        // a pipe that nobody empties holds xclip up
        assertThat(SH.with("-c", "mkfifo " + output).startIn(folder).awaitExit(SOON))
                .isZero();
        var reader = SH.with("-c", "exec 3<>" + output + "; exec xclip -o -selection clipboard -t image/png >&3")
                .withEnvironment("DISPLAY", display.name())
                .startIn(folder);
        Await.until("it pastes", () -> ours.reads.get() == 1);
        reader.close();
        Await.until("nobody reads any more", () -> ours.cancelled.get() == 1);
    }

    @Test
    void a_failure_before_anything_came_is_no_data_for_the_program() throws Exception {
        offer(Selection.CLIPBOARD, content().with("image/png", random(1000)).failingAfter(0));
        try (var reader = xclip("-o", "-t", "image/png")) {
            assertThat(reader.awaitExit(SOON)).isNotZero();
        }
    }

    @Test
    void a_failure_midway_does_not_leave_the_program_waiting() throws Exception {
        offer(
                Selection.CLIPBOARD,
                content().with("image/png", random(1_000_000)).failingAfter(500_000));
        try (var reader = xclip("-o", "-t", "image/png")) {
            reader.awaitExit(SOON);
        }
    }

    @Test
    void ownership_goes_to_whoever_copies_next_and_comes_back() throws Exception {
        offer(Selection.CLIPBOARD, content().with("text/plain", "ours".getBytes(UTF_8)));
        try (var _ = xclipCopies("theirs".getBytes(UTF_8))) {
            awaitCopied(Selection.CLIPBOARD);
            assertThat(xclipPastes()).isEqualTo("theirs");
            offer(Selection.CLIPBOARD, content().with("text/plain", "ours again".getBytes(UTF_8)));
            assertThat(xclipPastes()).isEqualTo("ours again");
            thread.run(() -> clipboard.offer(Selection.CLIPBOARD, null));
            Await.until("nobody has it", () -> !copied.containsKey(Selection.CLIPBOARD));
        }
    }

    // ---- hostile programs

    @Test
    void an_owner_that_never_answers_is_no_obstacle_for_the_next() throws Exception {
        try (var mute = XcbConnection.open(display.name())) {
            int window = mute.createWindow(0);
            mute.setSelectionOwner(window, mute.atom("CLIPBOARD"), XcbConnection.CURRENT_TIME);
            mute.flush();
            try (var _ = xclipCopies("heard".getBytes(UTF_8))) {
                assertThat(read(awaitCopied(Selection.CLIPBOARD), "text/plain").bytes())
                        .isEqualTo("heard".getBytes(UTF_8));
            }
        }
    }

    @Test
    void an_owner_with_absurd_answers_is_survived() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        try (var hostile = XcbConnection.open(display.name())) {
            int window = hostile.createWindow(XcbConnection.PROPERTY_CHANGE);
            int selection = hostile.atom("CLIPBOARD");
            int[] types = {XcbConnection.ATOM, XcbConnection.STRING, hostile.atom("INCR"), 99_999_999, 0x7FFF_FFFF};
            int ends = 0;
            for (int round = 0; round < 40; round++) {
                hostile.setSelectionOwner(window, selection, XcbConnection.CURRENT_TIME);
                hostile.flush();
                long end = System.nanoTime() + Duration.ofMillis(30).toNanos();
                while (System.nanoTime() < end) {
                    if (hostile.poll() instanceof XcbEvent.SelectionRequest request) {
                        int type = types[random.nextInt(types.length)];
                        if (random.nextBoolean()) {
                            var units = random.ints(random.nextInt(600)).boxed().toList();
                            hostile.setProperty(request.requestor(), request.property(), type, units);
                        } else {
                            var bytes = new byte[random.nextInt(3000)];
                            random.nextBytes(bytes);
                            hostile.setProperty(request.requestor(), request.property(), type, ByteBuffer.wrap(bytes));
                        }
                        int answered = random.nextInt(4) == 0 ? random.nextInt() : request.property();
                        hostile.sendSelectionNotify(new XcbEvent.SelectionNotify(
                                request.time(), request.requestor(), random.nextInt(), random.nextInt(), answered));
                        hostile.sendSelectionNotify(new XcbEvent.SelectionNotify(
                                request.time(), request.requestor(), selection, request.target(), answered));
                        hostile.flush();
                        ends++;
                    }
                }
            }
            assertThat(ends).isPositive();
        }
        offer(Selection.CLIPBOARD, content().with("text/plain", "alive".getBytes(UTF_8)));
        assertThat(xclipPastes()).isEqualTo("alive");
    }

    @Test
    void requests_for_windows_that_are_none_and_with_absurd_lists_are_survived() throws Exception {
        offer(Selection.CLIPBOARD, content().with("text/plain", "alive".getBytes(UTF_8)));
        try (var hostile = XcbConnection.open(display.name())) {
            int clipboardAtom = hostile.atom("CLIPBOARD");
            int multiple = hostile.atom("MULTIPLE");
            int target = hostile.atom("UTF8_STRING");
            for (int i = 0; i < 100; i++) {
                int window = hostile.createWindow(0);
                int property = hostile.atom("P" + i);
                hostile.setProperty(
                        window,
                        property,
                        hostile.atom("ATOM_PAIR"),
                        i % 2 == 0
                                ? List.of(target, property, multiple, property, 77_777_777, 3, target)
                                : List.of(i, i, 0, 0, target, 0));
                hostile.convertSelection(window, clipboardAtom, multiple, property, XcbConnection.CURRENT_TIME);
                hostile.convertSelection(window, clipboardAtom, target, property, XcbConnection.CURRENT_TIME);
                hostile.destroyWindow(window);
            }
            hostile.flush();
            assertThat(xclipPastes()).isEqualTo("alive");
        }
    }

    @Test
    void several_targets_are_had_with_one_request() throws Exception {
        offer(Selection.CLIPBOARD, content().with("text/plain", "alive".getBytes(UTF_8)));
        try (var x = XcbConnection.open(display.name())) {
            int window = x.createWindow(0);
            int list = x.atom("LIST");
            int unknown = x.atom("application/unknown");
            x.setProperty(
                    window,
                    list,
                    x.atom("ATOM_PAIR"),
                    List.of(
                            x.atom("UTF8_STRING"),
                            x.atom("A"),
                            unknown,
                            x.atom("B"),
                            x.atom("TIMESTAMP"),
                            x.atom("C")));
            x.convertSelection(window, x.atom("CLIPBOARD"), x.atom("MULTIPLE"), list, XcbConnection.CURRENT_TIME);
            x.flush();
            var answer = new AtomicReference<XcbEvent>();
            Await.until("it is answered", () -> {
                if (x.poll() instanceof XcbEvent.SelectionNotify notify) {
                    answer.set(notify);
                }
                return answer.get() != null;
            });
            assertThat(((XcbEvent.SelectionNotify) answer.get()).property()).isEqualTo(list);
            assertThat(UTF_8.decode(x.property(window, x.atom("A"), 0, 1024).value())
                            .toString())
                    .isEqualTo("alive");
            assertThat(x.property(window, x.atom("B"), 0, 1024).exists()).isFalse();
            assertThat(x.property(window, x.atom("C"), 0, 1024).type()).isEqualTo(XcbConnection.INTEGER);
            assertThat(x.property(window, list, 8, 4).value().getInt()).isEqualTo(XcbConnection.NONE);
        }
    }

    @Test
    void a_display_that_is_not_there_is_said() throws Exception {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> XcbConnection.open(":4711"))
                .hasMessageContaining(":4711");
    }

    // ---- hands

    private GivenContent content() {
        return new GivenContent(thread.loop());
    }

    private void offer(Selection selection, Content content) throws Exception {
        thread.run(() -> clipboard.offer(selection, content));
        // the X server's time has to come back before we own it
        Await.until("we own the selection", () -> {
            try {
                return thread.call(() -> clipboard.owned(selection) == content);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private Content awaitCopied(Selection selection) {
        Await.until("something was copied", () -> copied.containsKey(selection));
        return Objects.requireNonNull(copied.get(selection));
    }

    private Collected read(Content content, String type) throws Exception {
        var sink = new Collected();
        thread.run(() -> content.read(type, sink));
        Await.until("all was read", sink::isOver);
        assertThat(sink.hasFailed()).isFalse();
        return sink;
    }

    private ReadFailure fail(Content content, String type) throws Exception {
        var sink = new Collected();
        thread.run(() -> content.read(type, sink));
        Await.until("it failed", sink::isOver);
        assertThat(sink.isFinished()).isFalse();
        return sink.failure();
    }

    /** Copies as a person would, and stays there until it is closed. */
    private RunningProgram xclipCopies(byte[] bytes, String... arguments) throws IOException {
        var file = Files.createTempFile(folder, "copied", "");
        Files.write(file, bytes);
        boolean selects = List.of(arguments).contains("-selection");
        return xclip(java.util.stream.Stream.of(
                        List.of("-quiet", "-i"),
                        selects ? List.<String>of() : List.of("-selection", "clipboard"),
                        List.of(arguments),
                        List.of(file.toString()))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private String xclipPastes(String... arguments) throws Exception {
        try (var reader = xclip(java.util.stream.Stream.of(List.of("-o", "-selection", "clipboard"), List.of(arguments))
                .flatMap(List::stream)
                .toArray(String[]::new))) {
            assertThat(reader.awaitExit(SOON)).as(reader.tail()).isZero();
            return reader.output();
        }
    }

    private RunningProgram xclip(String... arguments) throws IOException {
        return XCLIP.with(arguments).withEnvironment("DISPLAY", display.name()).startIn(folder);
    }

    /** What a command writes. */
    private byte[] paste(String command) throws Exception {
        var file = Files.createTempFile(folder, "pasted", "");
        try (var reader = SH.with("-c", command + " >" + file)
                .withEnvironment("DISPLAY", display.name())
                .startIn(folder)) {
            assertThat(reader.awaitExit(SOON)).as(reader.tail()).isZero();
        }
        return Files.readAllBytes(file);
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
