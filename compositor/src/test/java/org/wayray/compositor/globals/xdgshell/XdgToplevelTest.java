package org.wayray.compositor.globals.xdgshell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.compositor.fixture.ShellFixture.KEY_F4;
import static org.wayray.compositor.fixture.ShellFixture.KEY_LEFT_ALT;
import static org.wayray.compositor.fixture.ShellFixture.KEY_TAB;
import static org.wayray.compositor.fixture.ShellFixture.LEFT;
import static org.wayray.compositor.fixture.ShellFixture.RIGHT;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.globals.WireArray;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.wm.Window;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlSubcompositorProtocol;
import org.wayray.wayland.protocols.core.WlSubsurfaceProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.Event;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.Request;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.State;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.WmCapabilities;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;
import org.wayray.wayland.wire.WireEnum;

class XdgToplevelTest {
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

    // configure and map

    @Test
    void clientHasOnlySoManyWindows() throws Exception {
        for (int i = 0; i <= XdgWmBase.MOST_WINDOWS; i++) {
            client.newWindow();
        }
        assertThat(client.error().code()).isEqualTo(WlDisplayProtocol.Error.NO_MEMORY.value());
    }

    @Test
    void firstConfigureLeavesTheSizeToTheClientAndSaysWhatThereIs() throws Exception {
        var window = client.newWindow();
        fixture.settle();
        assertThat(client.heard(Event.Configure.class)).isEmpty();
        window.start();
        assertThat(window.configure().width()).isZero();
        assertThat(window.configure().height()).isZero();
        assertThat(window.states()).isEmpty();
        assertThat(client.last(Event.ConfigureBounds.class)).isEqualTo(new Event.ConfigureBounds(800, 600));
        assertThat(client.last(Event.WmCapabilities.class).capabilities())
                .isEqualTo(WireArray.ofEnums(
                        List.of(WmCapabilities.MAXIMIZE, WmCapabilities.FULLSCREEN, WmCapabilities.MINIMIZE)));
        assertThat(client.heard().getLast().event()).isInstanceOf(XdgSurfaceProtocol.Event.Configure.class);
    }

    @Test
    void aWindowIsToldWhenThereIsMoreOrLessRoom() throws Exception {
        client.window(100, 100);
        client.forget();
        fixture.output().reconfigure(new OutputMode(new Size<>(640, 480), 60_000), Scale.ONE, Offset.zero());
        fixture.scene().outputChanged();
        fixture.windows().outputsChanged();
        fixture.settle();
        assertThat(client.heard(Event.ConfigureBounds.class)).containsExactly(new Event.ConfigureBounds(640, 480));
        assertThat(client.heard(Event.Configure.class)).hasSize(1);
        assertThat(client.heard().getLast().event()).isInstanceOf(XdgSurfaceProtocol.Event.Configure.class);
    }

    @Test
    void oldClientsHearNothingThatTheyDoNotKnow() throws Exception {
        var old = fixture.client(3);
        old.window(100, 100);
        assertThat(old.heard(Event.ConfigureBounds.class)).isEmpty();
        assertThat(old.heard(Event.WmCapabilities.class)).isEmpty();
        assertThat(old.isAlive()).isTrue();
    }

    @Test
    void newWindowIsCentredActiveAndHasTheKeyboard() throws Exception {
        var window = client.window(200, 100);
        assertThat(window.frame()).isEqualTo(new Rect<>(300, 250, 200, 100));
        assertThat(window.states()).containsExactly(State.ACTIVATED);
        assertThat(window.configure().width()).isZero();
        assertThat(fixture.seat().keyboard().focus()).contains(window.serverSurface());
    }

    @Test
    void windowsOfOneSizeCascadeAndTheNewestIsActive() throws Exception {
        var first = client.window(200, 100);
        var second = client.window(200, 100);
        assertThat(second.frame()).isEqualTo(new Rect<>(332, 282, 200, 100));
        assertThat(first.states()).isEmpty();
        assertThat(second.states()).containsExactly(State.ACTIVATED);
    }

    @Test
    void windowThatIsTooLargeKeepsItsCornerInside() throws Exception {
        assertThat(client.window(1000, 700).frame()).isEqualTo(new Rect<>(0, 0, 1000, 700));
    }

    @Test
    void childIsCentredOverItsParentAndStaysAboveIt() throws Exception {
        var parent = client.window(200, 100);
        fixture.windows().windows().getFirst().moveTo(new Offset<>(10, 20));
        var child = client.newWindow();
        child.send(new Request.SetParent(parent.toplevel().id()));
        child.start();
        child.draw(100, 50);
        assertThat(child.frame()).isEqualTo(new Rect<>(60, 45, 100, 50));
        fixture.click(15, 25);
        assertThat(parent.states()).containsExactly(State.ACTIVATED);
        fixture.pointerTo(100, 60);
        assertThat(fixture.seat().pointer().focus()).contains(child.serverSurface());
    }

    @Test
    void windowGeometryIsWhatIsPlacedAndShadowsLieAround() throws Exception {
        var window = client.newWindow();
        window.start();
        window.xdgSurface().send(new XdgSurfaceProtocol.Request.SetWindowGeometry(20, 10, 200, 100));
        window.draw(240, 130);
        assertThat(window.frame()).isEqualTo(new Rect<>(300, 250, 200, 100));
        assertThat(window.serverSurface().scenePosition()).contains(new Offset<Logical>(280, 240));
    }

    @Test
    void windowGeometryIsCutToTheContent() throws Exception {
        var window = client.newWindow();
        window.start();
        window.xdgSurface().send(new XdgSurfaceProtocol.Request.SetWindowGeometry(50, 0, 900, 900));
        window.draw(200, 100);
        assertThat(window.frame().size()).isEqualTo(new Size<>(150, 100));
    }

    @Test
    void windowThatIsHiddenStartsOver() throws Exception {
        var window = client.window(200, 100);
        window.send(new Request.SetTitle("title"));
        window.send(new Request.SetMaximized());
        window.drawAsAsked();
        window.hide();
        assertThat(fixture.windows().windows()).isEmpty();
        assertThat(fixture.seat().keyboard().focus()).isEmpty();
        window.start();
        assertThat(window.configure().width()).isZero();
        assertThat(window.states()).isEmpty();
        window.draw(100, 100);
        assertThat(window.frame()).isEqualTo(new Rect<>(350, 250, 100, 100));
        assertThat(window.window().title()).isEmpty();
    }

    // errors

    @Test
    void capabilitiesAreSaidBeforeTheWindowIsSetUp() throws Exception {
        client.newWindow();
        fixture.settle();
        assertThat(client.heard(Event.WmCapabilities.class)).hasSize(1);
    }

    @Test
    void bufferBeforeTheFirstConfigureIsAnErrorAlreadyWhenAttached() throws Exception {
        var window = client.newWindow();
        window.surface()
                .send(new WlSurfaceProtocol.Request.Attach(client.buffer(1, 1).id(), 0, 0));
        expectError(window.xdgSurface(), XdgSurfaceProtocol.Error.UNCONFIGURED_BUFFER);
    }

    @Test
    void bufferBeforeTheFirstAcknowledgementIsAnError() throws Exception {
        var window = client.newWindow();
        window.draw(10, 10);
        expectError(window.xdgSurface(), XdgSurfaceProtocol.Error.UNCONFIGURED_BUFFER);
    }

    @Test
    void bufferAfterAConfigureThatWasNotAcknowledgedIsAnError() throws Exception {
        var window = client.newWindow();
        window.acknowledges(false);
        window.start();
        window.draw(10, 10);
        expectError(window.xdgSurface(), XdgSurfaceProtocol.Error.UNCONFIGURED_BUFFER);
    }

    @Test
    void bufferAfterHidingWithoutANewStartIsAnError() throws Exception {
        var window = client.window(10, 10);
        window.hide();
        window.draw(10, 10);
        expectError(window.xdgSurface(), XdgSurfaceProtocol.Error.UNCONFIGURED_BUFFER);
    }

    @Test
    void surfaceWithABufferCannotBecomeAWindow() throws Exception {
        var attached = client.surface();
        attached.send(new WlSurfaceProtocol.Request.Attach(client.buffer(1, 1).id(), 0, 0));
        client.xdgSurface(attached);
        expectError(client.wmBase(), XdgWmBaseProtocol.Error.INVALID_SURFACE_STATE);
        var other = fixture.client();
        var committed = other.surface();
        other.draw(committed, 1, 1);
        other.xdgSurface(committed);
        assertThat(other.error().code()).isEqualTo(XdgWmBaseProtocol.Error.INVALID_SURFACE_STATE.value());
    }

    @Test
    void acknowledgingWhatWasNeverSentIsAnError() throws Exception {
        var window = client.newWindow();
        window.start();
        window.xdgSurface().send(new XdgSurfaceProtocol.Request.AckConfigure(window.serial()));
        expectError(window.xdgSurface(), XdgSurfaceProtocol.Error.INVALID_SERIAL);
    }

    @Test
    void xdgSurfaceWithoutARoleTakesNoRequests() throws Exception {
        var xdgSurface = client.xdgSurface(client.surface());
        xdgSurface.send(new XdgSurfaceProtocol.Request.SetWindowGeometry(0, 0, 1, 1));
        expectError(xdgSurface, XdgSurfaceProtocol.Error.NOT_CONSTRUCTED);
    }

    @Test
    void commitWithoutARoleIsAnError() throws Exception {
        var surface = client.surface();
        var xdgSurface = client.xdgSurface(surface);
        surface.send(new WlSurfaceProtocol.Request.Commit());
        expectError(xdgSurface, XdgSurfaceProtocol.Error.NOT_CONSTRUCTED);
    }

    @Test
    void secondRoleObjectIsAnError() throws Exception {
        var window = client.newWindow();
        window.xdgSurface().create(XdgToplevelProtocol.INTERFACE, XdgSurfaceProtocol.Request.GetToplevel::new);
        expectError(window.xdgSurface(), XdgSurfaceProtocol.Error.ALREADY_CONSTRUCTED);
    }

    @Test
    void secondXdgSurfaceIsAnError() throws Exception {
        var surface = client.surface();
        client.xdgSurface(surface);
        client.xdgSurface(surface);
        expectError(client.wmBase(), XdgWmBaseProtocol.Error.ROLE);
    }

    @Test
    void cursorCannotBecomeAWindow() throws Exception {
        var window = client.window(100, 100);
        var pointer = client.pointer();
        fixture.pointerTo(400, 300);
        var cursor = client.surface();
        int serial = client.last(WlPointerProtocol.Event.Enter.class).serial();
        pointer.send(new WlPointerProtocol.Request.SetCursor(serial, cursor.id(), 0, 0));
        client.xdgSurface(cursor);
        expectError(client.wmBase(), XdgWmBaseProtocol.Error.ROLE);
        assertThat(window.isMapped()).isFalse();
    }

    @Test
    void emptyWindowGeometryIsAnError() throws Exception {
        var window = client.newWindow();
        window.xdgSurface().send(new XdgSurfaceProtocol.Request.SetWindowGeometry(0, 0, 0, 5));
        expectError(window.xdgSurface(), XdgSurfaceProtocol.Error.INVALID_SIZE);
    }

    @Test
    void negativeSizeLimitIsAnError() throws Exception {
        var window = client.newWindow();
        window.send(new Request.SetMinSize(-1, 0));
        expectError(window.toplevel(), XdgToplevelProtocol.Error.INVALID_SIZE);
    }

    @Test
    void maximumBelowTheMinimumIsAnErrorAtTheCommit() throws Exception {
        var window = client.newWindow();
        window.send(new Request.SetMinSize(100, 100));
        window.send(new Request.SetMaxSize(0, 50));
        assertThat(client.isAlive()).isTrue();
        window.commit();
        expectError(window.toplevel(), XdgToplevelProtocol.Error.INVALID_SIZE);
    }

    @Test
    void windowCannotBeItsOwnAncestor() throws Exception {
        var parent = client.window(10, 10);
        var child = client.window(10, 10);
        child.send(new Request.SetParent(parent.toplevel().id()));
        assertThat(child.window().parent()).contains(parent.window());
        parent.send(new Request.SetParent(child.toplevel().id()));
        expectError(parent.toplevel(), XdgToplevelProtocol.Error.INVALID_PARENT);
    }

    @Test
    void familiesOfWindowsGrowToACertainDepthFromBothEnds() throws Exception {
        var top = client.window(10, 10);
        var bottom = top;
        for (int i = 1; i < Window.MAX_DEPTH; i++) {
            var next = client.window(10, 10);
            if (i % 2 == 0) {
                next.send(new Request.SetParent(bottom.toplevel().id()));
                bottom = next;
            } else {
                top.send(new Request.SetParent(next.toplevel().id()));
                top = next;
            }
        }
        assertThat(client.isAlive()).isTrue();

        var another = client.window(10, 10);
        top.send(new Request.SetParent(another.toplevel().id()));
        expectError(top.toplevel(), XdgToplevelProtocol.Error.INVALID_PARENT);
    }

    @Test
    void unknownResizeEdgeIsAnError() throws Exception {
        var window = client.window(10, 10);
        window.send(new Request.Resize(client.seat().id(), 0, 3));
        expectError(window.toplevel(), XdgToplevelProtocol.Error.INVALID_RESIZE_EDGE);
    }

    @Test
    void objectsMustBeDestroyedFromTheInside() throws Exception {
        var window = client.window(10, 10);
        window.xdgSurface().send(new XdgSurfaceProtocol.Request.Destroy());
        expectError(window.xdgSurface(), XdgSurfaceProtocol.Error.DEFUNCT_ROLE_OBJECT);

        var second = fixture.client();
        var other = second.window(10, 10);
        second.wmBase().send(new XdgWmBaseProtocol.Request.Destroy());
        assertThat(second.error().code()).isEqualTo(XdgWmBaseProtocol.Error.DEFUNCT_SURFACES.value());
        assertThat(other.configures()).isNotEmpty();

        var third = fixture.client();
        third.window(10, 10).surface().send(new WlSurfaceProtocol.Request.Destroy());
        assertThat(third.error().code()).isEqualTo(WlSurfaceProtocol.Error.DEFUNCT_ROLE_OBJECT.value());
        assertThat(fixture.windows().windows()).isEmpty();
    }

    @Test
    void surfaceMayBeAWindowAgain() throws Exception {
        var window = client.window(10, 10);
        window.toplevel().send(new Request.Destroy());
        window.xdgSurface().send(new XdgSurfaceProtocol.Request.Destroy());
        window.surface().send(new WlSurfaceProtocol.Request.Attach(0, 0, 0));
        window.commit();
        client.xdgSurface(window.surface())
                .create(XdgToplevelProtocol.INTERFACE, XdgSurfaceProtocol.Request.GetToplevel::new);
        window.commit();
        fixture.settle();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void destroyedWindowGivesTheFocusBack() throws Exception {
        var first = client.window(100, 100);
        var second = fixture.client().window(100, 100);
        second.destroy();
        assertThat(first.states()).containsExactly(State.ACTIVATED);
        assertThat(fixture.seat().keyboard().focus()).contains(first.serverSurface());
    }

    // states

    @Test
    void maximisedWindowFillsTheOutputOnceTheClientFollowsAndReturns() throws Exception {
        var window = client.window(200, 100);
        window.send(new Request.SetMaximized());
        assertThat(window.configure().width()).isEqualTo(800);
        assertThat(window.configure().height()).isEqualTo(600);
        assertThat(window.states()).containsExactlyInAnyOrder(State.MAXIMIZED, State.ACTIVATED);
        assertThat(window.frame()).isEqualTo(new Rect<>(300, 250, 200, 100));
        window.drawAsAsked();
        assertThat(window.frame()).isEqualTo(new Rect<>(0, 0, 800, 600));
        window.send(new Request.UnsetMaximized());
        assertThat(window.configure().width()).isEqualTo(200);
        window.drawAsAsked();
        assertThat(window.frame()).isEqualTo(new Rect<>(300, 250, 200, 100));
    }

    @Test
    void requestForTheStateThatIsThereIsAnsweredAllTheSame() throws Exception {
        var window = client.window(200, 100);
        int before = window.configures().size();
        window.send(new Request.UnsetMaximized());
        window.send(new Request.UnsetFullscreen());
        assertThat(window.configures()).hasSize(before + 2);
    }

    @Test
    void windowMayStartMaximisedAndChoosesItsSizeAfterwards() throws Exception {
        var window = client.newWindow();
        window.toplevel().send(new Request.SetMaximized());
        window.start();
        assertThat(window.configure().width()).isEqualTo(800);
        window.drawAsAsked();
        assertThat(window.frame()).isEqualTo(new Rect<>(0, 0, 800, 600));
        window.send(new Request.UnsetMaximized());
        assertThat(window.configure().width()).isZero();
        window.draw(400, 300);
        assertThat(window.frame()).isEqualTo(new Rect<>(200, 150, 400, 300));
    }

    @Test
    void fullscreenWindowThatStaysSmallerIsCentred() throws Exception {
        var window = client.window(200, 100);
        window.send(new Request.SetFullscreen(0));
        assertThat(window.states()).containsExactlyInAnyOrder(State.FULLSCREEN, State.ACTIVATED);
        window.draw(640, 480);
        assertThat(window.frame()).isEqualTo(new Rect<>(80, 60, 640, 480));
        window.send(new Request.UnsetFullscreen());
        window.drawAsAsked();
        assertThat(window.frame()).isEqualTo(new Rect<>(300, 250, 200, 100));
    }

    @Test
    void fullscreenReturnsToMaximised() throws Exception {
        var window = client.window(200, 100);
        window.send(new Request.SetFullscreen(0));
        window.drawAsAsked();
        window.send(new Request.SetMaximized());
        assertThat(window.states()).contains(State.FULLSCREEN);
        window.send(new Request.UnsetFullscreen());
        assertThat(window.states()).containsExactlyInAnyOrder(State.MAXIMIZED, State.ACTIVATED);
        window.send(new Request.UnsetMaximized());
        window.drawAsAsked();
        assertThat(window.frame()).isEqualTo(new Rect<>(300, 250, 200, 100));
    }

    @Test
    void minimisedWindowIsOutOfSightUntilAltTab() throws Exception {
        var window = client.window(200, 100);
        var other = client.window(100, 100);
        other.send(new Request.SetMinimized());
        assertThat(other.serverSurface().isMapped()).isFalse();
        assertThat(other.states()).containsExactly(State.SUSPENDED);
        assertThat(window.states()).containsExactly(State.ACTIVATED);
        fixture.keyDown(KEY_LEFT_ALT);
        fixture.keyDown(KEY_TAB);
        fixture.keyUp(KEY_TAB);
        fixture.keyUp(KEY_LEFT_ALT);
        assertThat(other.serverSurface().isMapped()).isTrue();
        assertThat(other.states()).containsExactly(State.ACTIVATED);
    }

    @Test
    void clientThatChoseItsSizeGoesOnChoosing() throws Exception {
        var window = client.window(200, 100);
        window.draw(300, 200);
        var other = client.window(50, 50);
        assertThat(window.states()).isEmpty();
        assertThat(window.configure().width()).isZero();
        assertThat(window.configure().height()).isZero();
        assertThat(other.states()).containsExactly(State.ACTIVATED);
    }

    @Test
    void clientThatResizesItselfIsNotSetBackByTheNextConfigure() throws Exception {
        var window = client.window(200, 100);
        window.send(new Request.SetMaximized());
        window.drawAsAsked();
        window.send(new Request.UnsetMaximized());
        window.drawAsAsked();
        window.draw(300, 200);
        client.window(50, 50);
        assertThat(window.states()).isEmpty();
        assertThat(window.configure().width()).isEqualTo(300);
        assertThat(window.configure().height()).isEqualTo(200);
    }

    @Test
    void windowThatItsClientHidReturnsToItsPlace() throws Exception {
        var window = client.window(200, 100);
        window.window().moveTo(new Offset<>(20, 30));
        window.hide();
        window.start();
        window.draw(210, 100);
        assertThat(window.frame()).isEqualTo(new Rect<>(20, 30, 210, 100));
        window.xdgSurface().send(new XdgSurfaceProtocol.Request.SetWindowGeometry(5, 6, 190, 80));
        window.draw(200, 100);
        assertThat(window.serverSurface().scenePosition()).contains(new Offset<>(15, 24));
        window.hide();
        window.start();
        window.draw(200, 100);
        assertThat(window.serverSurface().scenePosition()).contains(new Offset<>(15, 24));
        window.window().moveTo(new Offset<>(2000, 30));
        window.hide();
        window.start();
        window.draw(200, 100);
        assertThat(window.frame()).isEqualTo(new Rect<>(300, 250, 200, 100));
    }

    @Test
    void subsurfaceThatReachesOutDoesNotMoveItsWindow() throws Exception {
        var window = client.window(200, 100);
        var before = window.serverSurface().scenePosition();
        var child = client.surface();
        var subsurface = client.subcompositor()
                .create(
                        WlSubsurfaceProtocol.INTERFACE,
                        id -> new WlSubcompositorProtocol.Request.GetSubsurface(
                                id, child.id(), window.surface().id()));
        subsurface.send(new WlSubsurfaceProtocol.Request.SetPosition(-30, -10));
        client.draw(child, 50, 50);
        window.commit();
        fixture.settle();
        window.commit();
        fixture.settle();
        assertThat(window.serverSurface().scenePosition()).isEqualTo(before);
        assertThat(window.frame().size()).isEqualTo(new Size<>(230, 110));
        subsurface.send(new WlSubsurfaceProtocol.Request.Destroy());
        window.commit();
        fixture.settle();
        assertThat(window.serverSurface().scenePosition()).isEqualTo(before);
        assertThat(window.frame().size()).isEqualTo(new Size<>(200, 100));
    }

    @Test
    void newOutputSizeReachesMaximisedWindowsAndBringsOthersBack() throws Exception {
        var maximised = client.window(200, 100);
        maximised.send(new Request.SetMaximized());
        maximised.drawAsAsked();
        var floating = client.window(100, 100);
        floating.window().moveTo(new Offset<>(700, 500));
        fixture.output()
                .reconfigure(
                        new OutputMode(new Size<>(400, 300), 60_000),
                        fixture.output().scale(),
                        fixture.output().position());
        fixture.windows().outputsChanged();
        fixture.settle();
        assertThat(maximised.configure().width()).isEqualTo(400);
        assertThat(floating.frame()).isEqualTo(new Rect<>(150, 100, 100, 100));
    }

    // moving and resizing

    @Test
    void clientMovesItsWindowWithTheSerialOfThePress() throws Exception {
        var window = client.window(200, 100);
        client.pointer();
        fixture.pointerTo(310, 260);
        fixture.press(LEFT);
        int serial = client.last(WlPointerProtocol.Event.Button.class).serial();
        window.send(new Request.Move(client.seat().id(), serial));
        assertThat(client.heard(WlPointerProtocol.Event.Leave.class)).hasSize(1);
        fixture.pointerTo(360, 250);
        assertThat(window.frame()).isEqualTo(new Rect<>(350, 240, 200, 100));
        client.forget();
        fixture.release(LEFT);
        assertThat(client.heard(WlPointerProtocol.Event.Enter.class)).hasSize(1);
        fixture.pointerTo(380, 270);
        assertThat(window.frame()).isEqualTo(new Rect<>(350, 240, 200, 100));
    }

    @Test
    void motionBetweenThePressAndTheRequestIsNotLost() throws Exception {
        var window = client.window(200, 100);
        client.pointer();
        fixture.pointerTo(310, 260);
        fixture.press(LEFT);
        int serial = client.last(WlPointerProtocol.Event.Button.class).serial();
        fixture.pointerTo(330, 270);
        window.send(new Request.Move(client.seat().id(), serial));
        assertThat(window.frame()).isEqualTo(new Rect<>(320, 260, 200, 100));
    }

    @Test
    void buttonThatNobodyHeardAndThatGoesUpDuringAMoveIsHeardNextTime() throws Exception {
        var window = client.window(200, 100);
        client.pointer();
        fixture.pointerTo(10, 10);
        fixture.press(RIGHT);
        fixture.pointerTo(310, 260);
        fixture.press(LEFT);
        window.send(new Request.Move(
                client.seat().id(),
                client.last(WlPointerProtocol.Event.Button.class).serial()));
        fixture.release(RIGHT);
        fixture.release(LEFT);
        client.forget();
        fixture.press(RIGHT);
        fixture.release(RIGHT);
        assertThat(client.heard(WlPointerProtocol.Event.Button.class))
                .extracting(WlPointerProtocol.Event.Button::state)
                .containsExactly(1, 0);
    }

    @Test
    void moveWithAWrongOrOldSerialIsIgnored() throws Exception {
        var window = client.window(200, 100);
        client.pointer();
        fixture.click(310, 260);
        int serial = client.last(WlPointerProtocol.Event.Button.class).serial() - 1;
        window.send(new Request.Move(client.seat().id(), serial));
        fixture.press(LEFT);
        window.send(new Request.Move(client.seat().id(), serial));
        fixture.pointerTo(360, 250);
        assertThat(window.frame()).isEqualTo(new Rect<>(300, 250, 200, 100));
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void resizeAtTheTopLeftKeepsTheOppositeCornerWhateverSizeTheClientTakes() throws Exception {
        var window = client.window(200, 100);
        client.pointer();
        fixture.pointerTo(301, 251);
        fixture.press(LEFT);
        int serial = client.last(WlPointerProtocol.Event.Button.class).serial();
        window.send(new Request.Resize(client.seat().id(), serial, XdgToplevelProtocol.ResizeEdge.TOP_LEFT.value()));
        fixture.pointerTo(281, 241);
        assertThat(window.configure().width()).isEqualTo(220);
        assertThat(window.configure().height()).isEqualTo(110);
        assertThat(window.states()).contains(State.RESIZING);
        window.draw(215, 105);
        assertThat(window.frame()).isEqualTo(new Rect<>(285, 245, 215, 105));
        fixture.release(LEFT);
        assertThat(window.states()).doesNotContain(State.RESIZING);
        window.draw(215, 105);
        assertThat(window.frame()).isEqualTo(new Rect<>(285, 245, 215, 105));
    }

    @Test
    void slowClientIsAskedForTheNewestSizeOnly() throws Exception {
        var window = client.window(200, 100);
        fixture.keyDown(KEY_LEFT_ALT);
        window.acknowledges(false);
        fixture.pointerTo(490, 340);
        int before = window.configures().size();
        fixture.press(RIGHT);
        fixture.pointerTo(500, 340);
        fixture.pointerTo(510, 340);
        fixture.pointerTo(520, 340);
        assertThat(window.configures()).hasSize(before + 1);
        assertThat(window.configure().width()).isEqualTo(200);
        assertThat(window.states()).contains(State.RESIZING);
        window.acknowledge();
        window.draw(200, 100);
        assertThat(window.configures()).hasSize(before + 2);
        assertThat(window.configure().width()).isEqualTo(230);
    }

    @Test
    void resizeObeysTheLimits() throws Exception {
        var window = client.newWindow();
        window.send(new Request.SetMinSize(150, 0));
        window.send(new Request.SetMaxSize(0, 120));
        window.start();
        window.draw(200, 100);
        fixture.keyDown(KEY_LEFT_ALT);
        fixture.pointerTo(490, 340);
        fixture.press(RIGHT);
        fixture.pointerTo(0, 600);
        assertThat(window.configure().width()).isEqualTo(150);
        assertThat(window.configure().height()).isEqualTo(120);
    }

    @Test
    void altAndADragMoveAnyWindowUnseenByTheClient() throws Exception {
        var window = client.window(200, 100);
        client.pointer();
        fixture.pointerTo(400, 300);
        fixture.keyDown(KEY_LEFT_ALT);
        fixture.press(LEFT);
        fixture.pointerTo(390, 280);
        fixture.release(LEFT);
        fixture.keyUp(KEY_LEFT_ALT);
        assertThat(window.frame()).isEqualTo(new Rect<>(290, 230, 200, 100));
        assertThat(client.heard(WlPointerProtocol.Event.Button.class)).isEmpty();
    }

    @Test
    void dragEndsWithItsWindow() throws Exception {
        var window = client.window(200, 100);
        fixture.pointerTo(400, 300);
        fixture.keyDown(KEY_LEFT_ALT);
        fixture.press(LEFT);
        assertThat(fixture.seat().pointer().isGrabbed()).isTrue();
        window.destroy();
        assertThat(fixture.seat().pointer().isGrabbed()).isFalse();
        fixture.pointerTo(100, 100);
        fixture.release(LEFT);
    }

    // keys

    @Test
    void altF4AsksTheActiveWindowToClose() throws Exception {
        client.window(200, 100);
        var other = client.window(200, 100);
        client.keyboard();
        client.forget();
        fixture.keyDown(KEY_LEFT_ALT);
        fixture.keyDown(KEY_F4);
        assertThat(client.heard(Event.Close.class)).hasSize(1);
        assertThat(client.heard().stream().anyMatch(heard -> heard.by() == other.toplevel()))
                .isTrue();
        fixture.keyUp(KEY_F4);
        fixture.keyUp(KEY_LEFT_ALT);
        assertThat(client.heard(WlKeyboardProtocol.Event.Key.class))
                .extracting(key -> key.key())
                .containsOnly(KEY_LEFT_ALT);
    }

    @Test
    void altTabGoesThroughTheWindowsAndTheLastShownIsTheMostRecent() throws Exception {
        var a = client.window(100, 100);
        var b = client.window(110, 100);
        var c = client.window(120, 100);
        altTab(1);
        assertThat(active()).isEqualTo(b.window());
        altTab(1);
        assertThat(active()).isEqualTo(c.window());
        altTab(2);
        assertThat(active()).isEqualTo(a.window());
        altTab(1);
        assertThat(active()).isEqualTo(c.window());
    }

    @Test
    void windowThatAltTabShowsDoesNotHearOfTheTabKey() throws Exception {
        client.window(100, 100);
        client.window(110, 100);
        client.keyboard();
        client.forget();
        fixture.keyDown(KEY_LEFT_ALT);
        fixture.keyDown(KEY_TAB);
        assertThat(client.last(WlKeyboardProtocol.Event.Enter.class).keys())
                .isEqualTo(WireArray.of(List.of(KEY_LEFT_ALT)));
    }

    // liveness

    @Test
    void clientThatDoesNotAnswerIsMarkedAndNotKilled() throws Exception {
        var window = client.window(200, 100);
        client.answersPings(false);
        fixture.click(400, 300);
        fixture.advance(Duration.ofSeconds(9));
        assertThat(window.window().isResponsive()).isTrue();
        fixture.advance(Duration.ofSeconds(2));
        assertThat(window.window().isResponsive()).isFalse();
        assertThat(client.isAlive()).isTrue();
        int serial = client.last(XdgWmBaseProtocol.Event.Ping.class).serial();
        client.wmBase().send(new XdgWmBaseProtocol.Request.Pong(serial));
        fixture.settle();
        assertThat(window.window().isResponsive()).isTrue();
    }

    @Test
    void pongThatNobodyAskedForIsIgnored() throws Exception {
        client.wmBase().send(new XdgWmBaseProtocol.Request.Pong(12345));
        fixture.settle();
        assertThat(client.isAlive()).isTrue();
    }

    private void altTab(int times) throws Exception {
        fixture.keyDown(KEY_LEFT_ALT);
        for (int i = 0; i < times; i++) {
            fixture.keyDown(KEY_TAB);
            fixture.keyUp(KEY_TAB);
        }
        fixture.keyUp(KEY_LEFT_ALT);
    }

    private Window active() {
        return fixture.windows().active().orElseThrow();
    }

    private void expectError(Proxy<?, ?> about, WireEnum code) throws Exception {
        var error = client.error();
        assertThat(error.objectId()).as(error.message()).isEqualTo(about.id());
        assertThat(error.code()).as(error.message()).isEqualTo(code.value());
    }
}
