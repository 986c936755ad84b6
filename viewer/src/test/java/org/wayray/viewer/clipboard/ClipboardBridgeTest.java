package org.wayray.viewer.clipboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.clipboard.ReceivedFiles;
import org.wayray.link.CloseReason;
import org.wayray.link.InProcessLink;
import org.wayray.link.IncomingTransfer;
import org.wayray.link.LinkListener;
import org.wayray.link.OutgoingTransfer;
import org.wayray.link.TransferEnd;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.ClipboardFailure;
import org.wayray.protocol.v1.ClipboardOffer;
import org.wayray.protocol.v1.ClipboardPolicy;
import org.wayray.protocol.v1.ClipboardRequest;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/** The bridge between a desk and a session that are the test. All runs on one loop, whose clock the test moves. */
class ClipboardBridgeTest {
    private static final String TEXT = "text/plain;charset=utf-8";
    private static final String MARK = "application/x-wayray-viewer-";
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private final MemoryDesk desk = new MemoryDesk();
    private final List<String> failures = new ArrayList<>();
    private final List<List<ClipboardProgress>> progress = new ArrayList<>();
    private final List<ToSession> said = new ArrayList<>();
    private final List<CloseReason> closed = new ArrayList<>();
    private long now;
    private EventLoop loop;
    private InProcessLink.Pair link = InProcessLink.pair();
    private ClipboardBridge bridge;

    @BeforeEach
    void open() throws PosixException {
        loop = EventLoop.create("test", () -> now);
        bridge(ClipboardDirection.BOTH);
    }

    private void bridge(ClipboardDirection direction) throws PosixException {
        bridge = new ClipboardBridge(loop, desk, new ReceivedFiles(folder), direction, new ClipboardObserver() {
            @Override
            public void transferring(List<ClipboardProgress> transfers) {
                progress.add(transfers);
            }

            @Override
            public void failed(String sentence) {
                failures.add(sentence);
            }
        });
        bridge.start();
        connect();
    }

    private void connect() throws PosixException {
        link = InProcessLink.pair();
        said.clear();
        var pair = link;
        pair.session()
                .start(
                        new LinkListener<>() {
                            @Override
                            public void received(Envelope<ToSession> envelope) {
                                said.add(envelope.message());
                            }

                            @Override
                            public void closed(CloseReason reason) {
                                closed.add(reason);
                            }
                        },
                        loop);
        bridge.connected(pair.viewer());
        pair.viewer()
                .start(
                        new LinkListener<>() {
                            @Override
                            public void received(Envelope<ToViewer> envelope) {
                                bridge.received(envelope.message());
                            }

                            @Override
                            public void closed(CloseReason reason) {
                                bridge.disconnected();
                            }
                        },
                        loop);
        run();
    }

    @AfterEach
    void close() throws PosixException {
        bridge.disconnected();
        run();
        assertThat(loop.failures()).isZero();
        assertThat(loop.timerCount()).isZero();
        loop.close();
    }

    // ---- offers

    @Test
    void what_is_copied_at_the_desk_is_offered_by_its_types_while_the_viewer_has_the_keyboard() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 1000);
        var content = text("x");
        desk.copy(Selection.CLIPBOARD, content);
        run();
        assertThat(said).isEmpty();
        focus(true);
        assertThat(offers()).containsExactly(offer(1, Selection.CLIPBOARD, TEXT));
        desk.copy(Selection.PRIMARY, text("y"));
        run();
        assertThat(offers()).hasSize(2);
        focus(false);
        desk.copy(Selection.CLIPBOARD, text("secret"));
        run();
        assertThat(offers()).hasSize(2);
        assertThat(content.reads).hasValue(0);
    }

    @Test
    void nothing_is_offered_before_the_session_has_said_what_it_allows() throws Exception {
        focus(true);
        desk.copy(Selection.CLIPBOARD, text("x"));
        run();
        assertThat(said).isEmpty();
        policy(ClipboardPolicy.Direction.BOTH, 1000);
        assertThat(offers()).hasSize(1);
    }

    @Test
    void what_the_session_offers_can_be_pasted_and_is_never_offered_back() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 1000);
        focus(true);
        sessionOffers(1, TEXT, "image/png");
        assertThat(pasted().mimeTypes()).contains(TEXT, "image/png");
        assertThat(said).isEmpty();
        sessionOffers(2);
        assertThat(desk.pasted(Selection.CLIPBOARD)).isNull();
    }

    @Test
    void what_went_to_the_session_and_came_back_to_the_desk_goes_no_further() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 1000);
        focus(true);
        desk.copy(Selection.CLIPBOARD, text("x"));
        run();
        var mark = said.getLast().getClipboardOffer().getMimeTypesList().getLast();
        assertThat(mark).startsWith(MARK);
        desk.copy(Selection.CLIPBOARD, text("x").with(mark, new byte[0]));
        run();
        assertThat(said).hasSize(1);
    }

    @Test
    void a_new_connection_is_told_again() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 1000);
        focus(true);
        desk.copy(Selection.CLIPBOARD, text("x"));
        run();
        bridge.disconnected();
        run();
        connect();
        policy(ClipboardPolicy.Direction.BOTH, 1000);
        assertThat(said).isEmpty();
        focus(true);
        assertThat(offers()).containsExactly(offer(1, Selection.CLIPBOARD, TEXT));
    }

    @Test
    void at_the_beginning_what_the_desk_has_is_not_swapped_for_what_the_session_has() throws Exception {
        desk.copy(Selection.CLIPBOARD, text("x"));
        policy(ClipboardPolicy.Direction.BOTH, 1000);
        sessionOffers(1, "text/html");
        assertThat(desk.pasted(Selection.CLIPBOARD)).isNull();
        pass(SECOND);
        sessionOffers(2, "text/html");
        assertThat(pasted().mimeTypes()).containsExactly("text/html");
    }

    @Test
    void directions_of_the_person_and_of_the_session_are_kept() throws Exception {
        for (var person : ClipboardDirection.values()) {
            for (var session : List.of(
                    ClipboardPolicy.Direction.BOTH,
                    ClipboardPolicy.Direction.TO_VIEWER,
                    ClipboardPolicy.Direction.TO_SESSION,
                    ClipboardPolicy.Direction.OFF)) {
                bridge.disconnected();
                run();
                desk.close();
                bridge(person);
                policy(session, 1000);
                pass(SECOND);
                focus(true);
                desk.copy(Selection.CLIPBOARD, text("x"));
                run();
                boolean allowed = person.toSession()
                        && (session == ClipboardPolicy.Direction.BOTH
                                || session == ClipboardPolicy.Direction.TO_SESSION);
                assertThat(said).as(person + " " + session).hasSize(allowed ? 1 : 0);
                sessionOffers(1, TEXT);
                assertThat(desk.pasted(Selection.CLIPBOARD) != null).isEqualTo(person.toViewer());
                // whatever was told, a session that asks nevertheless gets nothing
                if (!allowed) {
                    request(2, 1, TEXT);
                    assertThat(lastFailure().getCode()).isEqualTo(ClipboardFailure.Code.FORBIDDEN);
                }
            }
        }
    }

    // ---- data to the desk

    @Test
    void data_of_the_session_comes_at_the_pace_of_who_pastes() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 100_000_000);
        sessionOffers(1, TEXT);
        var sink = new Collected().slow();
        var reading = pasted().read(TEXT, sink);
        run();
        assertThat(lastRequest().getTransfer()).isEqualTo(1);
        assertThat(lastRequest().getSerial()).isEqualTo(1);
        var bytes = random(3_000_000);
        sessionSends(1, bytes);
        run();
        assertThat(sink.size()).isBetween(1, 64 * 1024);
        while (!sink.isOver()) {
            reading.resume();
            run();
        }
        assertThat(sink.bytes()).isEqualTo(bytes);
        assertThat(failures).isEmpty();
    }

    @Test
    void a_refusal_is_told_to_the_program_and_to_the_person() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 1000);
        sessionOffers(1, TEXT);
        var sink = new Collected();
        pasted().read(TEXT, sink);
        run();
        say(ToViewer.newBuilder()
                .setClipboardFailure(ClipboardFailure.newBuilder()
                        .setTransfer(1)
                        .setCode(ClipboardFailure.Code.TOO_LARGE)
                        .setReason("the picture\nis too large.")));
        assertThat(sink.failure()).isEqualTo(new ReadFailure(ReadFailure.Kind.TOO_LARGE, "the picture is too large."));
        assertThat(failures).containsExactly("Pasting from the session failed: the picture is too large.");
    }

    @Test
    void a_session_that_sends_more_than_its_own_limit_is_stopped() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 100_000);
        sessionOffers(1, TEXT);
        var sink = new Collected();
        pasted().read(TEXT, sink);
        run();
        sessionSends(1, random(5_000_000));
        run();
        assertThat(sink.failure().kind()).isEqualTo(ReadFailure.Kind.TOO_LARGE);
        assertThat(sink.size()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void data_ends_with_the_connection() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 100_000);
        sessionOffers(1, TEXT);
        var sink = new Collected();
        var content = pasted();
        content.read(TEXT, sink);
        run();
        link.session().close(CloseReason.finished("over"));
        run();
        assertThat(sink.failure().kind()).isEqualTo(ReadFailure.Kind.BROKEN);
        var late = new Collected();
        content.read(TEXT, late);
        run();
        assertThat(late.failure().kind()).isEqualTo(ReadFailure.Kind.GONE);
    }

    // ---- data to the session

    @Test
    void data_of_the_desk_goes_at_the_pace_of_the_session() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 100_000_000);
        focus(true);
        var bytes = random(3_000_000);
        var content = new GivenContent(loop).with(TEXT, bytes);
        desk.copy(Selection.CLIPBOARD, content);
        run();
        request(2, 1, TEXT);
        var received = new Received();
        var transfer = link.session().receiveTransfer(2, received, loop);
        run();
        assertThat(received.bytes.size()).isZero();
        transfer.more();
        run();
        assertThat(received.bytes.size()).isBetween(1, 64 * 1024);
        received.greedy = true;
        transfer.more();
        run();
        assertThat(received.bytes.toByteArray()).isEqualTo(bytes);
        assertThat(Objects.requireNonNull(received.end).isComplete()).isTrue();
    }

    @Test
    void what_is_over_the_limit_or_breaks_off_is_told_to_the_session_and_the_person() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 100_000);
        focus(true);
        desk.copy(Selection.CLIPBOARD, new GivenContent(loop).with(TEXT, random(200_000)));
        run();
        request(2, 1, TEXT);
        link.session().receiveTransfer(2, new Received().greedy(), loop).more();
        run();
        assertThat(lastFailure().getCode()).isEqualTo(ClipboardFailure.Code.TOO_LARGE);
        desk.copy(
                Selection.CLIPBOARD,
                new GivenContent(loop).with(TEXT, random(90_000)).failingAfter(60_000));
        run();
        request(4, 2, TEXT);
        var received = new Received().greedy();
        link.session().receiveTransfer(4, received, loop).more();
        run();
        assertThat(lastFailure().getCode()).isEqualTo(ClipboardFailure.Code.BROKEN);
        assertThat(Objects.requireNonNull(received.end).isComplete()).isFalse();
        assertThat(failures).hasSize(2);
    }

    @Test
    void a_session_that_gives_up_ends_the_reading_at_the_desk() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 100_000_000);
        focus(true);
        var content = new GivenContent(loop).with(TEXT, random(10_000_000));
        desk.copy(Selection.CLIPBOARD, content);
        run();
        request(2, 1, TEXT);
        var transfer = link.session().receiveTransfer(2, new Received(), loop);
        transfer.more();
        run();
        transfer.cancel();
        run();
        assertThat(content.cancelled).hasValue(1);
    }

    @Test
    void what_was_replaced_or_never_there_is_not_sent() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 1000);
        focus(true);
        desk.copy(Selection.CLIPBOARD, text("x"));
        desk.copy(Selection.CLIPBOARD, text("y"));
        run();
        request(2, 1, TEXT);
        assertThat(lastFailure().getCode()).isEqualTo(ClipboardFailure.Code.GONE);
        request(4, 2, "image/png");
        assertThat(lastFailure().getCode()).isEqualTo(ClipboardFailure.Code.UNKNOWN_TYPE);
        assertThat(failures).isEmpty();
    }

    @Test
    void a_session_that_asks_for_too_much_at_once_is_told_so() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 1000);
        focus(true);
        desk.copy(Selection.CLIPBOARD, text("x"));
        run();
        for (int number = 2; number <= 100; number += 2) {
            request(number, 1, TEXT);
        }
        assertThat(lastFailure().getCode()).isEqualTo(ClipboardFailure.Code.BUSY);
        assertThat(said.stream().filter(ToSession::hasClipboardFailure).count()).isEqualTo(50 - 8);
    }

    @Test
    void a_session_that_breaks_the_rules_loses_the_connection() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 1000);
        request(3, 1, TEXT);
        assertThat(closed).hasSize(1);
        bridge.disconnected();
        run();
        connect();
        sessionOffers(1, "x".repeat(300));
        assertThat(closed).hasSize(2);
    }

    // ---- the person

    @Test
    void only_what_takes_long_is_shown_and_can_be_cancelled() throws Exception {
        policy(ClipboardPolicy.Direction.BOTH, 100_000_000);
        sessionOffers(1, "image/png");
        var quick = new Collected();
        pasted().read("image/png", quick);
        run();
        sessionSends(1, random(10));
        run();
        assertThat(quick.isFinished()).isTrue();
        pass(SECOND);
        assertThat(progress).isEmpty();

        var slow = new Collected();
        pasted().read("image/png", slow);
        run();
        pass(SECOND);
        assertThat(progress.getLast()).containsExactly(new ClipboardProgress(false, "image/png", 0));
        assertThat(progress.getLast().getFirst().line()).isEqualTo("Pasting from the session: a picture, 0 kB");
        bridge.cancelTransfers();
        run();
        assertThat(slow.failure().reason()).isEqualTo("you cancelled it");
        assertThat(progress.getLast()).isEmpty();
    }

    @Test
    void sizes_are_said_as_people_say_them() {
        assertThat(ClipboardProgress.size(999)).isEqualTo("0 kB");
        assertThat(ClipboardProgress.size(123_456)).isEqualTo("123 kB");
        assertThat(ClipboardProgress.size(1_234_567)).isEqualTo("1.2 MB");
        assertThat(ClipboardProgress.size(52_345_678)).isEqualTo("52 MB");
    }

    // ---- hands

    private void run() throws PosixException {
        loop.dispatchPending();
    }

    private void pass(Duration time) throws PosixException {
        now += time.toNanos();
        run();
    }

    private void focus(boolean has) throws PosixException {
        bridge.focused(has);
        run();
    }

    private GivenContent text(String text) {
        return new GivenContent(loop).with(TEXT, text.getBytes(UTF_8));
    }

    private void say(ToViewer.Builder message) throws PosixException {
        link.session().send(Envelope.of(Channel.CLIPBOARD, message.build()));
        run();
    }

    private void policy(ClipboardPolicy.Direction direction, long mostBytes) throws PosixException {
        say(ToViewer.newBuilder()
                .setClipboardPolicy(
                        ClipboardPolicy.newBuilder().setDirection(direction).setMostBytes(mostBytes)));
    }

    private void sessionOffers(int serial, String... types) throws PosixException {
        say(ToViewer.newBuilder()
                .setClipboardOffer(ClipboardOffer.newBuilder().setSerial(serial).addAllMimeTypes(List.of(types))));
    }

    private void request(int transfer, int serial, String type) throws PosixException {
        say(ToViewer.newBuilder()
                .setClipboardRequest(ClipboardRequest.newBuilder()
                        .setTransfer(transfer)
                        .setSerial(serial)
                        .setMimeType(type)));
    }

    private Content pasted() {
        return Objects.requireNonNull(desk.pasted(Selection.CLIPBOARD));
    }

    private List<ClipboardOffer> offers() {
        return said.stream()
                .filter(ToSession::hasClipboardOffer)
                .map(ToSession::getClipboardOffer)
                .map(ClipboardBridgeTest::withoutMark)
                .toList();
    }

    private static ClipboardOffer withoutMark(ClipboardOffer offer) {
        var types = offer.getMimeTypesList().stream()
                .filter(type -> !type.startsWith(MARK))
                .toList();
        return offer.toBuilder().clearMimeTypes().addAllMimeTypes(types).build();
    }

    private static ClipboardOffer offer(int serial, Selection selection, String type) {
        return ClipboardOffer.newBuilder()
                .setSerial(serial)
                .setSelection(org.wayray.protocol.v1.Selection.valueOf(selection.name()))
                .addMimeTypes(type)
                .build();
    }

    private ClipboardRequest lastRequest() {
        return said.getLast().getClipboardRequest();
    }

    private ClipboardFailure lastFailure() {
        return said.getLast().getClipboardFailure();
    }

    private void sessionSends(int number, byte[] bytes) {
        var rest = ByteBuffer.wrap(bytes);
        link.session()
                .sendTransfer(
                        number,
                        new OutgoingTransfer.Listener() {
                            @Override
                            public void writable(OutgoingTransfer transfer) {
                                if (transfer.write(rest)) {
                                    transfer.finish();
                                }
                            }

                            @Override
                            public void closed(TransferEnd end) {}
                        },
                        loop);
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** What the session gets. */
    private static final class Received implements IncomingTransfer.Listener {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean greedy;
        private @Nullable TransferEnd end;

        Received greedy() {
            greedy = true;
            return this;
        }

        @Override
        public void received(IncomingTransfer transfer, ByteBuffer piece) {
            var copy = new byte[piece.remaining()];
            piece.get(copy);
            bytes.writeBytes(copy);
            if (greedy) {
                transfer.more();
            }
        }

        @Override
        public void closed(TransferEnd how) {
            end = how;
        }
    }
}
