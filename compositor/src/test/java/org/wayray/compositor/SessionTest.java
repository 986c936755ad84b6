package org.wayray.compositor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.fixture.SessionViewer;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.render.Renderer;
import org.wayray.link.CloseReason;
import org.wayray.posix.Fd;
import org.wayray.protocol.Channel;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.Keymap;
import org.wayray.protocol.v1.Ping;
import org.wayray.protocol.v1.PointerMotion;
import org.wayray.protocol.v1.RefreshRequest;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.Region;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.presentationtime.WpPresentationFeedbackProtocol;

/** A session seen from both ends: what clients do, and what the viewer gets of it. */
class SessionTest {
    private static final int BACKGROUND = Renderer.BACKGROUND & 0xffffff;
    private static final int RED = 0xffff0000;
    private static final int GREEN = 0xff00ff00;
    private static final Duration REFRESH = Duration.ofNanos(16_666_667);
    private static final int KEY_A = 30;

    private SessionFixture session;

    @BeforeEach
    void start() throws Exception {
        session = new SessionFixture();
    }

    @AfterEach
    void end() throws Exception {
        session.close();
    }

    // ---- the picture

    @Test
    void a_new_viewer_is_sent_the_whole_picture() throws Exception {
        SessionViewer viewer = session.viewer();

        assertThat(viewer.screen().width()).isEqualTo(320);
        assertThat(viewer.screen().height()).isEqualTo(240);
        assertThat(viewer.pixel(0, 0)).isEqualTo(BACKGROUND);
        assertThat(viewer.pixel(319, 239)).isEqualTo(BACKGROUND);
    }

    @Test
    void a_window_is_shown_at_once_and_exactly() throws Exception {
        SessionViewer viewer = session.viewer();
        SessionClient client = session.client();
        var surface = client.surface();
        client.toplevel(surface);
        try (var image = client.image(100, 80)) {
            for (int y = 0; y < 80; y++) {
                for (int x = 0; x < 100; x++) {
                    image.set(x, y, 0xff000000 | x << 16 | y << 8 | (x ^ y));
                }
            }
            image.attach(surface);
            surface.send(new WlSurfaceProtocol.Request.Commit());
            session.settle();
        }

        for (int y = 0; y < 80; y++) {
            for (int x = 0; x < 100; x++) {
                assertThat(viewer.pixel(110 + x, 80 + y)).isEqualTo(x << 16 | y << 8 | (x ^ y));
            }
        }
        assertThat(viewer.pixel(109, 80)).isEqualTo(BACKGROUND);
    }

    @Test
    void only_what_changed_is_sent() throws Exception {
        SessionViewer viewer = session.viewer();
        SessionClient client = session.client();
        var surface = client.surface();
        client.toplevel(surface);
        try (var image = client.image(100, 80)) {
            image.fill(RED);
            image.attach(surface);
            surface.send(new WlSurfaceProtocol.Request.Commit());
            session.settle();
            image.set(7, 9, GREEN);
            image.attach(surface);
            surface.send(new WlSurfaceProtocol.Request.Damage(0, 0, 50, 50));
            surface.send(new WlSurfaceProtocol.Request.Commit());
            session.settle();
        }

        assertThat(viewer.pixel(117, 89)).isEqualTo(0x00ff00);
        assertThat(viewer.pixel(118, 89)).isEqualTo(0xff0000);
        int sent = 0;
        for (Region region : viewer.lastFrame().getRegionsList()) {
            sent += region.getWidth() * region.getHeight();
        }
        assertThat(sent).isLessThanOrEqualTo(64 * 64);
    }

    @Test
    void a_client_with_a_single_buffer_never_waits() throws Exception {
        session.viewer();
        SessionClient client = session.client();
        var surface = client.surface();
        client.toplevel(surface);
        try (var image = client.image(10, 10)) {
            for (int i = 1; i <= 3; i++) {
                image.attach(surface);
                surface.send(new WlSurfaceProtocol.Request.Commit());
                session.settle();
                assertThat(image.releases()).isEqualTo(i);
            }
        }
    }

    @Test
    void a_buffer_may_be_destroyed_before_its_commit() throws Exception {
        SessionViewer viewer = session.viewer();
        SessionClient client = session.client();
        var surface = client.surface();
        client.toplevel(surface);
        try (var image = client.image(10, 10)) {
            image.fill(RED);
            image.attach(surface);
        }
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();

        assertThat(client.isAlive()).isTrue();
        assertThat(viewer.pixel(160, 120)).isEqualTo(0xff0000);
    }

    @Test
    void a_client_that_dies_leaves_nothing_on_the_screen() throws Exception {
        SessionViewer viewer = session.viewer();
        SessionClient client = session.client();
        client.window(100, 100, RED);
        assertThat(viewer.pixel(160, 120)).isEqualTo(0xff0000);
        client.close();
        session.settle();

        assertThat(viewer.pixel(160, 120)).isEqualTo(BACKGROUND);
        List<Object> left = new ArrayList<>();
        session.compositor().scene().forEachVisible((surface, position) -> left.add(surface));
        assertThat(left).isEmpty();
    }

    @Test
    void a_slow_viewer_gets_the_newest_state_and_slows_the_clients() throws Exception {
        SessionViewer viewer = session.viewer();
        SessionClient client = session.client();
        var surface = client.window(100, 100, RED);
        viewer.acknowledges(false);
        int framesBefore = viewer.frames().size();
        for (int i = 0; i < 20; i++) {
            client.frame(surface);
            client.draw(surface, 100, 100, 0xff000000 | i);
            session.advance(REFRESH);
        }
        int framesWithoutAnswer = viewer.frames().size() - framesBefore;
        assertThat(framesWithoutAnswer).isBetween(1, 3);
        int drawn = client.heard(WlCallbackProtocol.Event.Done.class).size();
        assertThat(drawn).isLessThanOrEqualTo(framesWithoutAnswer);

        viewer.acknowledges(true);
        viewer.acknowledge(viewer.lastFrame().getSerial());
        session.advance(REFRESH);

        assertThat(viewer.frames().size() - framesBefore).isEqualTo(framesWithoutAnswer + 1);
        assertThat(viewer.pixel(160, 120)).isEqualTo(19);
        assertThat(client.heard(WlCallbackProtocol.Event.Done.class)).hasSize(20);
    }

    @Test
    void a_viewer_that_never_answers_is_dropped() throws Exception {
        SessionViewer viewer = session.viewer();
        viewer.acknowledges(false);
        session.client().window(100, 100, RED);
        session.advance(Duration.ofSeconds(21));

        assertThat(viewer.end().map(CloseReason::detail)).contains("the viewer does not acknowledge frames");
        assertThat(session.compositor().hasViewer()).isFalse();
    }

    @Test
    void what_the_viewer_lost_is_sent_again() throws Exception {
        SessionViewer viewer = session.viewer();
        session.client().window(100, 100, RED);
        viewer.screen().fill(0, 0, 320, 240, 0xff123456);
        viewer.send(
                Channel.DISPLAY,
                ToSession.newBuilder()
                        .setRefreshRequest(RefreshRequest.newBuilder().setOutput(1)));
        session.settle();

        assertThat(viewer.pixel(160, 120)).isEqualTo(0xff0000);
        assertThat(viewer.pixel(0, 0)).isEqualTo(BACKGROUND);
    }

    @Test
    void a_resized_output_is_announced_and_sent_whole() throws Exception {
        SessionViewer viewer = session.viewer();
        session.compositor().configureOutput(new OutputMode(new Size<>(200, 100), 60_000), new Scale(240));
        session.client().window(50, 25, RED);

        var config = viewer.last(ToViewer.BodyCase.OUTPUT_CONFIG).message().getOutputConfig();
        assertThat(config.getWidth()).isEqualTo(200);
        assertThat(config.getScale120()).isEqualTo(240);
        assertThat(viewer.screen().width()).isEqualTo(200);
        assertThat(viewer.pixel(100, 50)).isEqualTo(0xff0000);
        assertThat(viewer.pixel(0, 0)).isEqualTo(BACKGROUND);
    }

    // ---- frame callbacks

    @Test
    void without_a_viewer_nobody_is_told_to_draw() throws Exception {
        SessionClient client = session.client();
        var surface = client.window(10, 10, RED);
        client.frame(surface);
        client.draw(surface, 10, 10, GREEN);
        session.advance(Duration.ofSeconds(5));

        assertThat(client.heard(WlCallbackProtocol.Event.Done.class)).isEmpty();
        assertThat(session.loop().timerCount()).isZero();
    }

    @Test
    void the_first_callback_comes_at_once_and_the_next_after_a_refresh() throws Exception {
        session.viewer();
        SessionClient client = session.client();
        var surface = client.window(10, 10, RED);
        session.advance(Duration.ofSeconds(1));
        client.frame(surface);
        client.draw(surface, 10, 10, GREEN);
        assertThat(client.heard(WlCallbackProtocol.Event.Done.class))
                .containsExactly(new WlCallbackProtocol.Event.Done((int) (session.nowNanos() / 1_000_000)));

        client.frame(surface);
        client.draw(surface, 10, 10, RED);
        session.advance(REFRESH.minusMillis(1));
        assertThat(client.heard(WlCallbackProtocol.Event.Done.class)).hasSize(1);
        session.advance(Duration.ofMillis(1));
        assertThat(client.heard(WlCallbackProtocol.Event.Done.class)).hasSize(2);
    }

    @Test
    void a_client_that_draws_on_every_callback_draws_sixty_times_a_second() throws Exception {
        session.viewer();
        SessionClient client = session.client();
        var surface = client.window(10, 10, RED);
        session.advance(Duration.ofSeconds(1));
        int[] drawn = new int[1];
        drawAgainAndAgain(client, surface, drawn);
        for (int millis = 0; millis < 1000; millis++) {
            session.advance(Duration.ofMillis(1));
        }

        assertThat(drawn[0]).isBetween(59, 61);
    }

    private static void drawAgainAndAgain(
            SessionClient client, Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> surface, int[] drawn) {
        client.frame(surface).setHandler(event -> {
            drawn[0]++;
            drawAgainAndAgain(client, surface, drawn);
        });
        surface.send(new WlSurfaceProtocol.Request.Damage(0, 0, 10, 10));
        surface.send(new WlSurfaceProtocol.Request.Commit());
    }

    @Test
    void a_hidden_surface_is_not_told_to_draw() throws Exception {
        session.viewer();
        SessionClient client = session.client();
        var surface = client.surface();
        client.frame(surface);
        client.draw(surface, 10, 10, RED);
        session.advance(Duration.ofSeconds(1));
        assertThat(client.heard(WlCallbackProtocol.Event.Done.class)).isEmpty();
    }

    @Test
    void at_rest_no_timer_runs() throws Exception {
        session.viewer();
        SessionClient client = session.client();
        var surface = client.window(10, 10, RED);
        client.frame(surface);
        client.draw(surface, 10, 10, GREEN);
        session.advance(Duration.ofSeconds(1));
        session.advance(Duration.ofSeconds(30));

        assertThat(session.loop().timerCount()).isZero();
    }

    // ---- presentation

    @Test
    void content_is_presented_when_the_viewer_says_so() throws Exception {
        SessionViewer viewer = session.viewer();
        SessionClient client = session.client();
        var surface = client.window(10, 10, RED);
        session.advance(Duration.ofSeconds(1));
        viewer.acknowledges(false);
        client.feedback(surface);
        client.draw(surface, 10, 10, GREEN);
        session.advance(Duration.ofMillis(40));
        assertThat(client.heard(WpPresentationFeedbackProtocol.Event.class)).isEmpty();

        viewer.acknowledge(viewer.lastFrame().getSerial());
        session.settle();

        var presented = client.heard(WpPresentationFeedbackProtocol.Event.Presented.class);
        assertThat(presented).hasSize(1);
        assertThat(presented.getFirst().tvSecLo() * 1_000_000_000L
                        + presented.getFirst().tvNsec())
                .isEqualTo(session.nowNanos());
        assertThat(presented.getFirst().refresh()).isEqualTo(16_666_666);
    }

    @Test
    void content_that_was_replaced_before_it_was_painted_is_discarded() throws Exception {
        session.viewer();
        SessionClient client = session.client();
        var surface = client.window(10, 10, RED);
        client.feedback(surface);
        surface.send(new WlSurfaceProtocol.Request.Commit());
        client.feedback(surface);
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.advance(Duration.ofMillis(40));

        assertThat(client.heard(WpPresentationFeedbackProtocol.Event.class))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(WpPresentationFeedbackProtocol.Event.Discarded.class),
                        second ->
                                assertThat(second).isInstanceOf(WpPresentationFeedbackProtocol.Event.Presented.class));
    }

    @Test
    void what_a_viewer_took_with_it_unseen_is_discarded() throws Exception {
        SessionViewer viewer = session.viewer();
        SessionClient client = session.client();
        var surface = client.window(10, 10, RED);
        viewer.acknowledges(false);
        client.feedback(surface);
        client.draw(surface, 10, 10, GREEN);
        viewer.close();
        session.settle();

        assertThat(client.heard(WpPresentationFeedbackProtocol.Event.Discarded.class))
                .hasSize(1);
    }

    // ---- viewers come and go

    @Test
    void the_newest_viewer_wins() throws Exception {
        SessionViewer first = session.viewer();
        session.client().window(100, 100, RED);
        SessionViewer second = session.viewer();

        assertThat(first.last(ToViewer.BodyCase.GOODBYE).message().getGoodbye().getReason())
                .isEqualTo(Goodbye.Reason.REPLACED);
        assertThat(first.end()).isPresent();
        assertThat(second.end()).isEmpty();
        assertThat(second.pixel(160, 120)).isEqualTo(0xff0000);
        assertThat(session.compositor().hasViewer()).isTrue();
    }

    @Test
    void what_happened_while_nobody_watched_is_shown_to_the_next_viewer() throws Exception {
        session.viewer().close();
        SessionClient client = session.client();
        var surface = client.window(100, 100, RED);
        client.draw(surface, 100, 100, GREEN);

        assertThat(session.viewer().pixel(160, 120)).isEqualTo(0x00ff00);
    }

    @Test
    void a_viewer_that_leaves_lets_go_of_all_keys() throws Exception {
        SessionViewer viewer = session.viewer();
        SessionClient client = session.client();
        client.window(100, 100, RED);
        client.listen(client.bind(WlSeatProtocol.INTERFACE)
                .create(WlKeyboardProtocol.INTERFACE, WlSeatProtocol.Request.GetKeyboard::new));
        session.settle();
        viewer.send(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setKey(Key.newBuilder().setCode(KEY_A).setPressed(true).setTimeMs(5)));
        session.settle();
        assertThat(client.heard(WlKeyboardProtocol.Event.Key.class))
                .extracting(WlKeyboardProtocol.Event.Key::state)
                .containsExactly(1);

        viewer.close();
        session.settle();

        assertThat(client.heard(WlKeyboardProtocol.Event.Key.class))
                .extracting(WlKeyboardProtocol.Event.Key::state)
                .containsExactly(1, 0);
        assertThat(session.compositor().hasViewer()).isFalse();
    }

    @Test
    void the_end_of_the_session_is_told() throws Exception {
        SessionViewer viewer = session.viewer();
        session.compositor().close();
        session.settle();
        assertThat(viewer.last(ToViewer.BodyCase.GOODBYE).message().getGoodbye().getReason())
                .isEqualTo(Goodbye.Reason.SESSION_ENDED);
    }

    @Test
    void a_viewer_that_invents_frames_is_refused() throws Exception {
        SessionViewer viewer = session.viewer();
        viewer.acknowledge(4711);
        session.settle();
        assertThat(viewer.last(ToViewer.BodyCase.REFUSAL).message().getRefusal().getCode())
                .isEqualTo(Refusal.Code.PROTOCOL_ERROR);
        assertThat(viewer.end().map(CloseReason::kind)).contains(CloseReason.Kind.REJECTED);
    }

    @Test
    void a_ping_is_answered() throws Exception {
        SessionViewer viewer = session.viewer();
        viewer.send(
                Channel.CONTROL,
                ToSession.newBuilder().setPing(Ping.newBuilder().setNonce(42)));
        session.settle();
        assertThat(viewer.last(ToViewer.BodyCase.PONG).message().getPong().getNonce())
                .isEqualTo(42);
    }

    @Test
    void the_viewers_keyboard_layout_becomes_the_sessions() throws Exception {
        SessionClient client = session.client();
        client.listen(client.bind(WlSeatProtocol.INTERFACE)
                .create(WlKeyboardProtocol.INTERFACE, WlSeatProtocol.Request.GetKeyboard::new));
        session.settle();
        assertThat(client.heard(WlKeyboardProtocol.Event.Keymap.class)).hasSize(1);
        SessionViewer viewer = session.viewer(Hello.newBuilder()
                .setKeymap(Keymap.newBuilder().setLayout("de"))
                .build());
        assertThat(client.heard(WlKeyboardProtocol.Event.Keymap.class)).hasSize(2);

        session.viewer(Hello.newBuilder()
                .setKeymap(Keymap.newBuilder().setLayout("../../nowhere"))
                .build());
        session.viewer(Hello.newBuilder()
                .setKeymap(Keymap.newBuilder().setLayout("no-such-layout"))
                .build());
        assertThat(client.heard(WlKeyboardProtocol.Event.Keymap.class)).hasSize(2);
        assertThat(viewer.end()).isPresent();
    }

    // ---- the cursor

    @Test
    void the_cursor_is_sent_as_an_image_with_its_hot_spot() throws Exception {
        SessionViewer viewer = session.viewer();
        SessionClient client = session.client();
        client.window(100, 100, RED);
        var pointer = client.listen(client.bind(WlSeatProtocol.INTERFACE)
                .create(WlPointerProtocol.INTERFACE, WlSeatProtocol.Request.GetPointer::new));
        session.settle();
        viewer.send(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setPointerMotion(PointerMotion.newBuilder()
                                .setX(160 * 256)
                                .setY(120 * 256)
                                .setOutput(1)));
        session.settle();
        var enter = client.heard(WlPointerProtocol.Event.Enter.class).getFirst();
        assertThat(new Point<>(enter.surfaceX(), enter.surfaceY())).isEqualTo(new Point<>(50, 50));

        var cursor = client.surface();
        pointer.send(new WlPointerProtocol.Request.SetCursor(enter.serial(), cursor.id(), 3, 4));
        client.frame(cursor);
        client.draw(cursor, 2, 1, 0x80402010);
        var image = viewer.last(ToViewer.BodyCase.CURSOR_IMAGE);
        assertThat(image.message().getCursorImage().getHotX()).isEqualTo(3);
        assertThat(image.message().getCursorImage().getHotY()).isEqualTo(4);
        byte[] pixels = new byte[image.payload().remaining()];
        image.payload().duplicate().get(pixels);
        assertThat(pixels).containsExactly(0x10, 0x20, 0x40, 0x80, 0x10, 0x20, 0x40, 0x80);
        assertThat(client.heard(WlCallbackProtocol.Event.Done.class)).hasSize(1);

        int messages = viewer.others().size();
        client.draw(cursor, 2, 1, 0x80402010);
        assertThat(viewer.others()).as("the same image again").hasSize(messages);
        pointer.send(new WlPointerProtocol.Request.SetCursor(enter.serial(), 0, 0, 0));
        session.settle();
        assertThat(viewer.others().getLast().message().hasCursorHidden()).isTrue();
    }

    @Test
    void a_viewer_that_draws_no_cursors_is_sent_none() throws Exception {
        SessionViewer viewer = session.viewer(Hello.getDefaultInstance());
        assertThat(viewer.others()).isEmpty();
    }

    // ---- leaks

    @Test
    void clients_and_viewers_leave_no_descriptors_behind() throws Exception {
        SessionClient first = session.client();
        first.window(20, 20, RED);
        first.close();
        session.viewer().close();
        session.settle();
        long before = Fd.open();
        for (int i = 0; i < 100; i++) {
            SessionClient client = session.client();
            var surface = client.window(20, 20, RED);
            var child = client.surface();
            client.subsurface(child, surface);
            client.frame(surface);
            client.feedback(surface);
            client.draw(child, 5, 5, GREEN);
            client.image(3, 3).attach(child);
            SessionViewer viewer = session.viewer();
            client.close();
            viewer.close();
            session.settle();
        }

        assertThat(session.compositor().display().clients()).isEmpty();
        // the test's own images are not closed: one descriptor each
        assertThat(Fd.open() - before).isEqualTo(100);
    }
}
