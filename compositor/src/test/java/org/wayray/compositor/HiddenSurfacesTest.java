package org.wayray.compositor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.geometry.Offset;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlRegionProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.presentationtime.WpPresentationFeedbackProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;

/** What clients are told whose surfaces nobody sees. */
class HiddenSurfacesTest {
    private static final Duration REFRESH = Duration.ofNanos(16_666_667);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int RED = 0xffff0000;
    private static final int BLUE = 0xff0000ff;

    private SessionFixture session;
    private SessionClient client;
    private SessionClient other;

    @BeforeEach
    void start() throws Exception {
        session = new SessionFixture();
        client = session.client();
        other = session.client();
    }

    @AfterEach
    void end() throws Exception {
        session.close();
    }

    @Test
    void a_covered_surface_is_told_to_draw_once_a_second() throws Exception {
        session.viewer();
        var below = client.window(20, 20, RED);
        cover();
        session.advance(SECOND);
        client.forget();
        for (int second = 0; second < 3; second++) {
            request(below);
            session.settle();
            int told = callbacks();
            for (int refresh = 0; refresh < 50; refresh++) {
                session.advance(REFRESH);
                assertThat(callbacks()).isLessThanOrEqualTo(second + 1);
            }
            session.advance(SECOND);
            assertThat(callbacks()).as("before: %s", told).isEqualTo(second + 1);
        }
    }

    @Test
    void an_idle_covered_surface_makes_no_work() throws Exception {
        session.viewer();
        client.window(20, 20, RED);
        cover();
        session.advance(Duration.ofMinutes(1));
        assertThat(session.loop().dispatchPending()).isZero();
        assertThat(session.loop().timerCount()).isZero();
    }

    @Test
    void a_surface_that_is_uncovered_is_told_at_once() throws Exception {
        session.viewer();
        var below = client.window(20, 20, RED);
        cover();
        session.advance(SECOND);
        request(below);
        session.settle();
        request(below);
        session.settle();
        client.forget();
        session.advance(REFRESH);
        assertThat(callbacks()).isZero();
        var cover = session.compositor().windows().active().orElseThrow();
        session.loop().execute(() -> cover.moveTo(new Offset<>(500, 500)));
        session.advance(REFRESH);
        assertThat(callbacks()).isPositive();
        client.forget();
        for (int i = 1; i <= 5; i++) {
            request(below);
            session.advance(REFRESH);
            assertThat(callbacks()).isEqualTo(i);
        }
    }

    @Test
    void a_translucent_surface_covers_nothing_and_one_that_becomes_opaque_does() throws Exception {
        session.viewer();
        var below = client.window(20, 20, RED);
        var above = other.window(200, 200, BLUE);
        session.advance(SECOND);
        client.forget();
        request(below);
        session.advance(REFRESH);
        request(below);
        session.advance(REFRESH);
        assertThat(callbacks()).isEqualTo(2);

        makeOpaque(above);
        session.advance(SECOND);
        client.forget();
        request(below);
        session.settle();
        request(below);
        session.advance(REFRESH);
        session.advance(REFRESH);
        assertThat(callbacks()).isLessThan(2);
    }

    @Test
    void a_surface_beside_the_output_is_hidden() throws Exception {
        session.viewer();
        var surface = client.window(20, 20, RED);
        session.compositor().windows().active().orElseThrow().moveTo(new Offset<>(5000, 0));
        session.advance(SECOND);
        client.forget();
        request(surface);
        session.settle();
        request(surface);
        session.advance(REFRESH);
        session.advance(REFRESH);
        assertThat(callbacks()).isLessThan(2);
        session.advance(SECOND);
        assertThat(callbacks()).isEqualTo(2);
    }

    @Test
    void a_parent_beneath_its_own_subsurface_is_told_at_full_rate() throws Exception {
        session.viewer();
        var parent = client.surface();
        client.toplevel(parent);
        var child = client.surface();
        client.subsurface(child, parent);
        makeOpaque(child);
        client.draw(child, 50, 50, BLUE);
        client.draw(parent, 50, 50, RED);
        session.advance(SECOND);
        client.forget();
        for (int i = 1; i <= 3; i++) {
            request(parent);
            session.advance(REFRESH);
            assertThat(callbacks()).isEqualTo(i);
        }
    }

    @Test
    void content_that_nobody_saw_is_discarded() throws Exception {
        session.viewer();
        var below = client.window(20, 20, RED);
        cover();
        session.advance(SECOND);
        client.feedback(below);
        client.draw(below, 20, 20, BLUE);
        session.advance(SECOND);
        assertThat(client.heard(WpPresentationFeedbackProtocol.Event.Discarded.class))
                .hasSize(1);
        assertThat(client.heard(WpPresentationFeedbackProtocol.Event.Presented.class))
                .isEmpty();
    }

    @Test
    void a_minimised_window_is_suspended_and_draws_again_when_it_comes_back() throws Exception {
        session.viewer();
        var surface = client.surface();
        var toplevel = client.listen(client.toplevel(surface));
        client.draw(surface, 20, 20, RED);
        client.feedback(surface);
        request(surface);
        toplevel.send(new XdgToplevelProtocol.Request.SetMinimized());
        session.settle();
        assertThat(isSuspended()).isTrue();
        assertThat(client.heard(WpPresentationFeedbackProtocol.Event.class)).hasSize(1);
        client.forget();
        request(surface);
        session.advance(SECOND);
        session.advance(SECOND);
        assertThat(callbacks()).isZero();
        var windows = session.compositor().windows();
        windows.activate(windows.windows().getFirst());
        session.advance(REFRESH);
        assertThat(callbacks()).isPositive();
        assertThat(isSuspended()).isFalse();
    }

    @Test
    void windows_are_suspended_while_nobody_watches() throws Exception {
        var surface = client.surface();
        client.listen(client.toplevel(surface));
        client.draw(surface, 20, 20, RED);
        assertThat(isSuspended()).isTrue();
        var viewer = session.viewer();
        assertThat(isSuspended()).isFalse();
        viewer.close();
        session.settle();
        assertThat(isSuspended()).isTrue();
    }

    private boolean isSuspended() {
        var states = ByteBuffer.wrap(client.heard(XdgToplevelProtocol.Event.Configure.class)
                        .getLast()
                        .states())
                .order(ByteOrder.nativeOrder());
        boolean suspended = false;
        while (states.hasRemaining()) {
            suspended |= states.getInt() == XdgToplevelProtocol.State.SUSPENDED.value();
        }
        return suspended;
    }

    private void cover() throws Exception {
        makeOpaque(other.window(200, 200, BLUE));
    }

    private void makeOpaque(Proxy<WlSurfaceProtocol.Request, ?> surface) throws Exception {
        var of = surface.connection() == client.connection() ? client : other;
        var region = of.region();
        region.send(new WlRegionProtocol.Request.Add(0, 0, 1000, 1000));
        surface.send(new WlSurfaceProtocol.Request.SetOpaqueRegion(region.id()));
        region.send(new WlRegionProtocol.Request.Destroy());
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();
    }

    /** Commits with a wish to be told when to draw. */
    private void request(Proxy<WlSurfaceProtocol.Request, ?> surface) {
        client.frame(surface);
        surface.send(new WlSurfaceProtocol.Request.Commit());
    }

    private int callbacks() {
        return client.heard(WlCallbackProtocol.Event.Done.class).size();
    }
}
