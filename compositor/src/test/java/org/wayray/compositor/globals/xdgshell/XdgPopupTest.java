package org.wayray.compositor.globals.xdgshell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.compositor.fixture.ShellFixture.KEY_A;
import static org.wayray.compositor.fixture.ShellFixture.RIGHT;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestPopup;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.output.OutputMode;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgPopupProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgPopupProtocol.Event;
import org.wayray.wayland.protocols.xdgshell.XdgPopupProtocol.Request;
import org.wayray.wayland.protocols.xdgshell.XdgPositionerProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgPositionerProtocol.ConstraintAdjustment;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;
import org.wayray.wayland.wire.WireEnum;

/** The window is 200x100 at 300,250; the ordinary popup is 40x30 at 20,30 in it. */
class XdgPopupTest {
    private ShellFixture fixture;
    private TestClient client;
    private TestWindow window;

    @BeforeEach
    void openWindow() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
        client.pointer();
        client.keyboard();
        window = client.window(200, 100);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    // placement

    @Test
    void popupIsConfiguredPlacedAndMapped() throws Exception {
        var popup = popup().map();
        assertThat(popup.configure()).isEqualTo(new Event.Configure(20, 30, 40, 30));
        assertThat(popup.isMapped()).isTrue();
        assertThat(popup.position()).isEqualTo(new Offset<>(320, 280));
    }

    @Test
    void windowGeometriesOfBothCount() throws Exception {
        var shadowed = client.newWindow();
        shadowed.start();
        shadowed.xdgSurface().send(new XdgSurfaceProtocol.Request.SetWindowGeometry(10, 10, 200, 100));
        shadowed.draw(220, 120);
        var popup = new TestPopup(client, shadowed.xdgSurface().id(), client.ordinaryPositioner());
        popup.xdgSurface().send(new XdgSurfaceProtocol.Request.SetWindowGeometry(5, 5, 30, 20));
        popup.map();
        var frame = shadowed.frame();
        assertThat(popup.position()).isEqualTo(new Offset<>(frame.x() + 20 - 5, frame.y() + 30 - 5));
    }

    @Test
    void popupIsKeptOnTheOutput() throws Exception {
        window.window().moveTo(new Offset<>(780, 570));
        var positioner = client.ordinaryPositioner();
        positioner.send(new XdgPositionerProtocol.Request.SetConstraintAdjustment(
                ConstraintAdjustment.SLIDE_X | ConstraintAdjustment.FLIP_Y));
        var popup = new TestPopup(client, window.xdgSurface().id(), positioner).map();
        assertThat(popup.configure()).isEqualTo(new Event.Configure(-20, -10, 40, 30));
    }

    @Test
    void popupsOfAWindowThatIsMinimisedAreDismissed() throws Exception {
        var popup = new TestPopup(client, window.xdgSurface().id(), client.ordinaryPositioner()).map();
        window.send(new XdgToplevelProtocol.Request.SetMinimized());
        assertThat(popup.isDone()).isTrue();
        popup.destroy();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void reactivePopupFollowsAParentThatMovesOnWhileItsClientIsBehind() throws Exception {
        var positioner = client.ordinaryPositioner();
        positioner.send(new XdgPositionerProtocol.Request.SetConstraintAdjustment(ConstraintAdjustment.SLIDE_X));
        positioner.send(new XdgPositionerProtocol.Request.SetReactive());
        var popup = new TestPopup(client, window.xdgSurface().id(), positioner).map();
        window.window().moveTo(new Offset<>(770, 250));
        window.window().moveTo(new Offset<>(780, 250));
        fixture.settle();
        assertThat(popup.configure()).isEqualTo(new Event.Configure(-10, 30, 40, 30));
        popup.draw();
        assertThat(popup.configure()).isEqualTo(new Event.Configure(-20, 30, 40, 30));
        popup.draw();
        assertThat(popup.position()).isEqualTo(new Offset<>(760, 280));
    }

    @Test
    void reactivePopupIsPlacedAnewWhenTheOutputChanges() throws Exception {
        var positioner = client.ordinaryPositioner();
        positioner.send(new XdgPositionerProtocol.Request.SetConstraintAdjustment(ConstraintAdjustment.SLIDE_X));
        positioner.send(new XdgPositionerProtocol.Request.SetReactive());
        window.window().moveTo(new Offset<>(700, 250));
        var popup = new TestPopup(client, window.xdgSurface().id(), positioner).map();
        assertThat(popup.configure()).isEqualTo(new Event.Configure(20, 30, 40, 30));
        fixture.output().reconfigure(new OutputMode(new Size<>(740, 600), 60_000), Scale.ONE, Offset.zero());
        fixture.scene().outputChanged();
        fixture.windows().outputsChanged();
        fixture.settle();
        assertThat(popup.configure()).isEqualTo(new Event.Configure(0, 30, 40, 30));
    }

    @Test
    void reactivePopupIsPlacedAnewWhenItsParentMovesAndOthersAreNot() throws Exception {
        var positioner = client.ordinaryPositioner();
        positioner.send(new XdgPositionerProtocol.Request.SetConstraintAdjustment(ConstraintAdjustment.SLIDE_X));
        var still = new TestPopup(client, window.xdgSurface().id(), positioner).map();
        positioner.send(new XdgPositionerProtocol.Request.SetReactive());
        var reactive = new TestPopup(client, window.xdgSurface().id(), positioner).map();
        window.window().moveTo(new Offset<>(770, 250));
        fixture.settle();
        assertThat(reactive.configure()).isEqualTo(new Event.Configure(-10, 30, 40, 30));
        assertThat(still.configure()).isEqualTo(new Event.Configure(20, 30, 40, 30));
        assertThat(reactive.position()).isEqualTo(new Offset<>(790, 280));
        reactive.draw();
        assertThat(reactive.position()).isEqualTo(new Offset<>(760, 280));
        assertThat(still.position()).isEqualTo(new Offset<>(790, 280));
    }

    @Test
    void repositionAnswersWithItsTokenAndCountsFromTheCommit() throws Exception {
        var popup = popup().map();
        var positioner = client.ordinaryPositioner();
        positioner.send(new XdgPositionerProtocol.Request.SetOffset(7, 8));
        popup.send(new Request.Reposition(positioner.id(), 42));
        var events = popup.events();
        assertThat(events.subList(events.size() - 2, events.size()))
                .containsExactly(new Event.Repositioned(42), new Event.Configure(27, 38, 40, 30));
        assertThat(popup.position()).isEqualTo(new Offset<>(320, 280));
        popup.draw();
        assertThat(popup.position()).isEqualTo(new Offset<>(327, 288));
    }

    @Test
    void incompletePositionerIsAnError() throws Exception {
        var positioner = client.positioner();
        positioner.send(new XdgPositionerProtocol.Request.SetSize(10, 10));
        new TestPopup(client, window.xdgSurface().id(), positioner);
        expectError(client.wmBase(), XdgWmBaseProtocol.Error.INVALID_POSITIONER);
    }

    @Test
    void positionerRefusesWhatCannotBe() throws Exception {
        expectRefusal(new XdgPositionerProtocol.Request.SetSize(0, 10));
        expectRefusal(new XdgPositionerProtocol.Request.SetSize(10, -1));
        expectRefusal(new XdgPositionerProtocol.Request.SetAnchorRect(0, 0, -1, 0));
        expectRefusal(new XdgPositionerProtocol.Request.SetAnchor(9));
        expectRefusal(new XdgPositionerProtocol.Request.SetGravity(-1));
    }

    @Test
    void positionerMayBeChangedOrDestroyedAfterUse() throws Exception {
        var positioner = client.ordinaryPositioner();
        var popup = new TestPopup(client, window.xdgSurface().id(), positioner);
        positioner.send(new XdgPositionerProtocol.Request.SetOffset(50, 50));
        positioner.send(new XdgPositionerProtocol.Request.Destroy());
        assertThat(popup.map().configure()).isEqualTo(new Event.Configure(20, 30, 40, 30));
    }

    // parents

    @Test
    void popupWithoutAParentIsAnErrorAtTheCommit() throws Exception {
        var popup = new TestPopup(client, 0, client.ordinaryPositioner());
        fixture.settle();
        assertThat(client.isAlive()).isTrue();
        popup.surface().send(new WlSurfaceProtocol.Request.Commit());
        expectError(client.wmBase(), XdgWmBaseProtocol.Error.INVALID_POPUP_PARENT);
    }

    @Test
    void parentWithoutARoleIsAnError() throws Exception {
        var bare = client.xdgSurface(client.surface());
        new TestPopup(client, bare.id(), client.ordinaryPositioner());
        expectError(client.wmBase(), XdgWmBaseProtocol.Error.INVALID_POPUP_PARENT);
    }

    @Test
    void popupGoesWithItsParent() throws Exception {
        var popup = popup().map();
        var nested = new TestPopup(client, popup.xdgSurface().id(), client.ordinaryPositioner()).map();
        assertThat(nested.position()).isEqualTo(new Offset<>(340, 310));
        window.hide();
        assertThat(popup.isDone()).isTrue();
        assertThat(nested.isDone()).isTrue();
        assertThat(popup.isMapped()).isFalse();
        assertThat(nested.isMapped()).isFalse();
        nested.destroy();
        popup.destroy();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void popupOfAnUnmappedParentIsDismissed() throws Exception {
        var popup = popup();
        popup.surface().send(new WlSurfaceProtocol.Request.Commit());
        fixture.settle();
        window.send(new XdgToplevelProtocol.Request.SetMinimized());
        popup.draw();
        assertThat(popup.isDone()).isTrue();
    }

    @Test
    void destroyingAPopupBelowAnotherIsAnError() throws Exception {
        var popup = popup().map();
        new TestPopup(client, popup.xdgSurface().id(), client.ordinaryPositioner()).map();
        popup.send(new Request.Destroy());
        expectError(client.wmBase(), XdgWmBaseProtocol.Error.NOT_THE_TOPMOST_POPUP);
    }

    // grabs

    @Test
    void grabbingPopupHasTheKeyboardAndGivesItBack() throws Exception {
        var popup = popup();
        popup.grab(pressSerial());
        popup.map();
        assertThat(focus()).isEqualTo(popup.serverSurface());
        fixture.release(RIGHT);
        client.forget();
        fixture.keyDown(KEY_A);
        assertThat(client.heard(WlKeyboardProtocol.Event.Key.class)).hasSize(1);
        fixture.keyUp(KEY_A);
        popup.destroy();
        assertThat(focus()).isEqualTo(window.serverSurface());
    }

    @Test
    void pressOutsideDismissesAllPopupsTheTopmostFirstAndIsSwallowed() throws Exception {
        var other = fixture.client();
        other.pointer();
        var otherWindow = other.window(100, 100);
        fixture.click(310, 255);
        otherWindow.window().moveTo(new Offset<>(0, 0));
        var popup = grabbing();
        var nested = new TestPopup(client, popup.xdgSurface().id(), client.ordinaryPositioner());
        nested.grab(client.last(WlPointerProtocol.Event.Button.class).serial());
        nested.map();
        assertThat(focus()).isEqualTo(nested.serverSurface());
        client.forget();
        fixture.click(50, 50);
        assertThat(client.heard().stream()
                        .filter(heard -> heard.event() instanceof Event.PopupDone)
                        .map(TestClient.Heard::by))
                .isEqualTo(List.of(nested.popup(), popup.popup()));
        assertThat(other.heard(WlPointerProtocol.Event.Button.class)).isEmpty();
        assertThat(focus()).isEqualTo(otherWindow.serverSurface());
        fixture.click(50, 50);
        assertThat(other.heard(WlPointerProtocol.Event.Button.class)).hasSize(2);
    }

    @Test
    void pressOnAnotherSurfaceOfTheClientIsTheClientsOwn() throws Exception {
        var popup = grabbing();
        client.forget();
        fixture.click(490, 340);
        assertThat(client.heard(WlPointerProtocol.Event.Button.class)).hasSize(2);
        assertThat(popup.isDone()).isFalse();
    }

    @Test
    void duringAGrabThePointerEntersNoOtherClient() throws Exception {
        var other = fixture.client();
        other.pointer();
        var otherWindow = other.window(100, 100);
        otherWindow.window().moveTo(new Offset<>(0, 0));
        fixture.click(310, 255);
        grabbing();
        other.forget();
        fixture.pointerTo(50, 50);
        assertThat(other.heard(WlPointerProtocol.Event.Enter.class)).isEmpty();
        assertThat(fixture.seat().pointer().focus()).isEmpty();
    }

    @Test
    void menuCanBeUsedByPressDragAndRelease() throws Exception {
        var popup = popup();
        popup.grab(pressSerial());
        popup.map();
        client.forget();
        fixture.pointerTo(330, 290);
        assertThat(fixture.seat().pointer().focus()).contains(popup.serverSurface());
        fixture.release(RIGHT);
        assertThat(client.heard(WlPointerProtocol.Event.Button.class)).hasSize(1);
    }

    @Test
    void grabWithASerialOfNoInputIsDismissedAtOnce() throws Exception {
        var popup = popup();
        popup.grab(123_456);
        assertThat(popup.isDone()).isTrue();
        assertThat(fixture.seat().popups().isActive()).isFalse();
    }

    @Test
    void grabWithTheSerialOfAnotherClientIsDismissedAtOnce() throws Exception {
        int serial = pressSerial();
        var other = fixture.client();
        var popup = new TestPopup(other, other.window(100, 100).xdgSurface().id(), other.ordinaryPositioner());
        popup.grab(serial);
        assertThat(popup.isDone()).isTrue();
    }

    @Test
    void grabAfterMappingIsAnError() throws Exception {
        var popup = popup().map();
        popup.grab(pressSerial());
        expectError(popup.popup(), XdgPopupProtocol.Error.INVALID_GRAB);
    }

    @Test
    void grabAboveAPopupWithoutOneIsAnError() throws Exception {
        var popup = popup().map();
        var nested = new TestPopup(client, popup.xdgSurface().id(), client.ordinaryPositioner());
        nested.grab(pressSerial());
        expectError(nested.popup(), XdgPopupProtocol.Error.INVALID_GRAB);
    }

    @Test
    void grabAboveAPopupThatIsNotTheTopmostIsAnError() throws Exception {
        var popup = grabbing();
        int serial = client.last(WlPointerProtocol.Event.Button.class).serial();
        var nested = new TestPopup(client, popup.xdgSurface().id(), client.ordinaryPositioner());
        nested.grab(serial);
        nested.map();
        var wrong = new TestPopup(client, popup.xdgSurface().id(), client.ordinaryPositioner());
        wrong.grab(serial);
        expectError(client.wmBase(), XdgWmBaseProtocol.Error.NOT_THE_TOPMOST_POPUP);
    }

    @Test
    void popupsGrowToACertainDepth() throws Exception {
        var topmost = popup().map();
        for (int i = 1; i < XdgPopup.MAX_DEPTH; i++) {
            topmost = new TestPopup(client, topmost.xdgSurface().id(), client.ordinaryPositioner()).map();
        }
        assertThat(topmost.isMapped()).isTrue();

        new TestPopup(client, topmost.xdgSurface().id(), client.ordinaryPositioner());
        expectError(client.wmBase(), XdgWmBaseProtocol.Error.INVALID_POPUP_PARENT);
    }

    @Test
    void grabAboveADismissedPopupIsDismissed() throws Exception {
        var popup = grabbing();
        int serial = client.last(WlPointerProtocol.Event.Button.class).serial();
        fixture.click(10, 10);
        assertThat(popup.isDone()).isTrue();
        var nested = new TestPopup(client, popup.xdgSurface().id(), client.ordinaryPositioner());
        nested.grab(serial);
        assertThat(nested.isDone()).isTrue();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void nextMenuOfTheWindowDismissesTheFirst() throws Exception {
        var first = grabbing();
        var second = popup();
        second.grab(client.last(WlPointerProtocol.Event.Button.class).serial());
        second.map();
        assertThat(first.isDone()).isTrue();
        assertThat(second.isDone()).isFalse();
        assertThat(focus()).isEqualTo(second.serverSurface());
    }

    @Test
    void newWindowDismissesPopups() throws Exception {
        var popup = grabbing();
        var next = client.window(50, 50);
        assertThat(popup.isDone()).isTrue();
        assertThat(focus()).isEqualTo(next.serverSurface());
    }

    @Test
    void clientThatDiesWithOpenMenusLeavesNothing() throws Exception {
        var popup = grabbing();
        new TestPopup(client, popup.xdgSurface().id(), client.ordinaryPositioner()).map();
        client.close();
        fixture.settle();
        assertThat(fixture.seat().popups().isActive()).isFalse();
        assertThat(fixture.seat().keyboard().focus()).isEmpty();
        assertThat(fixture.seat().pointer().focus()).isEmpty();
        assertThat(fixture.windows().windows()).isEmpty();
    }

    private TestPopup popup() {
        return new TestPopup(client, window.xdgSurface().id(), client.ordinaryPositioner());
    }

    /** A mapped popup of the window with a grab, all buttons up. */
    private TestPopup grabbing() throws Exception {
        var popup = popup();
        popup.grab(pressSerial());
        popup.map();
        fixture.release(RIGHT);
        return popup;
    }

    /** Presses the right button over the window. */
    private int pressSerial() throws Exception {
        fixture.pointerTo(310, 255);
        fixture.press(RIGHT);
        return client.last(WlPointerProtocol.Event.Button.class).serial();
    }

    private Object focus() {
        return fixture.seat().keyboard().focus().orElseThrow();
    }

    private void expectRefusal(XdgPositionerProtocol.Request request) throws Exception {
        var other = fixture.client();
        var positioner = other.positioner();
        positioner.send(request);
        assertThat(other.error().objectId()).isEqualTo(positioner.id());
        assertThat(other.error().code()).isEqualTo(XdgPositionerProtocol.Error.INVALID_INPUT.value());
    }

    private void expectError(Proxy<?, ?> about, WireEnum code) throws Exception {
        var error = client.error();
        assertThat(error.objectId()).as(error.message()).isEqualTo(about.id());
        assertThat(error.code()).as(error.message()).isEqualTo(code.value());
    }
}
