package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.compositor.fixture.ShellFixture.LEFT;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestPopup;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol;
import org.wayray.wayland.protocols.core.WlTouchProtocol;
import org.wayray.wayland.protocols.core.WlTouchProtocol.Event;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;

class WlTouchTest {
    private ShellFixture fixture;
    private TestClient client;
    private TestWindow window;

    @BeforeEach
    void connect() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
        client.touch();
        window = client.window(200, 100); // at 300, 250
        client.forget();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void fingerGoesDownMovesAndGoesUpInFrames() throws Exception {
        fixture.touchDown(3, 310, 260.5);
        fixture.touchMotion(3, 311, 261);
        fixture.touchUp(3);
        var events = client.heard(Event.class);
        int serial = client.last(Event.Down.class).serial();
        assertThat(events)
                .containsExactly(
                        new Event.Down(serial, 10, window.surface().id(), 3, 10, 10.5),
                        new Event.Frame(),
                        new Event.Motion(20, 3, 11, 11),
                        new Event.Frame(),
                        new Event.Up(client.last(Event.Up.class).serial(), 30, 3),
                        new Event.Frame());
    }

    @Test
    void whatHappensTogetherIsOneFrame() throws Exception {
        var seat = fixture.seat();
        seat.touchDown(0, new Point<>(310, 260), 1);
        seat.touchDown(1, new Point<>(320, 260), 1);
        seat.touchFrame();
        seat.touchFrame();
        fixture.settle();
        assertThat(client.heard(Event.Down.class)).hasSize(2);
        assertThat(client.heard(Event.Frame.class)).hasSize(1);
    }

    @Test
    void fingerStaysWithTheSurfaceThatItTouchedFirst() throws Exception {
        var other = fixture.client();
        other.touch();
        other.window(100, 100).window().moveTo(new Offset<>(0, 0));
        fixture.settle();
        fixture.touchDown(0, 310, 260);
        fixture.touchDown(1, 10, 20);
        fixture.touchMotion(0, 50, 50);
        fixture.touchMotion(1, 310, 260);
        assertThat(client.last(Event.Motion.class)).isEqualTo(new Event.Motion(30, 0, -250, -200));
        assertThat(other.last(Event.Down.class).id()).isEqualTo(1);
        assertThat(other.last(Event.Motion.class)).isEqualTo(new Event.Motion(40, 1, 310, 260));
        assertThat(client.heard(Event.Down.class)).hasSize(1);
    }

    @Test
    void fingerThatIsDownAlreadyOrUnknownIsIgnored() throws Exception {
        fixture.touchDown(0, 310, 260);
        client.forget();
        fixture.touchDown(0, 320, 260);
        fixture.touchMotion(7, 320, 260);
        fixture.touchUp(7);
        assertThat(client.heard()).isEmpty();
        for (int finger = 1; finger < 1000; finger++) {
            fixture.seat().touchDown(finger, new Point<>(310, 260), 1);
        }
        fixture.settle();
        assertThat(client.heard(Event.Down.class)).hasSize(63);
    }

    @Test
    void fingersOfASurfaceThatGoesAwayGoUp() throws Exception {
        fixture.touchDown(0, 310, 260);
        window.destroy();
        assertThat(client.heard(Event.Up.class)).hasSize(1);
        assertThat(client.heard(Event.class).getLast()).isEqualTo(new Event.Frame());
        client.forget();
        fixture.touchMotion(0, 320, 260);
        fixture.touchUp(0);
        assertThat(client.heard()).isEmpty();
    }

    @Test
    void fingersOfASurfaceThatIsUnmappedGoUp() throws Exception {
        fixture.touchDown(0, 310, 260);
        window.hide();
        assertThat(client.heard(Event.Up.class)).hasSize(1);
    }

    @Test
    void canceledFingersAreForgotten() throws Exception {
        fixture.touchDown(0, 310, 260);
        fixture.touchDown(1, 320, 260);
        client.forget();
        fixture.seat().touchCancel();
        fixture.touchUp(0);
        assertThat(client.heard(Event.class)).containsExactly(new Event.Cancel());
        fixture.touchDown(0, 310, 260);
        assertThat(client.last(Event.Down.class).id()).isZero();
    }

    @Test
    void viewerThatGoesCancelsTheFingers() throws Exception {
        fixture.touchDown(0, 310, 260);
        fixture.seat().viewerGone(99);
        fixture.settle();
        assertThat(client.heard(Event.Cancel.class)).hasSize(1);
    }

    @Test
    void objectMadeWhileAFingerIsDownHearsOfTheNextOnly() throws Exception {
        fixture.touchDown(0, 310, 260);
        client.forget();
        var late = client.touch();
        fixture.touchMotion(0, 320, 260);
        assertThat(client.heard().stream().filter(heard -> heard.by() == late)).isEmpty();
        fixture.touchDown(1, 320, 260);
        assertThat(client.heard().stream().filter(heard -> heard.by() == late)).hasSize(2);
    }

    @Test
    void releasedObjectHearsNothing() throws Exception {
        var second = client.touch();
        second.send(new WlTouchProtocol.Request.Release());
        fixture.touchDown(0, 310, 260);
        assertThat(client.heard(Event.Down.class)).hasSize(1);
    }

    @Test
    void touchActivatesTheWindow() throws Exception {
        var other = client.window(100, 100);
        other.window().moveTo(new Offset<>(0, 0));
        fixture.settle();
        assertThat(other.window().isActivated()).isTrue();
        fixture.touchDown(0, 310, 260);
        assertThat(window.window().isActivated()).isTrue();
    }

    @Test
    void touchMovesAWindow() throws Exception {
        fixture.touchDown(0, 310, 260);
        fixture.touchDown(1, 320, 260);
        int serial = client.heard(Event.Down.class).getFirst().serial();
        client.forget();
        window.send(new XdgToplevelProtocol.Request.Move(client.seat().id(), serial));
        fixture.touchMotion(0, 320, 280);
        fixture.touchMotion(1, 0, 0);
        assertThat(window.frame().origin()).isEqualTo(new Offset<>(310, 270));
        assertThat(client.heard(Event.class)).containsExactly(new Event.Cancel());
        fixture.touchUp(0);
        fixture.touchDown(0, 330, 290);
        fixture.touchMotion(0, 0, 0);
        assertThat(window.frame().origin()).isEqualTo(new Offset<>(310, 270));
        assertThat(client.heard(Event.Motion.class)).hasSize(1);
    }

    @Test
    void touchResizesAWindow() throws Exception {
        fixture.touchDown(0, 490, 340);
        window.send(new XdgToplevelProtocol.Request.Resize(
                client.seat().id(),
                client.last(Event.Down.class).serial(),
                XdgToplevelProtocol.ResizeEdge.BOTTOM_RIGHT.value()));
        fixture.touchMotion(0, 500, 360);
        assertThat(window.configure().width()).isEqualTo(210);
        assertThat(window.configure().height()).isEqualTo(120);
        fixture.touchUp(0);
        assertThat(window.states()).doesNotContain(XdgToplevelProtocol.State.RESIZING);
    }

    @Test
    void fingerDoesNotTakeAWindowFromThePointer() throws Exception {
        client.pointer();
        fixture.pointerTo(310, 260);
        fixture.press(LEFT);
        int serial = fixture.seat().pointer().press().orElseThrow().serial();
        window.send(new XdgToplevelProtocol.Request.Move(client.seat().id(), serial));
        fixture.touchDown(0, 320, 270);
        window.send(new XdgToplevelProtocol.Request.Move(
                client.seat().id(), client.last(Event.Down.class).serial()));
        fixture.touchMotion(0, 0, 0);
        assertThat(window.frame().origin()).isEqualTo(new Offset<>(300, 250));
        fixture.pointerTo(311, 260);
        assertThat(window.frame().origin()).isEqualTo(new Offset<>(301, 250));
    }

    @Test
    void serialOfAnotherClientsFingerMovesNothing() throws Exception {
        var other = fixture.client();
        var own = other.window(50, 50);
        own.window().moveTo(new Offset<>(0, 0));
        fixture.settle();
        fixture.touchDown(0, 310, 260);
        own.send(new XdgToplevelProtocol.Request.Move(
                other.seat().id(), client.last(Event.Down.class).serial()));
        fixture.touchMotion(0, 320, 280);
        assertThat(own.frame().origin()).isEqualTo(new Offset<>(0, 0));
    }

    @Test
    void touchOpensAMenuAndClosesItBesides() throws Exception {
        fixture.touchDown(0, 310, 260);
        fixture.touchUp(0);
        var popup = new TestPopup(client, window.xdgSurface().id(), client.ordinaryPositioner());
        popup.grab(client.last(Event.Down.class).serial());
        popup.map();
        assertThat(popup.isDone()).isFalse();
        client.forget();
        fixture.touchDown(0, 325, 285);
        assertThat(client.last(Event.Down.class).surface())
                .isEqualTo(popup.surface().id());
        fixture.touchUp(0);
        client.forget();
        fixture.touchDown(0, 10, 10);
        assertThat(popup.isDone()).isTrue();
        assertThat(client.heard(Event.Down.class)).isEmpty();
    }

    @Test
    void touchDragsAndDrops() throws Exception {
        var target = fixture.client();
        target.dataDevice();
        target.window(100, 100).window().moveTo(new Offset<>(0, 0));
        fixture.settle();
        var device = client.dataDevice();
        fixture.touchDown(5, 310, 260);
        var data = client.dataSource("text/plain");
        device.send(new WlDataDeviceProtocol.Request.StartDrag(
                data.id(),
                window.surface().id(),
                0,
                client.last(Event.Down.class).serial()));
        fixture.settle();
        assertThat(fixture.seat().drag().isActive()).isTrue();
        assertThat(client.heard(Event.Cancel.class)).hasSize(1);
        fixture.pointerTo(10, 10);
        assertThat(target.heard(WlDataDeviceProtocol.Event.Enter.class)).isEmpty();
        fixture.touchMotion(5, 20, 30);
        assertThat(target.last(WlDataDeviceProtocol.Event.Enter.class).y()).isEqualTo(30);
        fixture.touchUp(5);
        assertThat(fixture.seat().drag().isActive()).isFalse();
        assertThat(target.heard(WlDataDeviceProtocol.Event.Leave.class)).hasSize(1);
    }

    @Test
    void deadClientIsForgotten() throws Exception {
        fixture.touchDown(0, 310, 260);
        client.close();
        fixture.settle();
        fixture.touchMotion(0, 320, 260);
        fixture.touchUp(0);
        assertThat(fixture.display().clients()).isEmpty();
    }
}
