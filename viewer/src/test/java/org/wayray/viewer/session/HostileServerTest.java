package org.wayray.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Limits;
import org.wayray.protocol.PeerText;
import org.wayray.protocol.v1.CursorDefault;
import org.wayray.protocol.v1.CursorHidden;
import org.wayray.protocol.v1.CursorImage;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Notice;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.OutputGone;
import org.wayray.protocol.v1.Pong;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.Region;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.protocol.v1.Welcome;
import org.wayray.testkit.VirtualClock;

/** Whatever well-framed messages a server sends, the viewer stays whole, small, and able to leave. */
class HostileServerTest {
    private static final int SESSIONS = 20;
    private static final int MESSAGES = 80;

    private final VirtualClock clock = new VirtualClock();
    private final ViewerLoop loop = new ViewerLoop(clock, () -> {});

    @Test
    void anyMessagesLeaveTheViewerInACleanState() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < SESSIONS; i++) {
            var server = new FakeServer();
            var presenter = new RecordingPresenter();
            var hello = Hello.newBuilder().setMinVersion(1).setMaxVersion(1).build();
            try (var session = new ViewerSession(loop, server, hello, presenter, random)) {
                session.start();
                loop.runDue();
                for (int j = 0; j < MESSAGES && !(session.state() instanceof ViewerState.Ended); j++) {
                    sendAnything(server.peer(), random);
                    loop.runDue();
                    verify(session, presenter, "seed %d, session %d, message %d".formatted(seed, i, j));
                    if (random.nextInt(4) == 0) {
                        session.presented();
                    }
                    if (!server.peer().isOpen()) {
                        comeBack(session);
                    }
                }
                session.leave();
                assertThat(session.state()).as("seed %d", seed).isInstanceOf(ViewerState.Ended.class);
                assertThat(loop.runDue()).as("seed %d", seed).isEqualTo(ViewerLoop.NO_TIMER);
                assertThat(server.peer().isOpen()).as("seed %d", seed).isFalse();
            }
        }
    }

    private void comeBack(ViewerSession session) {
        session.retry();
        loop.runDue();
        clock.advance(Duration.ofSeconds(6));
        loop.runDue();
    }

    private static void verify(ViewerSession session, RecordingPresenter presenter, String where) {
        assertThat(presenter.outputs).as(where).isEqualTo(session.outputs());
        long pixels = 0;
        for (var output : session.outputs()) {
            var picture = output.framebuffer();
            pixels += (long) picture.width() * picture.height();
            var damage = output.damage().bounds();
            assertThat(damage.intersection(picture.bounds())).as(where).isEqualTo(damage);
            assertThat(output.damage().area()).as(where).isLessThanOrEqualTo((long) picture.width() * picture.height());
        }
        assertThat(session.outputs()).as(where).hasSizeLessThanOrEqualTo(2 * Limits.SCREENS);
        assertThat(pixels).as(where).isBetween(0L, 2L << 26);
        for (var cursor : presenter.cursors) {
            if (cursor instanceof CursorShape.Image(int[] argb, int width, int height, int hotX, int hotY)) {
                assertThat(argb).as(where).hasSize(width * height);
                assertThat(Math.max(width, height)).as(where).isLessThanOrEqualTo(Limits.CURSOR_SIDE);
                assertThat(hotX).as(where).isBetween(0, width - 1);
                assertThat(hotY).as(where).isBetween(0, height - 1);
            }
        }
        presenter.cursors.clear();
        assertThat(presenter.notices)
                .as(where)
                .allSatisfy(notice -> assertThat(notice).isEqualTo(PeerText.readable(notice)));
        presenter.notices.clear();
    }

    // ---- what a server may think of

    private static void sendAnything(FakeServer.Peer peer, Random random) {
        var message = ToViewer.newBuilder();
        switch (random.nextInt(20)) {
            case 0, 1 ->
                peer.send(
                        Channel.CONTROL,
                        message.setWelcome(Welcome.newBuilder()
                                        .setVersion(random.nextInt(8) == 0 ? number(random) : 1)
                                        .setSessionName(text(random))
                                        .addOutputs(output(random)))
                                .build());
            case 2 ->
                peer.send(
                        Channel.CONTROL,
                        message.setRefusal(Refusal.newBuilder()
                                        .setCodeValue(random.nextInt(14))
                                        .setReason(text(random))
                                        .setHint(text(random)))
                                .build());
            case 3 ->
                peer.send(
                        Channel.CONTROL,
                        message.setGoodbye(Goodbye.newBuilder()
                                        .setReasonValue(random.nextInt(7))
                                        .setText(text(random)))
                                .build());
            case 4 ->
                peer.send(
                        Channel.CONTROL,
                        message.setNotice(Notice.newBuilder().setText(text(random)))
                                .build());
            case 5 ->
                peer.send(
                        Channel.CONTROL,
                        message.setPong(Pong.newBuilder().setNonce(random.nextInt()))
                                .build());
            case 6, 7 ->
                peer.send(
                        Channel.DISPLAY, message.setOutputConfig(output(random)).build());
            case 8, 9, 10, 11 -> cursor(peer, random);
            case 12 ->
                peer.send(
                        Channel.CURSOR,
                        message.setCursorHidden(CursorHidden.getDefaultInstance())
                                .build());
            case 13 ->
                peer.send(
                        Channel.CURSOR,
                        message.setCursorDefault(CursorDefault.getDefaultInstance())
                                .build());
            case 14 ->
                peer.send(
                        Channel.DISPLAY,
                        message.setOutputGone(OutputGone.newBuilder().setId(outputId(random)))
                                .build());
            default -> frame(peer, random);
        }
    }

    private static void cursor(FakeServer.Peer peer, Random random) {
        var image = CursorImage.newBuilder()
                .setWidth(number(random))
                .setHeight(number(random))
                .setHotX(number(random))
                .setHotY(number(random));
        // as many bytes as the numbers say, also where their product overflows
        int size = 4 * image.getWidth() * image.getHeight();
        boolean fits = size >= 0 && size <= Limits.CURSOR_PAYLOAD && random.nextInt(4) > 0;
        peer.send(
                Channel.CURSOR, ToViewer.newBuilder().setCursorImage(image).build(), bytes(random, fits ? size : 100));
    }

    private static void frame(FakeServer.Peer peer, Random random) {
        var frame = Frame.newBuilder()
                .setSerial(random.nextInt())
                .setOutput(outputId(random))
                .setWidth(random.nextInt(4) == 0 ? number(random) : 64)
                .setHeight(random.nextInt(4) == 0 ? number(random) : 48);
        for (int regions = random.nextInt(40); regions > 0; regions--) {
            frame.addRegions(Region.newBuilder()
                    .setX(number(random))
                    .setY(number(random))
                    .setWidth(number(random))
                    .setHeight(number(random))
                    .setCodingValue(random.nextInt(9))
                    .setLength(random.nextInt(3) == 0 ? number(random) : 3));
        }
        peer.send(Channel.DISPLAY, ToViewer.newBuilder().setFrame(frame).build(), bytes(random, random.nextInt(400)));
    }

    private static int outputId(Random random) {
        return random.nextInt(8) == 0 ? random.nextInt() : FakeServer.OUTPUT + random.nextInt(3);
    }

    private static OutputConfig output(Random random) {
        return OutputConfig.newBuilder()
                .setId(outputId(random))
                .setWidth(number(random))
                .setHeight(number(random))
                .build();
    }

    /** Mostly small, else at or beyond a limit. No two of them make a picture that is allowed and would fill the tests' heap. */
    private static int number(Random random) {
        return switch (random.nextInt(24)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> Integer.MAX_VALUE;
            case 3 -> Integer.MIN_VALUE;
            case 4 -> 1 << 16;
            case 5 -> 16_384;
            case 6 -> 513;
            case 7 -> 1 << 30;
            default -> random.nextInt(1, 40);
        };
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int length = random.nextInt(8) == 0 ? 10_000 : random.nextInt(20); length > 0; length--) {
            text.append((char) random.nextInt(0x300));
        }
        return text.toString();
    }

    private static ByteBuffer bytes(Random random, int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
