package org.wayray.compositor.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.FollowingWindow;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.fixture.SessionInvariants;
import org.wayray.compositor.fixture.SessionViewer;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputMode;
import org.wayray.protocol.Channel;
import org.wayray.protocol.ProtocolViolation;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.PointerMotion;
import org.wayray.protocol.v1.Screen;
import org.wayray.protocol.v1.ScreensChange;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.Request;

/** The session's outputs follow the screens of its viewer. */
class ViewerScreensTest {
    private static final int RED = 0xffff0000;
    private static final Duration REFRESH = Duration.ofMillis(17);

    private SessionFixture session;

    @BeforeEach
    void start() throws Exception {
        session = new SessionFixture();
    }

    @AfterEach
    void end() throws Exception {
        session.close();
    }

    @Test
    void the_first_output_takes_what_hello_says() throws Exception {
        var viewer = session.viewer(
                hello(screen(7, 500, 400).setScale120(150).setRefreshMhz(75_000).build()));

        assertThat(viewer.outputs())
                .containsExactly(OutputConfig.newBuilder()
                        .setId(1)
                        .setWidth(500)
                        .setHeight(400)
                        .setScale120(150)
                        .setScreen(7)
                        .build());
        assertThat(session.compositor().output().mode().refreshMilliHertz()).isEqualTo(75_000);
        assertThat(session.compositor().output().logicalBounds()).isEqualTo(new Rect<>(0, 0, 400, 320));
        assertPictures(viewer);
    }

    @Test
    void a_viewer_without_screens_gets_the_sessions_own_size() throws Exception {
        session.viewer(
                hello(screen(1, 500, 400).build(), screen(2, 300, 300).setX(500).build()));
        var viewer = session.viewer(Hello.getDefaultInstance());

        assertThat(viewer.outputs()).hasSize(1);
        assertThat(viewer.outputs().getFirst().getWidth()).isEqualTo(320);
        assertThat(viewer.outputs().getFirst().getScreen()).isZero();
    }

    @Test
    void an_application_gets_one_configure_for_a_change() throws Exception {
        var viewer = session.viewer(hello(screen(1, 500, 400).build()));
        var maximized = window();
        maximized.send(new Request.SetMaximized());
        maximized.follow();
        var fullscreen = window();
        fullscreen.send(new Request.SetFullscreen(0));
        fullscreen.follow();
        int maximizedBefore = maximized.configures().size();
        int fullscreenBefore = fullscreen.configures().size();

        change(viewer, screen(1, 600, 300).build());

        assertThat(maximized.configures()).hasSize(maximizedBefore + 1);
        assertThat(maximized.configures().getLast().width()).isEqualTo(600);
        assertThat(fullscreen.configures()).hasSize(fullscreenBefore + 1);
        assertThat(fullscreen.configures().getLast().height()).isEqualTo(300);
        maximized.follow();
        fullscreen.follow();
        assertThat(maximized.window().frame()).isEqualTo(new Rect<>(0, 0, 600, 300));
        assertThat(fullscreen.window().frame()).isEqualTo(new Rect<>(0, 0, 600, 300));
        assertPictures(viewer);
    }

    @Test
    void a_burst_of_changes_ends_with_the_last_and_floods_nobody() throws Exception {
        var viewer = session.viewer(hello(screen(1, 500, 400).build()));
        var window = window();
        window.send(new Request.SetMaximized());
        window.follow();
        int before = window.configures().size();
        viewer.acknowledges(false);

        for (int i = 1; i <= 100; i++) {
            change(viewer, screen(1, 500 + i, 400).build());
            session.advance(REFRESH);
        }
        assertThat(window.configures()).as("the first at once, and no other").hasSize(before + 1);
        assertThat(window.configures().getLast().width()).isEqualTo(501);

        viewer.acknowledges(true);
        viewer.acknowledge(viewer.lastFrame().getSerial());
        session.settle();
        assertThat(window.configures()).hasSize(before + 2);
        assertThat(window.configures().getLast().width()).isEqualTo(600);
        assertPictures(viewer);
    }

    @Test
    void changes_come_at_most_once_a_refresh() throws Exception {
        var viewer = session.viewer(hello(screen(1, 500, 400).build()));
        change(viewer, screen(1, 510, 400).build());
        change(viewer, screen(1, 520, 400).build());
        change(viewer, screen(1, 530, 400).build());
        assertThat(session.compositor().output().mode().size().width()).isEqualTo(510);
        session.advance(REFRESH);
        assertThat(session.compositor().output().mode().size().width()).isEqualTo(530);
        assertPictures(viewer);
    }

    @Test
    void a_second_screen_gets_a_picture_of_its_own_and_its_windows() throws Exception {
        var viewer = session.viewer(hello(screen(1, 400, 300).build()));
        change(
                viewer,
                screen(1, 400, 300).build(),
                screen(9, 600, 300).setX(400).setScale120(240).build());

        assertThat(viewer.outputs()).hasSize(2);
        var second = viewer.outputs().getLast();
        assertThat(second.getScreen()).isEqualTo(9);
        assertThat(second.getX()).isEqualTo(400);
        assertThat(outputs()).extracting(Output::name).containsExactly("WAYRAY-1", "WAYRAY-2");
        point(viewer, second.getId(), 300, 150);
        var window = window();
        assertThat(window.window().frame().x()).as("beneath the pointer").isGreaterThanOrEqualTo(400);
        assertThat(window.serverSurface().outputs()).containsExactly(outputs().getLast());
        assertThat(viewer.screen(second.getId()).pixel(300, 150) | 0xff000000).isEqualTo(RED);
        assertPictures(viewer);
    }

    @Test
    void the_pointer_crosses_from_output_to_output() throws Exception {
        var viewer = session.viewer(
                hello(screen(1, 400, 300).build(), screen(2, 400, 300).setX(400).build()));
        point(viewer, viewer.outputs().getFirst().getId(), 399, 10);
        assertThat(session.compositor().seat().pointer().position().x()).isEqualTo(399);
        point(viewer, viewer.outputs().getLast().getId(), 1, 10);
        assertThat(session.compositor().seat().pointer().position().x()).isEqualTo(401);
        point(viewer, 77, 5, 5);
        assertThat(session.compositor().seat().pointer().position().x()).isEqualTo(401);
    }

    @Test
    void windows_of_an_output_that_goes_stay_and_return_with_it() throws Exception {
        Screen first = screen(1, 400, 300).setName("DP-1").build();
        Screen second = screen(2, 500, 400).setX(400).setName("DP-2").build();
        var viewer = session.viewer(hello(first, second));
        point(viewer, viewer.outputs().getLast().getId(), 250, 200);
        var floating = window();
        var maximized = window();
        maximized.send(new Request.SetMaximized());
        maximized.follow();
        var place = floating.window().frame();
        int gone = viewer.outputs().getLast().getId();

        change(viewer, first);
        maximized.follow();

        assertThat(viewer.last(ToViewer.BodyCase.OUTPUT_GONE)
                        .message()
                        .getOutputGone()
                        .getId())
                .isEqualTo(gone);
        assertThat(outputs()
                        .getFirst()
                        .logicalBounds()
                        .contains(floating.window().frame()))
                .isTrue();
        assertThat(maximized.window().frame()).isEqualTo(new Rect<>(0, 0, 400, 300));
        assertPictures(viewer);

        session.advance(REFRESH);
        change(viewer, first, second.toBuilder().setId(3).build());
        maximized.follow();
        assertThat(viewer.outputs().getLast().getId()).isNotEqualTo(gone);
        assertThat(outputs().getLast().name()).isEqualTo("WAYRAY-2");
        assertThat(floating.window().frame()).isEqualTo(place);
        assertThat(maximized.window().frame()).isEqualTo(new Rect<>(400, 0, 500, 400));
        assertPictures(viewer);
    }

    @Test
    void windows_move_with_their_output() throws Exception {
        var viewer = session.viewer(hello(screen(1, 400, 300).build()));
        var floating = window();
        var maximized = window();
        maximized.send(new Request.SetMaximized());
        maximized.follow();
        int configures = maximized.configures().size();
        var place = floating.window().frame();

        change(
                viewer,
                screen(1, 400, 300).build(),
                screen(2, 200, 300).setX(-200).build());

        assertThat(outputs().getFirst().position().x()).isEqualTo(200);
        assertThat(floating.window().frame().x()).isEqualTo(place.x() + 200);
        assertThat(maximized.window().frame()).isEqualTo(new Rect<>(200, 0, 400, 300));
        assertThat(maximized.configures()).as("it is as large as before").hasSize(configures);
        assertPictures(viewer);
    }

    @Test
    void a_viewer_that_comes_back_otherwise_gets_its_own_geometry() throws Exception {
        var viewer = session.viewer(
                hello(screen(1, 400, 300).build(), screen(2, 400, 300).setX(400).build()));
        point(viewer, viewer.outputs().getLast().getId(), 200, 150);
        var window = window();
        viewer.close();
        session.settle();
        assertThat(outputs()).as("without a viewer they stay").hasSize(2);

        var next = session.viewer(hello(screen(5, 640, 480).setScale120(180).build()));
        assertThat(next.outputs()).hasSize(1);
        assertThat(next.outputs().getFirst().getWidth()).isEqualTo(640);
        assertThat(window.serverSurface().outputs()).containsExactly(outputs().getFirst());
        assertPictures(next);
    }

    @Test
    void sizes_scales_and_rates_are_brought_to_what_can_be() throws Exception {
        var viewer = session.viewer(hello(screen(1, 0, 100_000)
                .setScale120(1)
                .setRefreshMhz(-1)
                .setX(Integer.MIN_VALUE)
                .build()));
        assertThat(viewer.outputs().getFirst().getWidth()).isEqualTo(64);
        assertThat(viewer.outputs().getFirst().getHeight()).isEqualTo(8192);
        assertThat(viewer.outputs().getFirst().getScale120()).isEqualTo(60);
        assertThat(session.compositor().output().mode().refreshMilliHertz()).isEqualTo(144_000);
    }

    @Test
    void more_pixels_than_fit_are_made_fewer() throws Exception {
        Screen[] screens = new Screen[8];
        for (int i = 0; i < screens.length; i++) {
            screens[i] = screen(i, 8192, 8192).setX(i * 8192).build();
        }
        var read = ScreenList.read(List.of(screens));
        assertThat(read.stream().mapToLong(screen -> screen.mode().pixels()).sum())
                .isLessThanOrEqualTo(OutputMode.MOST_PIXELS)
                .isGreaterThan(OutputMode.MOST_PIXELS * 9 / 10);
    }

    @Test
    void contradictions_are_refused() {
        assertThatThrownBy(() -> ScreenList.read(
                        List.of(screen(1, 100, 100).build(), screen(1, 200, 200).build())))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessage("two screens with the id 1");
        assertThatThrownBy(() -> ScreenList.read(List.of(
                        screen(1, 100, 100).setName("\u00fc".repeat(129)).build())))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("258 bytes");
    }

    @Test
    void a_viewer_with_too_many_screens_or_none_is_sent_away() throws Exception {
        var viewer = session.viewer(hello(screen(1, 400, 300).build()));
        Screen[] many = new Screen[9];
        for (int i = 0; i < many.length; i++) {
            many[i] = screen(i, 100, 100).build();
        }
        change(viewer, many);
        assertThat(viewer.last(ToViewer.BodyCase.REFUSAL).message().getRefusal().getReason())
                .isEqualTo("The viewer named 9 screens, where at most 8 are allowed.");

        var other = session.viewer(hello(screen(1, 400, 300).build()));
        change(other);
        assertThat(other.last(ToViewer.BodyCase.REFUSAL).message().getRefusal().getReason())
                .isEqualTo("The viewer named no screen.");
    }

    private List<Output> outputs() {
        return session.compositor().scene().outputs();
    }

    private FollowingWindow window() throws Exception {
        return new FollowingWindow(session.client(), 100, 80, RED);
    }

    private static Hello hello(Screen... screens) {
        return Hello.newBuilder().addAllScreens(List.of(screens)).build();
    }

    private static Screen.Builder screen(int id, int width, int height) {
        return Screen.newBuilder().setId(id).setWidth(width).setHeight(height);
    }

    private void change(SessionViewer viewer, Screen... screens) throws Exception {
        viewer.send(
                Channel.CONTROL,
                ToSession.newBuilder()
                        .setScreensChange(ScreensChange.newBuilder().addAllScreens(List.of(screens))));
        session.settle();
    }

    private void point(SessionViewer viewer, int output, int x, int y) throws Exception {
        viewer.send(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setPointerMotion(PointerMotion.newBuilder()
                                .setOutput(output)
                                .setX(x * 256)
                                .setY(y * 256)));
        session.settle();
    }

    private void assertPictures(SessionViewer viewer) throws Exception {
        session.advance(Duration.ofSeconds(1));
        SessionInvariants.verify(session.compositor());
        SessionInvariants.verifyPicture(session.compositor(), viewer);
    }
}
