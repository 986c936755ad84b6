package org.wayray.compositor.globals.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.fixture.TestLock;
import org.wayray.compositor.geometry.Point;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.extidlenotify.ExtIdleNotificationV1Protocol;
import org.wayray.wayland.protocols.extidlenotify.ExtIdleNotificationV1Protocol.Event;
import org.wayray.wayland.protocols.extidlenotify.ExtIdleNotifierV1Protocol;
import org.wayray.wayland.protocols.idleinhibit.ZwpIdleInhibitManagerV1Protocol;
import org.wayray.wayland.protocols.idleinhibit.ZwpIdleInhibitorV1Protocol;

class IdleTest {
    private static final Event IDLED = new Event.Idled();
    private static final Event RESUMED = new Event.Resumed();

    private SessionFixture session;
    private SessionClient client;

    @BeforeEach
    void connect() throws Exception {
        session = new SessionFixture();
        client = session.client();
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    private final class Notification {
        private final List<Event> events = new ArrayList<>();
        private final Proxy<ExtIdleNotificationV1Protocol.Request, Event> proxy;

        Notification(int timeoutMs, boolean inputOnly) throws Exception {
            var notifier = client.bind(ExtIdleNotifierV1Protocol.INTERFACE);
            var seat = client.bind(WlSeatProtocol.INTERFACE);
            proxy = notifier.create(
                    ExtIdleNotificationV1Protocol.INTERFACE,
                    id -> inputOnly
                            ? new ExtIdleNotifierV1Protocol.Request.GetInputIdleNotification(id, timeoutMs, seat.id())
                            : new ExtIdleNotifierV1Protocol.Request.GetIdleNotification(id, timeoutMs, seat.id()));
            proxy.setHandler(events::add);
            session.settle();
        }
    }

    private Proxy<ZwpIdleInhibitorV1Protocol.Request, ?> inhibit(Proxy<WlSurfaceProtocol.Request, ?> surface)
            throws Exception {
        var inhibitor = client.bind(ZwpIdleInhibitManagerV1Protocol.INTERFACE)
                .create(
                        ZwpIdleInhibitorV1Protocol.INTERFACE,
                        id -> new ZwpIdleInhibitManagerV1Protocol.Request.CreateInhibitor(id, surface.id()));
        session.settle();
        return inhibitor;
    }

    private void activity() throws Exception {
        session.compositor().seat().pointerMotion(new Point<>(1, 1), 1);
        session.settle();
    }

    private void advance(int millis) throws Exception {
        session.advance(Duration.ofMillis(millis));
    }

    @Test
    void userIsIdleAfterTheTimeoutAndResumesWithAnyInput() throws Exception {
        var notification = new Notification(1000, false);
        advance(999);
        assertThat(notification.events).isEmpty();
        advance(1);
        assertThat(notification.events).containsExactly(IDLED);
        advance(5000);
        assertThat(notification.events).containsExactly(IDLED);
        activity();
        assertThat(notification.events).containsExactly(IDLED, RESUMED);
        advance(1000);
        assertThat(notification.events).containsExactly(IDLED, RESUMED, IDLED);
        session.compositor().seat().keyboardKey(30, true, 2);
        session.settle();
        assertThat(notification.events).containsExactly(IDLED, RESUMED, IDLED, RESUMED);
    }

    @Test
    void clientHasOnlySoManyNotifications() throws Exception {
        for (int i = 0; i < ExtIdleNotifierV1.MOST_PER_CLIENT; i++) {
            new Notification(1000, false);
        }
        assertThat(client.isAlive()).isTrue();
        new Notification(1000, false);
        assertThat(client.isAlive()).isFalse();
    }

    @Test
    void activityPutsTheTimeoutOff() throws Exception {
        var notification = new Notification(1000, false);
        advance(900);
        activity();
        advance(900);
        assertThat(notification.events).isEmpty();
        advance(100);
        assertThat(notification.events).containsExactly(IDLED);
    }

    @Test
    void timeRunsFromTheCreationAlsoIfTheUserWasAwayBefore() throws Exception {
        advance(10_000);
        var notification = new Notification(1000, false);
        assertThat(notification.events).isEmpty();
        advance(1000);
        assertThat(notification.events).containsExactly(IDLED);
    }

    @Test
    void timeoutOfZeroIsIdleAtOnceAndAgainAfterEachInput() throws Exception {
        var notification = new Notification(0, false);
        assertThat(notification.events).containsExactly(IDLED);
        activity();
        assertThat(notification.events).containsExactly(IDLED, RESUMED, IDLED);
    }

    @Test
    void longestTimeoutIsUnsigned() throws Exception {
        var notification = new Notification(-1, false);
        advance(100_000);
        assertThat(notification.events).isEmpty();
    }

    @Test
    void destroyedNotificationLeavesNoTimer() throws Exception {
        int timers = session.loop().timerCount();
        var notification = new Notification(1000, false);
        assertThat(session.loop().timerCount()).isEqualTo(timers + 1);
        notification.proxy.send(new ExtIdleNotificationV1Protocol.Request.Destroy());
        session.settle();
        assertThat(session.loop().timerCount()).isEqualTo(timers);
        var idle = new Notification(10, false);
        advance(10);
        idle.proxy.send(new ExtIdleNotificationV1Protocol.Request.Destroy());
        activity();
        assertThat(idle.events).containsExactly(IDLED);
    }

    @Test
    void visibleSurfaceInhibitsButNotThoseThatWatchInputOnly() throws Exception {
        var ordinary = new Notification(1000, false);
        var input = new Notification(1000, true);
        var window = client.window(100, 100, 0xffff0000);
        var inhibitor = inhibit(window);
        advance(1000);
        assertThat(ordinary.events).isEmpty();
        assertThat(input.events).containsExactly(IDLED);
        inhibitor.send(new ZwpIdleInhibitorV1Protocol.Request.Destroy());
        session.settle();
        advance(999);
        assertThat(ordinary.events).isEmpty();
        advance(1);
        assertThat(ordinary.events).containsExactly(IDLED);
    }

    @Test
    void inhibitorEndsAnIdleness() throws Exception {
        var notification = new Notification(1000, false);
        var window = client.window(100, 100, 0xffff0000);
        advance(1000);
        inhibit(window);
        assertThat(notification.events).containsExactly(IDLED, RESUMED);
    }

    @Test
    void surfaceThatCannotBeSeenDoesNotInhibit() throws Exception {
        var notification = new Notification(1000, false);
        var surface = client.surface();
        inhibit(surface);
        advance(1000);
        assertThat(notification.events).containsExactly(IDLED);
        client.toplevel(surface);
        client.draw(surface, 100, 100, 0xffff0000);
        assertThat(notification.events).containsExactly(IDLED, RESUMED);
        new TestLock(session.client());
        advance(1000);
        assertThat(notification.events).containsExactly(IDLED, RESUMED, IDLED);
    }

    @Test
    void destroyedSurfaceDoesNotInhibit() throws Exception {
        var notification = new Notification(1000, false);
        var other = session.client();
        var window = other.window(100, 100, 0xffff0000);
        other.bind(ZwpIdleInhibitManagerV1Protocol.INTERFACE)
                .create(
                        ZwpIdleInhibitorV1Protocol.INTERFACE,
                        id -> new ZwpIdleInhibitManagerV1Protocol.Request.CreateInhibitor(id, window.id()));
        session.settle();
        advance(1000);
        assertThat(notification.events).isEmpty();
        other.close();
        session.settle();
        advance(1000);
        assertThat(notification.events).containsExactly(IDLED);
    }
}
