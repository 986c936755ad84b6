package org.wayray.compositor.globals.xdgshell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgDecorationManagerV1Protocol;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol.Event;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol.Mode;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol.Request;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.wire.WireEnum;

class ZxdgDecorationTest {
    private ShellFixture fixture;
    private TestClient client;

    @BeforeEach
    void connect() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void firstConfigureSaysThatTheClientDraws() throws Exception {
        var window = client.newWindow();
        decorate(window);
        fixture.settle();
        assertThat(client.heard(Event.class)).isEmpty();
        window.start();
        assertThat(client.heard(Event.class)).containsExactly(new Event.Configure(Mode.CLIENT_SIDE.value()));
        assertThat(client.heard().getLast().event()).isInstanceOf(XdgSurfaceProtocol.Event.Configure.class);
    }

    @Test
    void wishForServerSideIsAnsweredWithClientSideInAConfigure() throws Exception {
        var window = client.newWindow();
        var decoration = decorate(window);
        window.start();
        client.forget();
        decoration.send(new Request.SetMode(Mode.SERVER_SIDE.value()));
        fixture.settle();
        assertThat(client.last(Event.Configure.class)).isEqualTo(new Event.Configure(Mode.CLIENT_SIDE.value()));
        assertThat(client.heard(XdgSurfaceProtocol.Event.Configure.class)).hasSize(1);
        client.forget();
        decoration.send(new Request.UnsetMode());
        fixture.settle();
        assertThat(client.heard(Event.Configure.class)).hasSize(1);
    }

    @Test
    void wishBeforeTheWindowIsSetUpIsAnsweredAtOnce() throws Exception {
        var decoration = decorate(client.newWindow());
        decoration.send(new Request.SetMode(Mode.SERVER_SIDE.value()));
        fixture.settle();
        assertThat(client.heard(Event.class)).containsExactly(new Event.Configure(Mode.CLIENT_SIDE.value()));
        client.forget();
        decoration.send(new Request.UnsetMode());
        fixture.settle();
        assertThat(client.heard(Event.class)).containsExactly(new Event.Configure(Mode.CLIENT_SIDE.value()));
    }

    @Test
    void wishForAWindowThatWasConfiguredBeforeIsGrantedAtOnce() throws Exception {
        var window = client.newWindow();
        window.start();
        client.forget();
        var decoration = decorate(window);
        decoration.send(new Request.SetMode(Mode.SERVER_SIDE.value()));
        fixture.settle();
        assertThat(client.heard(Event.class)).containsExactly(new Event.Configure(Mode.SERVER_SIDE.value()));
        assertThat(client.heard(XdgSurfaceProtocol.Event.Configure.class)).hasSize(1);
        client.forget();
        decoration.send(new Request.UnsetMode());
        fixture.settle();
        assertThat(client.heard(Event.class)).containsExactly(new Event.Configure(Mode.CLIENT_SIDE.value()));
    }

    @Test
    void secondDecorationIsAnError() throws Exception {
        var manager = client.decorations();
        var window = client.newWindow();
        decorate(manager, window);
        decorate(manager, window);
        expectError(manager, ZxdgToplevelDecorationV1Protocol.Error.ALREADY_CONSTRUCTED);
    }

    @Test
    void decorationAfterABufferIsAnError() throws Exception {
        var manager = client.decorations();
        decorate(manager, client.window(10, 10));
        expectError(manager, ZxdgToplevelDecorationV1Protocol.Error.UNCONFIGURED_BUFFER);
    }

    @Test
    void decorationAfterAnAttachedBufferIsAnError() throws Exception {
        var manager = client.decorations();
        var window = client.newWindow();
        window.start();
        window.surface()
                .send(new WlSurfaceProtocol.Request.Attach(client.buffer(1, 1).id(), 0, 0));
        decorate(manager, window);
        expectError(manager, ZxdgToplevelDecorationV1Protocol.Error.UNCONFIGURED_BUFFER);
    }

    @Test
    void windowThatGoesBeforeItsDecorationIsAnError() throws Exception {
        var manager = client.decorations();
        var window = client.newWindow();
        decorate(manager, window);
        window.toplevel().send(new XdgToplevelProtocol.Request.Destroy());
        expectError(manager, ZxdgToplevelDecorationV1Protocol.Error.ORPHANED);
    }

    @Test
    void withoutAManagerTheErrorIsAboutTheDecoration() throws Exception {
        var manager = client.decorations();
        var window = client.newWindow();
        var decoration = decorate(manager, window);
        manager.send(new ZxdgDecorationManagerV1Protocol.Request.Destroy());
        window.toplevel().send(new XdgToplevelProtocol.Request.Destroy());
        expectError(decoration, ZxdgToplevelDecorationV1Protocol.Error.ORPHANED);
    }

    @Test
    void unknownModeIsAnError() throws Exception {
        var decoration = decorate(client.newWindow());
        decoration.send(new Request.SetMode(3));
        expectError(decoration, ZxdgToplevelDecorationV1Protocol.Error.INVALID_MODE);
    }

    @Test
    void decorationMayGoAndComeBack() throws Exception {
        var window = client.newWindow();
        decorate(window).send(new Request.Destroy());
        decorate(window);
        fixture.settle();
        assertThat(client.isAlive()).isTrue();
    }

    private Proxy<Request, Event> decorate(TestWindow window) {
        return decorate(client.decorations(), window);
    }

    private Proxy<Request, Event> decorate(
            Proxy<ZxdgDecorationManagerV1Protocol.Request, ?> manager, TestWindow window) {
        return client.listen(manager.create(
                ZxdgToplevelDecorationV1Protocol.INTERFACE,
                id -> new ZxdgDecorationManagerV1Protocol.Request.GetToplevelDecoration(
                        id, window.toplevel().id())));
    }

    private void expectError(Proxy<?, ?> about, WireEnum code) throws Exception {
        var error = client.error();
        assertThat(error.objectId()).as(error.message()).isEqualTo(about.id());
        assertThat(error.code()).as(error.message()).isEqualTo(code.value());
    }
}
