package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.xdgactivation.XdgActivationTokenV1Protocol;
import org.wayray.wayland.protocols.xdgactivation.XdgActivationTokenV1Protocol.Event;
import org.wayray.wayland.protocols.xdgactivation.XdgActivationTokenV1Protocol.Request;
import org.wayray.wayland.protocols.xdgactivation.XdgActivationV1Protocol;
import org.wayray.wayland.protocols.xdgsystembell.XdgSystemBellV1Protocol;

/** Who may take the user's attention, and who may only ask for it. */
class XdgActivationV1Test {
    private ShellFixture fixture;
    private TestClient client;
    private TestClient panel;

    @BeforeEach
    void connect() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
        panel = fixture.client();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void theTokenOfAClickBringsAnotherProgramsWindowToTheUser() throws Exception {
        var behind = panel.window(50, 50);
        var window = client.window(300, 200);
        client.pointer();
        fixture.click(400, 300);
        var token =
                token(client, client.last(WlPointerProtocol.Event.Button.class).serial());
        assertThat(behind.window().isActivated()).isFalse();
        activate(panel, token, behind);
        assertThat(behind.window().isActivated()).isTrue();
        assertThat(fixture.seat().keyboard().focus()).contains(behind.serverSurface());

        // it counts once
        fixture.windows().activate(window.window());
        activate(panel, token, behind);
        assertThat(behind.window().isActivated()).isFalse();
        assertThat(behind.window().isUrgent()).isTrue();
    }

    @Test
    void theFocusIsAReasonOnlyWhileItLasts() throws Exception {
        var keyboard = client.keyboard();
        client.window(300, 200);
        int serial = client.last(WlKeyboardProtocol.Event.Enter.class).serial();
        assertThat(keyboard).isNotNull();
        var other = panel.window(50, 50);
        // the focus went to the other one
        var late = token(client, serial);
        fixture.windows().activate(fixture.windows().windows().getLast());
        activate(panel, late, other);
        assertThat(other.window().isActivated()).isFalse();
        var inTime =
                token(client, client.last(WlKeyboardProtocol.Event.Enter.class).serial());
        activate(panel, inTime, other);
        assertThat(other.window().isActivated()).isTrue();
    }

    @Test
    void aWindowWithoutARightIsMarkedUntilTheUserTurnsToIt() throws Exception {
        var shy = panel.window(50, 50);
        client.window(300, 200);
        activate(panel, "made up", shy);
        assertThat(shy.window().isActivated()).isFalse();
        assertThat(shy.window().isUrgent()).isTrue();
        fixture.windows().activate(shy.window());
        assertThat(shy.window().isUrgent()).isFalse();
        activate(panel, token(client, 12345), shy);
        assertThat(shy.window().isUrgent()).isFalse();
    }

    @Test
    void aTokenExpires() throws Exception {
        var behind = panel.window(50, 50);
        client.window(300, 200);
        client.pointer();
        fixture.click(400, 300);
        var token =
                token(client, client.last(WlPointerProtocol.Event.Button.class).serial());
        fixture.advance(Duration.ofSeconds(61));
        activate(panel, token, behind);
        assertThat(behind.window().isActivated()).isFalse();
    }

    @Test
    void aTokenOutlivesTheClientThatAskedForIt() throws Exception {
        var behind = panel.window(50, 50);
        client.window(300, 200);
        client.pointer();
        fixture.click(400, 300);
        var token =
                token(client, client.last(WlPointerProtocol.Event.Button.class).serial());
        client.close();
        fixture.settle();
        var newest = fixture.client().window(20, 20);
        assertThat(newest.window().isActivated()).isTrue();
        activate(panel, token, behind);
        assertThat(behind.window().isActivated()).isTrue();
    }

    @Test
    void aCommittedTokenCannotBeUsedAgain() throws Exception {
        var object = object(client);
        object.send(new Request.Commit());
        fixture.settle();
        assertThat(client.heard(Event.Done.class)).hasSize(1);
        object.send(new Request.SetAppId("x"));
        var error = client.error();
        assertThat(error.objectId()).isEqualTo(object.id());
        assertThat(error.code()).isEqualTo(XdgActivationTokenV1Protocol.Error.ALREADY_USED.value());
    }

    @Test
    void theBellMarksAWindowThatTheUserDoesNotAttendTo() throws Exception {
        var behind = panel.window(50, 50);
        var front = client.window(300, 200);
        var bell = panel.bind(XdgSystemBellV1Protocol.INTERFACE);
        bell.send(new XdgSystemBellV1Protocol.Request.Ring(0));
        fixture.settle();
        fixture.advance(Duration.ofSeconds(1));
        bell.send(new XdgSystemBellV1Protocol.Request.Ring(behind.surface().id()));
        fixture.settle();
        assertThat(behind.window().isUrgent()).isTrue();
        assertThat(front.window().isUrgent()).isFalse();

        fixture.windows().activate(behind.window());
        var clients = client.bind(XdgSystemBellV1Protocol.INTERFACE);
        clients.send(new XdgSystemBellV1Protocol.Request.Ring(front.surface().id()));
        fixture.settle();
        assertThat(front.window().isUrgent()).as("too soon").isFalse();
        fixture.advance(Duration.ofSeconds(1));
        clients.send(new XdgSystemBellV1Protocol.Request.Ring(front.surface().id()));
        fixture.settle();
        assertThat(front.window().isUrgent()).isTrue();
    }

    private Proxy<Request, Event> object(TestClient of) {
        return of.listen(of.bind(XdgActivationV1Protocol.INTERFACE)
                .create(
                        XdgActivationTokenV1Protocol.INTERFACE,
                        XdgActivationV1Protocol.Request.GetActivationToken::new));
    }

    private String token(TestClient of, int serial) throws Exception {
        var object = object(of);
        object.send(new Request.SetSerial(serial, of.seat().id()));
        object.send(new Request.SetAppId("test"));
        object.send(new Request.Commit());
        fixture.settle();
        object.send(new Request.Destroy());
        return of.last(Event.Done.class).token();
    }

    private void activate(TestClient of, String token, TestWindow window) throws Exception {
        of.bind(XdgActivationV1Protocol.INTERFACE)
                .send(new XdgActivationV1Protocol.Request.Activate(
                        token, window.surface().id()));
        fixture.settle();
    }
}
