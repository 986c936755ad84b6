package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.fixture.SessionViewer;
import org.wayray.compositor.fixture.TestLock;
import org.wayray.compositor.geometry.Point;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.wlroutputpowermanagement.ZwlrOutputPowerManagerV1Protocol;
import org.wayray.wayland.protocols.wlroutputpowermanagement.ZwlrOutputPowerV1Protocol;
import org.wayray.wayland.protocols.wlroutputpowermanagement.ZwlrOutputPowerV1Protocol.Event;
import org.wayray.wayland.protocols.wlroutputpowermanagement.ZwlrOutputPowerV1Protocol.Request;

class ZwlrOutputPowerTest {
    private static final Event OFF = new Event.Mode(0);
    private static final Event ON = new Event.Mode(1);

    private SessionFixture session;
    private SessionClient client;
    private SessionViewer viewer;

    private final class Switch {
        private final List<Event> events = new ArrayList<>();
        private final Proxy<Request, Event> proxy;

        Switch() throws Exception {
            var output = client.bind(WlOutputProtocol.INTERFACE);
            proxy = client.bind(ZwlrOutputPowerManagerV1Protocol.INTERFACE)
                    .create(
                            ZwlrOutputPowerV1Protocol.INTERFACE,
                            id -> new ZwlrOutputPowerManagerV1Protocol.Request.GetOutputPower(id, output.id()));
            proxy.setHandler(events::add);
            session.settle();
        }

        void turn(int mode) throws Exception {
            proxy.send(new Request.SetMode(mode));
            session.settle();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        session = new SessionFixture();
        client = session.client();
        viewer = session.viewer();
        client.window(320, 240, 0xffff0000);
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    @Test
    void outputThatIsOffIsBlackAndEverybodyIsTold() throws Exception {
        var one = new Switch();
        var other = new Switch();
        one.turn(0);
        assertThat(viewer.pixel(160, 120)).isZero();
        client.window(320, 240, 0xff00ff00);
        assertThat(viewer.pixel(160, 120)).isZero();
        one.turn(0);
        one.turn(1);
        assertThat(viewer.pixel(160, 120)).isEqualTo(0x00ff00);
        assertThat(one.events).containsExactly(ON, OFF, ON);
        assertThat(other.events).containsExactly(ON, OFF, ON);
    }

    @Test
    void inputSwitchesItOnAlsoWhenTheClientIsGone() throws Exception {
        var one = new Switch();
        one.turn(0);
        one.proxy.send(new Request.Destroy());
        session.settle();
        assertThat(viewer.pixel(160, 120)).isZero();
        session.loop().execute(() -> session.compositor().seat().pointerMotion(new Point<>(1, 1), 1));
        session.settle();
        assertThat(viewer.pixel(160, 120)).isEqualTo(0xff0000);
    }

    @Test
    void sessionCanBeLockedWhileItIsOff() throws Exception {
        new Switch().turn(0);
        assertThat(new TestLock(session.client()).isLocked()).isTrue();
    }

    @Test
    void outputThatGoesFails() throws Exception {
        var one = new Switch();
        session.compositor().scene().removeOutput(session.compositor().output());
        session.settle();
        assertThat(one.events).containsExactly(ON, new Event.Failed());
        one.turn(7);
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void unknownModeIsAnError() throws Exception {
        new Switch().turn(2);
        assertThat(client.error())
                .isEqualTo("zwlr_output_power_v1 " + ZwlrOutputPowerV1Protocol.Error.INVALID_MODE.value());
    }
}
