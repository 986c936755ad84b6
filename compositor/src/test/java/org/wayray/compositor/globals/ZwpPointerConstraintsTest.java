package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.compositor.fixture.ShellFixture.LEFT;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.seat.RelativeMotion;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlRegionProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.pointerconstraints.ZwpConfinedPointerV1Protocol;
import org.wayray.wayland.protocols.pointerconstraints.ZwpConfinedPointerV1Protocol.Event.Confined;
import org.wayray.wayland.protocols.pointerconstraints.ZwpConfinedPointerV1Protocol.Event.Unconfined;
import org.wayray.wayland.protocols.pointerconstraints.ZwpLockedPointerV1Protocol;
import org.wayray.wayland.protocols.pointerconstraints.ZwpLockedPointerV1Protocol.Event.Locked;
import org.wayray.wayland.protocols.pointerconstraints.ZwpLockedPointerV1Protocol.Event.Unlocked;
import org.wayray.wayland.protocols.pointerconstraints.ZwpPointerConstraintsV1Protocol;
import org.wayray.wayland.protocols.pointerconstraints.ZwpPointerConstraintsV1Protocol.Error;
import org.wayray.wayland.protocols.pointerconstraints.ZwpPointerConstraintsV1Protocol.Lifetime;
import org.wayray.wayland.protocols.pointerconstraints.ZwpPointerConstraintsV1Protocol.Request;
import org.wayray.wayland.protocols.relativepointer.ZwpRelativePointerManagerV1Protocol;
import org.wayray.wayland.protocols.relativepointer.ZwpRelativePointerV1Protocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;

class ZwpPointerConstraintsTest {
    private ShellFixture fixture;
    private TestClient client;
    private Proxy<WlPointerProtocol.Request, WlPointerProtocol.Event> pointer;
    private Proxy<Request, ?> constraints;
    private TestWindow window;

    @BeforeEach
    void connect() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
        pointer = client.pointer();
        constraints = client.bind(ZwpPointerConstraintsV1Protocol.INTERFACE);
        window = client.window(200, 100); // at 300, 250
        fixture.pointerTo(310, 260);
        client.forget();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    // relative motion

    @Test
    void pushesAreHeardInTheFrameOfTheirMotion() throws Exception {
        relativePointer();
        fixture.pointerTo(313, 258.5);
        assertThat(client.heard().stream().map(TestClient.Heard::event))
                .containsExactly(
                        new ZwpRelativePointerV1Protocol.Event.RelativeMotion(0, 20_000, 3, -1.5, 3, -1.5),
                        new WlPointerProtocol.Event.Motion(20, 13, 8.5),
                        new WlPointerProtocol.Event.Frame());
    }

    @Test
    void pushesAtTheEdgeOfTheScreenAreHeardInFull() throws Exception {
        relativePointer();
        window.window().moveTo(new Offset<>(0, 0));
        fixture.pointerTo(1, 1);
        client.forget();
        fixture.seat().pointerRelativeMotion(new RelativeMotion(1000, -30, -1, -15, -0.5));
        fixture.settle();
        assertThat(pushes())
                .containsExactly(
                        new ZwpRelativePointerV1Protocol.Event.RelativeMotion(0, 1_000_000, -30, -1, -15, -0.5));
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(0, 0));
    }

    @Test
    void pushesGoToTheFocusOnly() throws Exception {
        var other = fixture.client();
        other.pointer();
        relativePointer();
        fixture.pointerTo(0, 0);
        client.forget();
        fixture.pointerTo(5, 5);
        assertThat(pushes()).isEmpty();
    }

    @Test
    void releasedPointerHearsNoPushes() throws Exception {
        var relative = relativePointer();
        pointer.send(new WlPointerProtocol.Request.Release());
        fixture.settle();
        fixture.pointerTo(313, 258);
        assertThat(pushes()).isEmpty();
        relative.send(new ZwpRelativePointerV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(client.isAlive()).isTrue();
    }

    // locks

    @Test
    void lockTakesHoldBelowThePointer() throws Exception {
        lock(window, 0, Lifetime.ONESHOT);
        assertThat(client.heard(Locked.class)).hasSize(1);
    }

    @Test
    void lockedPointerStaysWhileItIsPushed() throws Exception {
        relativePointer();
        lock(window, 0, Lifetime.ONESHOT);
        client.forget();
        fixture.pointerTo(400, 300);
        fixture.pointerTo(405, 300);
        fixture.press(LEFT);
        assertThat(client.heard(WlPointerProtocol.Event.Motion.class)).isEmpty();
        assertThat(client.heard(WlPointerProtocol.Event.Button.class)).hasSize(1);
        assertThat(client.heard(WlPointerProtocol.Event.Frame.class)).hasSize(3);
        assertThat(pushes().getLast().dx()).isEqualTo(5);
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(310, 260));
    }

    @Test
    void lockWaitsForThePointerToBeInTheRegion() throws Exception {
        lock(window, region(50, 50, 10, 10), Lifetime.ONESHOT);
        assertThat(client.heard(Locked.class)).isEmpty();
        fixture.pointerTo(355, 305);
        assertThat(client.heard(Locked.class)).hasSize(1);
    }

    @Test
    void lockWaitsForTheKeyboard() throws Exception {
        var other = client.window(20, 20);
        other.window().moveTo(new Offset<>(0, 0));
        fixture.settle();
        lock(window, 0, Lifetime.ONESHOT);
        assertThat(client.heard(Locked.class)).isEmpty();
        fixture.click(310, 260);
        assertThat(client.heard(Locked.class)).hasSize(1);
    }

    @Test
    void oneshotLockIsOverWhenAnotherWindowGetsTheKeyboard() throws Exception {
        lock(window, 0, Lifetime.ONESHOT);
        var other = client.window(20, 20);
        assertThat(client.heard(Unlocked.class)).hasSize(1);
        other.destroy();
        assertThat(client.heard(Locked.class)).hasSize(1);
        lock(window, 0, Lifetime.ONESHOT);
        assertThat(client.isAlive()).isTrue();
        assertThat(client.heard(Locked.class)).hasSize(2);
    }

    @Test
    void persistentLockTakesHoldAgain() throws Exception {
        lock(window, 0, Lifetime.PERSISTENT);
        var other = client.window(20, 20);
        assertThat(client.heard(Unlocked.class)).hasSize(1);
        other.destroy();
        assertThat(client.heard(Locked.class)).hasSize(2);
    }

    @Test
    void unlockedPointerGoesToTheHint() throws Exception {
        var lock = lock(window, 0, Lifetime.PERSISTENT);
        lock.send(new ZwpLockedPointerV1Protocol.Request.SetCursorPositionHint(100, 50));
        window.surface().send(new WlSurfaceProtocol.Request.Commit());
        lock.send(new ZwpLockedPointerV1Protocol.Request.SetCursorPositionHint(1, 1));
        client.forget();
        lock.send(new ZwpLockedPointerV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(400, 300));
        assertThat(client.last(WlPointerProtocol.Event.Motion.class).surfaceX()).isEqualTo(100);
    }

    @Test
    void hintOutsideTheSurfaceIsIgnored() throws Exception {
        var lock = lock(window, 0, Lifetime.PERSISTENT);
        lock.send(new ZwpLockedPointerV1Protocol.Request.SetCursorPositionHint(-100, 5000));
        window.surface().send(new WlSurfaceProtocol.Request.Commit());
        lock.send(new ZwpLockedPointerV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(310, 260));
    }

    @Test
    void regionCountsFromTheNextCommitOn() throws Exception {
        var lock = lock(window, region(50, 50, 10, 10), Lifetime.ONESHOT);
        lock.send(new ZwpLockedPointerV1Protocol.Request.SetRegion(0));
        fixture.settle();
        assertThat(client.heard(Locked.class)).isEmpty();
        window.surface().send(new WlSurfaceProtocol.Request.Commit());
        fixture.settle();
        assertThat(client.heard(Locked.class)).hasSize(1);
    }

    @Test
    void lockOfASurfaceThatGoesIsInert() throws Exception {
        var lock = lock(window, 0, Lifetime.PERSISTENT);
        window.destroy();
        assertThat(client.heard(Unlocked.class)).hasSize(1);
        lock.send(new ZwpLockedPointerV1Protocol.Request.SetRegion(0));
        lock.send(new ZwpLockedPointerV1Protocol.Request.SetCursorPositionHint(1, 1));
        lock.send(new ZwpLockedPointerV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(client.isAlive()).isTrue();
        fixture.pointerTo(5, 5);
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(5, 5));
    }

    @Test
    void surfaceHasOneConstraintOnly() throws Exception {
        lock(window, 0, Lifetime.PERSISTENT);
        confine(window, 0, Lifetime.PERSISTENT);
        assertThat(client.error().code()).isEqualTo(Error.ALREADY_CONSTRAINED.value());
    }

    @Test
    void constraintOfADeadClientIsForgotten() throws Exception {
        lock(window, 0, Lifetime.PERSISTENT);
        client.close();
        fixture.settle();
        assertThat(fixture.seat().pointer().constraints().isLocked()).isFalse();
        fixture.pointerTo(5, 5);
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(5, 5));
    }

    // confinements

    @Test
    void confinedPointerMovesInsideOnly() throws Exception {
        confine(window, 0, Lifetime.ONESHOT);
        assertThat(client.heard(Confined.class)).hasSize(1);
        fixture.pointerTo(350, 300);
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(350, 300));
        fixture.pointerTo(0, 320);
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(300, 320));
        assertThat(client.heard(WlPointerProtocol.Event.Leave.class)).isEmpty();
    }

    @Test
    void confinedPointerGoesAlongWithItsWindow() throws Exception {
        confine(window, 0, Lifetime.ONESHOT);
        window.window().moveTo(new Offset<>(400, 250));
        fixture.settle();
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(400, 260));
        assertThat(client.heard(Unconfined.class)).isEmpty();
    }

    @Test
    void confinementFollowsItsNewRegion() throws Exception {
        var confined = confine(window, 0, Lifetime.ONESHOT);
        confined.send(new ZwpConfinedPointerV1Protocol.Request.SetRegion(region(100, 20, 50, 50)));
        window.surface().send(new WlSurfaceProtocol.Request.Commit());
        fixture.settle();
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(400, 270));
    }

    @Test
    void confinementWithoutAPlaceEnds() throws Exception {
        var confined = confine(window, 0, Lifetime.PERSISTENT);
        confined.send(new ZwpConfinedPointerV1Protocol.Request.SetRegion(region(1000, 20, 50, 50)));
        window.surface().send(new WlSurfaceProtocol.Request.Commit());
        fixture.settle();
        assertThat(client.heard(Unconfined.class)).hasSize(1);
        fixture.pointerTo(5, 5);
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(5, 5));
    }

    @Test
    void windowDragFreesThePointer() throws Exception {
        confine(window, 0, Lifetime.PERSISTENT);
        fixture.press(LEFT);
        window.send(new XdgToplevelProtocol.Request.Move(
                client.seat().id(),
                client.last(WlPointerProtocol.Event.Button.class).serial()));
        assertThat(client.heard(Unconfined.class)).hasSize(1);
        fixture.pointerTo(320, 5);
        fixture.release(LEFT);
        assertThat(client.heard(Confined.class)).hasSize(2);
    }

    @Test
    void constraintsOutliveTheirMaker() throws Exception {
        lock(window, 0, Lifetime.PERSISTENT);
        constraints.send(new Request.Destroy());
        fixture.pointerTo(400, 300);
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(310, 260));
    }

    private List<ZwpRelativePointerV1Protocol.Event.RelativeMotion> pushes() {
        return client.heard(ZwpRelativePointerV1Protocol.Event.RelativeMotion.class);
    }

    private Proxy<ZwpRelativePointerV1Protocol.Request, ?> relativePointer() throws Exception {
        var relative = client.listen(client.bind(ZwpRelativePointerManagerV1Protocol.INTERFACE)
                .create(
                        ZwpRelativePointerV1Protocol.INTERFACE,
                        id -> new ZwpRelativePointerManagerV1Protocol.Request.GetRelativePointer(id, pointer.id())));
        fixture.settle();
        return relative;
    }

    private Proxy<ZwpLockedPointerV1Protocol.Request, ?> lock(TestWindow on, int region, Lifetime lifetime)
            throws Exception {
        var lock = client.listen(constraints.create(
                ZwpLockedPointerV1Protocol.INTERFACE,
                id -> new Request.LockPointer(id, on.surface().id(), pointer.id(), region, lifetime.value())));
        fixture.settle();
        return lock;
    }

    private Proxy<ZwpConfinedPointerV1Protocol.Request, ?> confine(TestWindow on, int region, Lifetime lifetime)
            throws Exception {
        var confined = client.listen(constraints.create(
                ZwpConfinedPointerV1Protocol.INTERFACE,
                id -> new Request.ConfinePointer(id, on.surface().id(), pointer.id(), region, lifetime.value())));
        fixture.settle();
        return confined;
    }

    private int region(int x, int y, int width, int height) {
        var region = client.bind(WlCompositorProtocol.INTERFACE)
                .create(WlRegionProtocol.INTERFACE, WlCompositorProtocol.Request.CreateRegion::new);
        region.send(new WlRegionProtocol.Request.Add(x, y, width, height));
        return region.id();
    }
}
