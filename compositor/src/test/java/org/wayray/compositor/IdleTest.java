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
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;

/** Clients that do nothing cost nothing: nothing wakes the loop, nothing is painted, nothing is sent. */
class IdleTest {
    private static final int CLIENTS = 50;

    private SessionFixture session;
    private final List<SessionClient> clients = new ArrayList<>();
    private final List<Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event>> windows = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        session = new SessionFixture();
    }

    @AfterEach
    void end() throws Exception {
        session.close();
    }

    private void openWindows() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            var client = session.client();
            clients.add(client);
            var window = client.window(40 + i, 30, 0xff000000 | i);
            windows.add(window);
            client.frame(window);
            window.send(new WlSurfaceProtocol.Request.Commit());
        }
        session.settle();
    }

    @Test
    void nothing_wakes_a_session_whose_clients_are_idle() throws Exception {
        var viewer = session.viewer();
        openWindows();
        session.advance(Duration.ofSeconds(20));
        assertThat(clients)
                .allMatch(client ->
                        client.heard(WlCallbackProtocol.Event.Done.class).size() == 1);
        int frames = viewer.frames().size();
        int messages = viewer.others().size();

        for (int hour = 0; hour < 24; hour++) {
            assertThat(session.loop().timerCount()).as("timers").isZero();
            assertThat(session.loop().runOnce(Duration.ZERO)).as("woken").isFalse();
            session.advance(Duration.ofHours(1));
        }

        assertThat(viewer.frames()).hasSize(frames);
        assertThat(viewer.others()).hasSize(messages);
        assertThat(session.compositor().output().damage().isEmpty()).isTrue();
    }

    @Test
    void nothing_wakes_a_session_that_nobody_watches() throws Exception {
        openWindows();

        assertThat(session.loop().timerCount()).as("timers").isZero();
        session.advance(Duration.ofHours(1));
        assertThat(session.loop().runOnce(Duration.ZERO)).as("woken").isFalse();
        assertThat(clients)
                .allMatch(client ->
                        client.heard(WlCallbackProtocol.Event.Done.class).isEmpty());
    }

    @Test
    void one_client_that_draws_causes_one_frame_and_wakes_no_other() throws Exception {
        var viewer = session.viewer();
        openWindows();
        session.advance(Duration.ofSeconds(20));
        int frames = viewer.frames().size();
        clients.forEach(SessionClient::forget);

        clients.getLast().draw(windows.getLast(), 40, 30, 0xffabcdef);
        session.advance(Duration.ofSeconds(20));

        assertThat(viewer.frames()).hasSize(frames + 1);
        for (int i = 0; i < CLIENTS - 1; i++) {
            assertThat(clients.get(i).heard()).isEmpty();
        }
        assertThat(session.loop().timerCount()).as("timers").isZero();
    }
}
