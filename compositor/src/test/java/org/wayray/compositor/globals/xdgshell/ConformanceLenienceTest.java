package org.wayray.compositor.globals.xdgshell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wayray.compositor.CompositorOptions;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.globals.WlSurface;
import org.wayray.compositor.scene.Surface;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgPopupProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgPositionerProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;

/** The one thing that a lenient conformance run forgives: content before the first acknowledged configure. */
class ConformanceLenienceTest {
    private static final int RED = 0xffff0000;

    @Test
    void contentBeforeTheFirstConfigureIsShown() throws Exception {
        try (var session = new SessionFixture(CompositorOptions.ofSize(320, 240).lenient());
                var client = session.client()) {
            var shell = client.bind(XdgWmBaseProtocol.INTERFACE);
            var parent = client.surface();
            var parentShell = xdgSurface(shell, parent);
            var toplevel =
                    parentShell.create(XdgToplevelProtocol.INTERFACE, XdgSurfaceProtocol.Request.GetToplevel::new);
            client.listen(parentShell);
            client.listen(toplevel);
            client.draw(parent, 100, 80, RED);
            session.settle();
            assertThat(server(client, session, parent).isMapped()).isTrue();
            assertThat(client.heard(XdgToplevelProtocol.Event.Configure.class)).isNotEmpty();

            var positioner =
                    shell.create(XdgPositionerProtocol.INTERFACE, XdgWmBaseProtocol.Request.CreatePositioner::new);
            positioner.send(new XdgPositionerProtocol.Request.SetSize(20, 10));
            positioner.send(new XdgPositionerProtocol.Request.SetAnchorRect(40, 30, 2, 2));
            var surface = client.surface();
            var popupShell = xdgSurface(shell, surface);
            client.listen(popupShell.create(
                    XdgPopupProtocol.INTERFACE,
                    id -> new XdgSurfaceProtocol.Request.GetPopup(id, parentShell.id(), positioner.id())));
            client.listen(popupShell);
            client.draw(surface, 20, 10, RED);
            session.settle();
            var popup = server(client, session, surface);
            assertThat(popup.isMapped()).isTrue();
            var origin = server(client, session, parent).scenePosition().orElseThrow();
            assertThat(new Rect<>(
                            popup.scenePosition().orElseThrow().minus(origin).x(),
                            popup.scenePosition().orElseThrow().minus(origin).y(),
                            20,
                            10))
                    .isEqualTo(new Rect<>(31, 26, 20, 10));

            int serial = client.heard(XdgSurfaceProtocol.Event.Configure.class)
                    .getLast()
                    .serial();
            popupShell.send(new XdgSurfaceProtocol.Request.AckConfigure(serial));
            session.settle();
            assertThat(client.isAlive()).isTrue();
        }
    }

    private static Proxy<XdgSurfaceProtocol.Request, XdgSurfaceProtocol.Event> xdgSurface(
            Proxy<XdgWmBaseProtocol.Request, XdgWmBaseProtocol.Event> shell, Proxy<?, ?> surface) {
        return shell.create(
                XdgSurfaceProtocol.INTERFACE, id -> new XdgWmBaseProtocol.Request.GetXdgSurface(id, surface.id()));
    }

    private static Surface server(
            SessionClient client, SessionFixture session, Proxy<WlSurfaceProtocol.Request, ?> surface) {
        assertThat(client.isAlive()).isTrue();
        return WlSurface.of(session.compositor().display().clients().getFirst(), surface.id());
    }
}
