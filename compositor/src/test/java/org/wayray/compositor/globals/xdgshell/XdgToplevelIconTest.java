package org.wayray.compositor.globals.xdgshell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.wm.WindowIcon;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlBufferProtocol;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.xdgtoplevelicon.XdgToplevelIconManagerV1Protocol;
import org.wayray.wayland.protocols.xdgtoplevelicon.XdgToplevelIconManagerV1Protocol.Event;
import org.wayray.wayland.protocols.xdgtoplevelicon.XdgToplevelIconV1Protocol;
import org.wayray.wayland.protocols.xdgtoplevelicon.XdgToplevelIconV1Protocol.Error;
import org.wayray.wayland.protocols.xdgtoplevelicon.XdgToplevelIconV1Protocol.Request;

class XdgToplevelIconTest {
    private ShellFixture fixture;
    private TestClient client;
    private Proxy<XdgToplevelIconManagerV1Protocol.Request, Event> manager;

    @BeforeEach
    void connect() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
        manager = client.listen(client.bind(XdgToplevelIconManagerV1Protocol.INTERFACE));
        fixture.settle();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void theSizeIsToldAtTheBind() {
        assertThat(client.heard(Event.class))
                .containsExactly(new Event.IconSize(WindowIcon.MOST_PIXELS), new Event.Done());
    }

    @Test
    void anIconCountsWithTheCommitAndOutlivesItsObject() throws Exception {
        var window = client.window(50, 50);
        var icon = icon();
        icon.send(new Request.SetName("folder"));
        var small = client.buffer(16, 16);
        icon.send(new Request.AddBuffer(small.id(), 1));
        icon.send(new Request.AddBuffer(client.buffer(64, 64).id(), 1));
        icon.send(new Request.AddBuffer(client.buffer(512, 512).id(), 1));
        manager.send(new XdgToplevelIconManagerV1Protocol.Request.SetIcon(
                window.toplevel().id(), icon.id()));
        icon.send(new Request.Destroy());
        small.send(new WlBufferProtocol.Request.Destroy());
        fixture.settle();
        assertThat(window.window().icon()).isEmpty();
        window.commit();
        fixture.settle();
        var set = window.window().icon().orElseThrow();
        assertThat(set.name()).contains("folder");
        assertThat(set.picture().orElseThrow().width()).isEqualTo(64);

        manager.send(new XdgToplevelIconManagerV1Protocol.Request.SetIcon(
                window.toplevel().id(), 0));
        window.commit();
        fixture.settle();
        assertThat(window.window().icon()).isEmpty();
    }

    @Test
    void clientHasOnlySoManyIcons() throws Exception {
        for (int i = 0; i <= XdgToplevelIconManagerV1.MOST_PER_CLIENT; i++) {
            icon();
        }
        assertThat(client.error().code()).isEqualTo(WlDisplayProtocol.Error.NO_MEMORY.value());
    }

    @Test
    void anEmptyIconIsNone() throws Exception {
        var window = client.window(50, 50);
        manager.send(new XdgToplevelIconManagerV1Protocol.Request.SetIcon(
                window.toplevel().id(), icon().id()));
        window.commit();
        fixture.settle();
        assertThat(window.window().icon()).isEmpty();
    }

    @Test
    void anIconThatIsInUseCannotBeChanged() throws Exception {
        var icon = icon();
        manager.send(new XdgToplevelIconManagerV1Protocol.Request.SetIcon(
                client.window(50, 50).toplevel().id(), icon.id()));
        icon.send(new Request.SetName("folder"));
        expect(Error.IMMUTABLE);
    }

    @Test
    void aPictureThatIsNotSquareIsAnError() throws Exception {
        icon().send(new Request.AddBuffer(client.buffer(16, 17).id(), 1));
        expect(Error.INVALID_BUFFER);
    }

    @Test
    void aPictureMustStayUntilItsIconIsGone() throws Exception {
        var icon = icon();
        var replaced = client.buffer(16, 16);
        var buffer = client.buffer(16, 16);
        icon.send(new Request.AddBuffer(replaced.id(), 1));
        icon.send(new Request.AddBuffer(buffer.id(), 1));
        replaced.send(new WlBufferProtocol.Request.Destroy());
        fixture.settle();
        assertThat(client.isAlive()).isTrue();
        buffer.send(new WlBufferProtocol.Request.Destroy());
        expect(Error.NO_BUFFER);
    }

    private void expect(Error code) throws Exception {
        var error = client.error();
        assertThat(error.interfaceName()).isEqualTo("xdg_toplevel_icon_v1");
        assertThat(error.code()).isEqualTo(code.value());
    }

    private Proxy<Request, ?> icon() {
        return manager.create(
                XdgToplevelIconV1Protocol.INTERFACE, XdgToplevelIconManagerV1Protocol.Request.CreateIcon::new);
    }
}
