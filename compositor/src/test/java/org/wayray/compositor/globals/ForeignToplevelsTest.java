package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.extforeigntoplevellist.ExtForeignToplevelHandleV1Protocol;
import org.wayray.wayland.protocols.extforeigntoplevellist.ExtForeignToplevelListV1Protocol;
import org.wayray.wayland.protocols.extworkspace.ExtWorkspaceGroupHandleV1Protocol;
import org.wayray.wayland.protocols.extworkspace.ExtWorkspaceHandleV1Protocol;
import org.wayray.wayland.protocols.extworkspace.ExtWorkspaceManagerV1Protocol;
import org.wayray.wayland.protocols.wlrforeigntoplevelmanagement.ZwlrForeignToplevelHandleV1Protocol;
import org.wayray.wayland.protocols.wlrforeigntoplevelmanagement.ZwlrForeignToplevelHandleV1Protocol.Event;
import org.wayray.wayland.protocols.wlrforeigntoplevelmanagement.ZwlrForeignToplevelHandleV1Protocol.Request;
import org.wayray.wayland.protocols.wlrforeigntoplevelmanagement.ZwlrForeignToplevelHandleV1Protocol.State;
import org.wayray.wayland.protocols.wlrforeigntoplevelmanagement.ZwlrForeignToplevelManagerV1Protocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;

/** Panels: what they are told of other clients' windows and of the workspace, and what they can do. */
class ForeignToplevelsTest {
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

    // ---- zwlr_foreign_toplevel_manager_v1

    @Test
    void windowsThatAreThereAndThatComeAreAnnouncedWithAllTheirProperties() throws Exception {
        client.window(100, 80);
        var handles = taskBar();
        var second = client.newWindow();
        second.toplevel().send(new XdgToplevelProtocol.Request.SetTitle("second"));
        second.toplevel().send(new XdgToplevelProtocol.Request.SetAppId("test.second"));
        second.start();
        assertThat(handles).hasSize(1);
        panel.forget();
        second.draw(50, 50);
        assertThat(handles).hasSize(2);
        assertThat(panel.heard(Event.Title.class)).containsExactly(new Event.Title("second"));
        assertThat(panel.heard(Event.AppId.class)).containsExactly(new Event.AppId("test.second"));
        assertThat(states(panel.heard().stream()
                        .filter(heard -> heard.by() == handles.get(1))
                        .map(TestClient.Heard::event)
                        .filter(Event.State.class::isInstance)
                        .map(Event.State.class::cast)
                        .toList()
                        .getLast()))
                .containsExactly(State.ACTIVATED);
        assertThat(panel.heard().getLast().event()).isEqualTo(new Event.Done());
    }

    @Test
    void changesAreToldAndEachEndsWithDone() throws Exception {
        var window = client.window(100, 80);
        taskBar();
        panel.forget();
        window.send(new XdgToplevelProtocol.Request.SetTitle("new"));
        assertThat(events()).containsExactly(new Event.Title("new"), new Event.Done());
        panel.forget();
        window.send(new XdgToplevelProtocol.Request.SetTitle("new"));
        assertThat(events()).isEmpty();
        window.send(new XdgToplevelProtocol.Request.SetMaximized());
        assertThat(states(panel.last(Event.State.class))).containsExactly(State.MAXIMIZED, State.ACTIVATED);
        window.send(new XdgToplevelProtocol.Request.SetFullscreen(0));
        assertThat(states(panel.last(Event.State.class)))
                .containsExactly(State.MAXIMIZED, State.ACTIVATED, State.FULLSCREEN);
        window.send(new XdgToplevelProtocol.Request.SetMinimized());
        assertThat(states(panel.last(Event.State.class)))
                .containsExactly(State.MAXIMIZED, State.MINIMIZED, State.FULLSCREEN);
    }

    @Test
    void aPanelActsOnAWindowInTheUsersPlace() throws Exception {
        var window = client.window(100, 80);
        var other = client.window(100, 80);
        var handles = taskBar();
        var handle = handles.getFirst();
        handle.send(new Request.Activate(panel.seat().id()));
        fixture.settle();
        assertThat(window.window().isActivated()).isTrue();
        assertThat(other.window().isActivated()).isFalse();

        handle.send(new Request.SetMinimized());
        fixture.settle();
        assertThat(window.window().isMinimized()).isTrue();
        assertThat(other.window().isActivated()).isTrue();
        handle.send(new Request.UnsetMinimized());
        fixture.settle();
        assertThat(window.window().isMinimized()).isFalse();
        assertThat(window.window().isActivated()).isTrue();

        handle.send(new Request.SetMinimized());
        handle.send(new Request.SetMaximized());
        fixture.settle();
        assertThat(window.window().isMaximized()).isTrue();
        assertThat(window.window().isMinimized()).isFalse();
        handle.send(new Request.SetFullscreen(0));
        fixture.settle();
        assertThat(window.window().isFullscreen()).isTrue();
        handle.send(new Request.UnsetFullscreen());
        handle.send(new Request.UnsetMaximized());
        fixture.settle();
        assertThat(window.window().isMaximized()).isFalse();

        client.forget();
        handle.send(new Request.Close());
        fixture.settle();
        assertThat(client.heard(XdgToplevelProtocol.Event.Close.class)).hasSize(1);
    }

    @Test
    void aHandleIsClosedWithItsWindowAndIgnoresAllButItsEnd() throws Exception {
        var window = client.window(100, 80);
        var handle = taskBar().getFirst();
        panel.forget();
        window.hide();
        assertThat(events()).containsExactly(new Event.Closed());
        handle.send(new Request.SetMaximized());
        handle.send(new Request.SetRectangle(panel.surface().id(), 0, 0, -1, -1));
        handle.send(new Request.Destroy());
        fixture.settle();
        assertThat(panel.isAlive()).isTrue();
    }

    @Test
    void aWindowOfARejectedHandleIsNotAnnouncedAgain() throws Exception {
        var window = client.window(100, 80);
        var handles = taskBar();
        handles.getFirst().send(new Request.Destroy());
        fixture.settle();
        panel.forget();
        window.send(new XdgToplevelProtocol.Request.SetTitle("new"));
        assertThat(events()).isEmpty();
        assertThat(handles).hasSize(1);
        window.hide();
        window.start();
        window.draw(10, 10);
        assertThat(handles).hasSize(2);
    }

    @Test
    void aListThatWasStoppedFollowsTheWindowsItAnnounced() throws Exception {
        var window = client.window(100, 80);
        var manager = panel.bind(ZwlrForeignToplevelManagerV1Protocol.INTERFACE);
        var handles = follow(manager);
        manager.send(new ZwlrForeignToplevelManagerV1Protocol.Request.Stop());
        fixture.settle();
        assertThat(panel.heard(ZwlrForeignToplevelManagerV1Protocol.Event.Finished.class))
                .hasSize(1);
        panel.forget();
        client.window(10, 10);
        assertThat(handles).hasSize(1);
        window.send(new XdgToplevelProtocol.Request.SetTitle("new"));
        assertThat(panel.heard(Event.Title.class)).hasSize(1);
        window.destroy();
        assertThat(panel.heard(Event.Closed.class)).hasSize(1);
        assertThat(panel.isAlive()).isTrue();
    }

    @Test
    void parentsAreNamedByTheirHandles() throws Exception {
        var parent = client.window(100, 80);
        var child = client.window(50, 40);
        var handles = taskBar();
        panel.forget();
        child.send(new XdgToplevelProtocol.Request.SetParent(parent.toplevel().id()));
        assertThat(events()).containsExactly(new Event.Parent(handles.getFirst().id()), new Event.Done());
        panel.forget();
        child.send(new XdgToplevelProtocol.Request.SetParent(0));
        assertThat(events()).containsExactly(new Event.Parent(0), new Event.Done());
    }

    @Test
    void outputsOfWindowsAreToldAlsoToThoseWhoBindThemLater() throws Exception {
        var window = client.window(100, 80);
        taskBar();
        fixture.scene().updateVisibility();
        fixture.settle();
        assertThat(panel.heard(Event.OutputEnter.class)).isEmpty();
        var output = panel.bind(WlOutputProtocol.INTERFACE);
        fixture.settle();
        assertThat(panel.heard(Event.OutputEnter.class)).containsExactly(new Event.OutputEnter(output.id()));
        window.send(new XdgToplevelProtocol.Request.SetMinimized());
        fixture.scene().updateVisibility();
        fixture.settle();
        assertThat(panel.heard(Event.OutputLeave.class)).containsExactly(new Event.OutputLeave(output.id()));
    }

    @Test
    void aNegativeRectangleIsAnError() throws Exception {
        client.window(100, 80);
        var handle = taskBar().getFirst();
        var surface = panel.surface();
        handle.send(new Request.SetRectangle(surface.id(), 0, 0, 0, 0));
        handle.send(new Request.SetRectangle(surface.id(), -5, -5, 10, 10));
        fixture.settle();
        assertThat(panel.isAlive()).isTrue();
        handle.send(new Request.SetRectangle(surface.id(), 0, 0, -1, 10));
        assertThat(panel.error().code()).isZero();
    }

    @Test
    void tooManyListsEndTheirClient() throws Exception {
        for (int i = 0; i <= ForeignToplevels.MOST_LISTS; i++) {
            panel.bind(ZwlrForeignToplevelManagerV1Protocol.INTERFACE);
        }
        assertThat(panel.error().interfaceName()).isEqualTo("wl_display");
    }

    private List<Proxy<Request, Event>> taskBar() throws Exception {
        return follow(panel.bind(ZwlrForeignToplevelManagerV1Protocol.INTERFACE));
    }

    private List<Proxy<Request, Event>> follow(Proxy<?, ZwlrForeignToplevelManagerV1Protocol.Event> manager)
            throws Exception {
        var handles = new ArrayList<Proxy<Request, Event>>();
        manager.setHandler(event -> {
            panel.note(manager, event);
            if (event instanceof ZwlrForeignToplevelManagerV1Protocol.Event.Toplevel(int id)) {
                handles.add(panel.listen(panel.connection()
                        .proxy(id, ZwlrForeignToplevelHandleV1Protocol.INTERFACE)
                        .orElseThrow()));
            }
        });
        fixture.settle();
        return handles;
    }

    private List<Event> events() {
        return panel.heard(Event.class);
    }

    private static List<State> states(Event.State event) {
        var bytes = ByteBuffer.wrap(event.state()).order(ByteOrder.nativeOrder());
        var states = new ArrayList<State>();
        while (bytes.hasRemaining()) {
            states.add(State.of(bytes.getInt()).orElseThrow());
        }
        return states;
    }

    // ---- ext_foreign_toplevel_list_v1

    @Test
    void windowsHaveIdentifiersThatAllListsShareAndNoOtherWindowHas() throws Exception {
        var window = client.window(100, 80);
        var list = panel.bind(ExtForeignToplevelListV1Protocol.INTERFACE);
        list.setHandler(event -> {
            panel.note(list, event);
            if (event instanceof ExtForeignToplevelListV1Protocol.Event.Toplevel(int id)) {
                panel.listen(panel.connection()
                        .proxy(id, ExtForeignToplevelHandleV1Protocol.INTERFACE)
                        .orElseThrow());
            }
        });
        fixture.settle();
        var identifier = panel.last(ExtForeignToplevelHandleV1Protocol.Event.Identifier.class)
                .identifier();
        assertThat(identifier).isEqualTo(window.window().identifier()).matches("[ -~]{1,32}");
        assertThat(panel.heard().getLast().event()).isEqualTo(new ExtForeignToplevelHandleV1Protocol.Event.Done());
        int handle = panel.last(ExtForeignToplevelListV1Protocol.Event.Toplevel.class)
                .toplevel();
        assertThat(ExtForeignToplevelListV1.find(panel.server(), handle)).contains(window.window());

        window.hide();
        assertThat(panel.heard().getLast().event()).isEqualTo(new ExtForeignToplevelHandleV1Protocol.Event.Closed());
        assertThat(ExtForeignToplevelListV1.find(panel.server(), handle)).isEmpty();
        window.start();
        window.draw(10, 10);
        assertThat(panel.last(ExtForeignToplevelHandleV1Protocol.Event.Identifier.class)
                        .identifier())
                .isNotEqualTo(identifier);

        panel.forget();
        list.send(new ExtForeignToplevelListV1Protocol.Request.Stop());
        fixture.settle();
        assertThat(panel.heard(ExtForeignToplevelListV1Protocol.Event.Finished.class))
                .hasSize(1);
        client.window(10, 10);
        assertThat(panel.heard(ExtForeignToplevelListV1Protocol.Event.Toplevel.class))
                .isEmpty();
        list.send(new ExtForeignToplevelListV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(panel.isAlive()).isTrue();
    }

    // ---- ext_workspace_manager_v1

    @Test
    void theOneWorkspaceIsActiveAndUrgentWhileAWindowIs() throws Exception {
        var output = panel.bind(WlOutputProtocol.INTERFACE);
        fixture.settle();
        var manager = panel.bind(ExtWorkspaceManagerV1Protocol.INTERFACE);
        manager.setHandler(event -> {
            panel.note(manager, event);
            switch (event) {
                case ExtWorkspaceManagerV1Protocol.Event.WorkspaceGroup(int id) ->
                    panel.listen(panel.connection()
                            .proxy(id, ExtWorkspaceGroupHandleV1Protocol.INTERFACE)
                            .orElseThrow());
                case ExtWorkspaceManagerV1Protocol.Event.Workspace(int id) ->
                    panel.listen(panel.connection()
                            .proxy(id, ExtWorkspaceHandleV1Protocol.INTERFACE)
                            .orElseThrow());
                default -> {}
            }
        });
        fixture.settle();
        int workspace =
                panel.last(ExtWorkspaceManagerV1Protocol.Event.Workspace.class).workspace();
        assertThat(panel.heard(ExtWorkspaceGroupHandleV1Protocol.Event.class))
                .containsExactly(
                        new ExtWorkspaceGroupHandleV1Protocol.Event.Capabilities(0),
                        new ExtWorkspaceGroupHandleV1Protocol.Event.OutputEnter(output.id()),
                        new ExtWorkspaceGroupHandleV1Protocol.Event.WorkspaceEnter(workspace));
        assertThat(panel.last(ExtWorkspaceHandleV1Protocol.Event.State.class).state())
                .isEqualTo(ExtWorkspaceHandleV1Protocol.State.ACTIVE);
        assertThat(panel.heard().getLast().event()).isEqualTo(new ExtWorkspaceManagerV1Protocol.Event.Done());

        var first = client.window(100, 80);
        client.window(100, 80);
        fixture.windows().attentionRequested(first.window());
        fixture.settle();
        assertThat(panel.last(ExtWorkspaceHandleV1Protocol.Event.State.class).state())
                .isEqualTo(ExtWorkspaceHandleV1Protocol.State.ACTIVE | ExtWorkspaceHandleV1Protocol.State.URGENT);
        fixture.windows().activate(first.window());
        fixture.settle();
        assertThat(panel.last(ExtWorkspaceHandleV1Protocol.Event.State.class).state())
                .isEqualTo(ExtWorkspaceHandleV1Protocol.State.ACTIVE);

        panel.forget();
        var again = panel.bind(WlOutputProtocol.INTERFACE);
        fixture.settle();
        assertThat(panel.last(ExtWorkspaceGroupHandleV1Protocol.Event.OutputEnter.class)
                        .output())
                .isEqualTo(again.id());
        fixture.scene().removeOutput(fixture.output());
        fixture.settle();
        assertThat(panel.heard(ExtWorkspaceGroupHandleV1Protocol.Event.OutputLeave.class))
                .hasSize(2);

        manager.send(new ExtWorkspaceManagerV1Protocol.Request.Commit());
        manager.send(new ExtWorkspaceManagerV1Protocol.Request.Stop());
        fixture.settle();
        assertThat(panel.heard().getLast().event()).isEqualTo(new ExtWorkspaceManagerV1Protocol.Event.Finished());
        assertThat(panel.isAlive()).isTrue();
    }
}
