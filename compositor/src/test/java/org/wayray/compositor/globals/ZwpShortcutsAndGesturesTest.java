package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.compositor.fixture.ShellFixture.KEY_F4;
import static org.wayray.compositor.fixture.ShellFixture.KEY_LEFT_ALT;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.compositor.seat.PointerGestures.Kind;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.keyboardshortcutsinhibit.ZwpKeyboardShortcutsInhibitManagerV1Protocol;
import org.wayray.wayland.protocols.keyboardshortcutsinhibit.ZwpKeyboardShortcutsInhibitorV1Protocol;
import org.wayray.wayland.protocols.keyboardshortcutsinhibit.ZwpKeyboardShortcutsInhibitorV1Protocol.Event;
import org.wayray.wayland.protocols.pointergestures.ZwpPointerGesturePinchV1Protocol;
import org.wayray.wayland.protocols.pointergestures.ZwpPointerGestureSwipeV1Protocol;
import org.wayray.wayland.protocols.pointergestures.ZwpPointerGesturesV1Protocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;

class ZwpShortcutsAndGesturesTest {
    private static final int KEY_ESCAPE = 1;
    private static final int KEY_LEFT_SUPER = 125;

    private ShellFixture fixture;
    private TestClient client;
    private TestWindow window;

    @BeforeEach
    void connect() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
        client.keyboard();
        window = client.window(200, 100); // at 300, 250
        client.forget();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void windowManagersKeysGoToTheSurfaceThatInhibits() throws Exception {
        inhibit();
        assertThat(client.heard(Event.Active.class)).hasSize(1);
        altF4();
        assertThat(client.heard(XdgToplevelProtocol.Event.Close.class)).isEmpty();
        assertThat(client.heard(WlKeyboardProtocol.Event.Key.class)).hasSize(4);
    }

    @Test
    void keysAreTheWindowManagersAgainWhenTheInhibitorIsGone() throws Exception {
        inhibit().send(new ZwpKeyboardShortcutsInhibitorV1Protocol.Request.Destroy());
        altF4();
        assertThat(client.heard(XdgToplevelProtocol.Event.Close.class)).hasSize(1);
        inhibit();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void otherSurfacesKeepTheWindowManagersKeys() throws Exception {
        inhibit();
        client.window(50, 50);
        altF4();
        assertThat(client.heard(XdgToplevelProtocol.Event.Close.class)).hasSize(1);
        assertThat(client.heard(Event.Inactive.class)).isEmpty();
    }

    @Test
    void userTakesTheKeysBackAndGivesThemAgain() throws Exception {
        inhibit();
        superEscape();
        assertThat(client.heard(Event.Inactive.class)).hasSize(1);
        altF4();
        assertThat(client.heard(XdgToplevelProtocol.Event.Close.class)).hasSize(1);
        superEscape();
        assertThat(client.heard(Event.Active.class)).hasSize(2);
        altF4();
        assertThat(client.heard(XdgToplevelProtocol.Event.Close.class)).hasSize(1);
    }

    @Test
    void secondInhibitorOfASurfaceIsAnError() throws Exception {
        inhibit();
        inhibit();
        assertThat(client.error().code())
                .isEqualTo(ZwpKeyboardShortcutsInhibitManagerV1Protocol.Error.ALREADY_INHIBITED.value());
    }

    @Test
    void inhibitorOutlivesItsSurfaceWithoutEffect() throws Exception {
        var inhibitor = inhibit();
        window.destroy();
        inhibitor.send(new ZwpKeyboardShortcutsInhibitorV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(client.isAlive()).isTrue();
    }

    // gestures

    @Test
    void gestureBelongsToTheSurfaceThatItBeganOn() throws Exception {
        var pointer = client.pointer();
        var gestures = client.bind(ZwpPointerGesturesV1Protocol.INTERFACE);
        client.listen(gestures.create(
                ZwpPointerGestureSwipeV1Protocol.INTERFACE,
                id -> new ZwpPointerGesturesV1Protocol.Request.GetSwipeGesture(id, pointer.id())));
        fixture.pointerTo(310, 260);
        client.forget();
        var seat = fixture.seat().gestures();
        seat.begin(Kind.SWIPE, 3, 10);
        seat.swipe(1, 2, 20);
        seat.pinch(1, 2, 1, 0, 25);
        fixture.pointerTo(0, 0);
        seat.swipe(3, 4, 30);
        seat.end(false, 40);
        seat.swipe(5, 6, 50);
        fixture.settle();
        var events = client.heard(ZwpPointerGestureSwipeV1Protocol.Event.class);
        assertThat(events).hasSize(4);
        assertThat(((ZwpPointerGestureSwipeV1Protocol.Event.Begin) events.getFirst()).fingers())
                .isEqualTo(3);
        assertThat(events.get(2)).isEqualTo(new ZwpPointerGestureSwipeV1Protocol.Event.Update(30, 3, 4));
    }

    @Test
    void gestureThatDoesNotEndIsCancelledByTheNext() throws Exception {
        var pointer = client.pointer();
        var gestures = client.bind(ZwpPointerGesturesV1Protocol.INTERFACE);
        client.listen(gestures.create(
                ZwpPointerGesturePinchV1Protocol.INTERFACE,
                id -> new ZwpPointerGesturesV1Protocol.Request.GetPinchGesture(id, pointer.id())));
        fixture.pointerTo(310, 260);
        fixture.seat().gestures().begin(Kind.PINCH, 2, 10);
        fixture.seat().gestures().begin(Kind.HOLD, 2, 20);
        window.destroy();
        fixture.seat().viewerGone(30);
        fixture.settle();
        assertThat(client.last(ZwpPointerGesturePinchV1Protocol.Event.End.class).cancelled())
                .isEqualTo(1);
        assertThat(client.isAlive()).isTrue();
    }

    private Proxy<ZwpKeyboardShortcutsInhibitorV1Protocol.Request, ?> inhibit() throws Exception {
        var inhibitor = client.listen(client.bind(ZwpKeyboardShortcutsInhibitManagerV1Protocol.INTERFACE)
                .create(
                        ZwpKeyboardShortcutsInhibitorV1Protocol.INTERFACE,
                        id -> new ZwpKeyboardShortcutsInhibitManagerV1Protocol.Request.InhibitShortcuts(
                                id, window.surface().id(), client.seat().id())));
        fixture.settle();
        return inhibitor;
    }

    private void altF4() throws Exception {
        chord(KEY_LEFT_ALT, KEY_F4);
    }

    private void superEscape() throws Exception {
        chord(KEY_LEFT_SUPER, KEY_ESCAPE);
    }

    private void chord(int modifier, int key) throws Exception {
        fixture.keyDown(modifier);
        fixture.keyDown(key);
        fixture.keyUp(key);
        fixture.keyUp(modifier);
    }
}
