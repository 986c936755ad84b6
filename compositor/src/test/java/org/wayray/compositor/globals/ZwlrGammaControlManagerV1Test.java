package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.output.GammaCurves;
import org.wayray.posix.SharedMemory;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.wlrgammacontrol.ZwlrGammaControlManagerV1Protocol;
import org.wayray.wayland.protocols.wlrgammacontrol.ZwlrGammaControlV1Protocol;
import org.wayray.wayland.wire.WireFd;

/** zwlr_gamma_control_manager_v1: what the viewer shows, with a client over a socket pair. */
class ZwlrGammaControlManagerV1Test {
    private static final int GREY = 0x808080;

    private final SessionFixture session;

    ZwlrGammaControlManagerV1Test() throws Exception {
        session = new SessionFixture();
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    @Test
    void coloursGoThroughTheCurvesUntilTheClientLetsGo() throws Exception {
        var viewer = session.viewer();
        var client = session.client();
        client.window(320, 240, 0xff000000 | GREY);
        assertThat(viewer.pixel(5, 5)).isEqualTo(GREY);
        var control = control(client);
        assertThat(client.heard(ZwlrGammaControlV1Protocol.Event.class))
                .containsExactly(new ZwlrGammaControlV1Protocol.Event.GammaSize(GammaCurves.SIZE));
        set(control, i -> i * 257, i -> i * 257 / 2, i -> 0);
        assertThat(viewer.pixel(5, 5)).isEqualTo(0x804000);
        control.send(new ZwlrGammaControlV1Protocol.Request.Destroy());
        session.settle();
        assertThat(viewer.pixel(5, 5)).isEqualTo(GREY);
    }

    @Test
    void theDeathOfTheClientGivesTheColoursBack() throws Exception {
        var viewer = session.viewer();
        session.client().window(320, 240, 0xff000000 | GREY);
        var warm = session.client();
        set(control(warm), i -> 0, i -> 0, i -> 0);
        assertThat(viewer.pixel(5, 5)).isZero();
        warm.close();
        session.settle();
        assertThat(viewer.pixel(5, 5)).isEqualTo(GREY);
    }

    @Test
    void onlyOneClientHasTheCurves() throws Exception {
        control(session.client());
        var second = session.client();
        control(second);
        assertThat(second.heard(ZwlrGammaControlV1Protocol.Event.class))
                .containsExactly(new ZwlrGammaControlV1Protocol.Event.Failed());
    }

    @Test
    void curvesThatAreTooShortAreAnError() throws Exception {
        var client = session.client();
        var control = control(client);
        try (var memory = SharedMemory.create(100)) {
            var fd = memory.duplicate();
            control.send(new ZwlrGammaControlV1Protocol.Request.SetGamma(WireFd.owning(fd)));
            assertThat(client.error()).isEqualTo("zwlr_gamma_control_v1 1");
        }
    }

    private Proxy<ZwlrGammaControlV1Protocol.Request, ?> control(SessionClient client) throws Exception {
        var output = client.bind(WlOutputProtocol.INTERFACE);
        var control = client.listen(client.bind(ZwlrGammaControlManagerV1Protocol.INTERFACE)
                .create(
                        ZwlrGammaControlV1Protocol.INTERFACE,
                        id -> new ZwlrGammaControlManagerV1Protocol.Request.GetGammaControl(id, output.id())));
        session.settle();
        return control;
    }

    private void set(
            Proxy<ZwlrGammaControlV1Protocol.Request, ?> control,
            IntUnaryOperator red,
            IntUnaryOperator green,
            IntUnaryOperator blue)
            throws Exception {
        try (var memory = SharedMemory.create(3 * GammaCurves.SIZE * Short.BYTES)) {
            var values = memory.bytes().order(ByteOrder.nativeOrder()).asShortBuffer();
            for (var curve : new IntUnaryOperator[] {red, green, blue}) {
                for (int i = 0; i < GammaCurves.SIZE; i++) {
                    values.put((short) curve.applyAsInt(i));
                }
            }
            control.send(new ZwlrGammaControlV1Protocol.Request.SetGamma(WireFd.owning(memory.duplicate())));
            session.settle();
        }
    }
}
