package org.wayray.compositor.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.fixture.SessionViewer;
import org.wayray.compositor.geometry.Point;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.PointerHold;
import org.wayray.protocol.v1.PointerLeave;
import org.wayray.protocol.v1.PointerMotion;
import org.wayray.protocol.v1.RelativeMotion;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlRegionProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.pointerconstraints.ZwpConfinedPointerV1Protocol;
import org.wayray.wayland.protocols.pointerconstraints.ZwpLockedPointerV1Protocol;
import org.wayray.wayland.protocols.pointerconstraints.ZwpPointerConstraintsV1Protocol;
import org.wayray.wayland.protocols.pointerconstraints.ZwpPointerConstraintsV1Protocol.Lifetime;
import org.wayray.wayland.protocols.relativepointer.ZwpRelativePointerManagerV1Protocol;
import org.wayray.wayland.protocols.relativepointer.ZwpRelativePointerV1Protocol;

/** Holds as a viewer hears of them, and pushes as a client does, through a whole session of 320x240. */
class ViewerHoldTest {
    private static final Hello HELLO = Hello.newBuilder()
            .addCapabilities("cursor")
            .addCapabilities("pointer-hold")
            .build();

    private SessionFixture session;
    private SessionViewer viewer;
    private SessionClient client;
    private Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> window; // at 110, 70
    private Proxy<WlPointerProtocol.Request, WlPointerProtocol.Event> pointer;
    private Proxy<ZwpPointerConstraintsV1Protocol.Request, ?> constraints;

    @BeforeEach
    void connect() throws Exception {
        session = new SessionFixture();
        viewer = session.viewer(HELLO);
        client = session.client();
        window = client.window(100, 100, 0xffff0000);
        pointer = client.listen(client.bind(WlSeatProtocol.INTERFACE)
                .create(WlPointerProtocol.INTERFACE, WlSeatProtocol.Request.GetPointer::new));
        constraints = client.bind(ZwpPointerConstraintsV1Protocol.INTERFACE);
        moveTo(160, 120);
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    @Test
    void aLockIsToldAndItsEndSaysWhereTheClientWantsThePointer() throws Exception {
        var lock = lock(Lifetime.PERSISTENT);
        assertThat(hold().getMode()).isEqualTo(PointerHold.Mode.LOCKED);
        assertThat(hold().getOutput()).isEqualTo(1);
        assertThat(new Point<>(hold().getX() / 256.0, hold().getY() / 256.0)).isEqualTo(new Point<>(160, 120));

        lock.send(new ZwpLockedPointerV1Protocol.Request.SetCursorPositionHint(10, 20));
        window.send(new WlSurfaceProtocol.Request.Commit());
        lock.send(new ZwpLockedPointerV1Protocol.Request.Destroy());
        session.settle();
        assertThat(hold().getMode()).isEqualTo(PointerHold.Mode.NONE);
        assertThat(new Point<>(hold().getX() / 256.0, hold().getY() / 256.0)).isEqualTo(new Point<>(120, 90));
        assertThat(holds()).hasSize(2);
    }

    @Test
    void pushesReachTheClientAndThePointerStays() throws Exception {
        relativePointer();
        lock(Lifetime.PERSISTENT);
        client.forget();
        push(-3 * 256, 128);
        assertThat(client.heard(ZwpRelativePointerV1Protocol.Event.RelativeMotion.class))
                .singleElement()
                .satisfies(push -> {
                    assertThat(push.dx()).isEqualTo(-3);
                    assertThat(push.dy()).isEqualTo(0.5);
                    assertThat(push.dxUnaccel()).isEqualTo(-3);
                });
        assertThat(client.heard(WlPointerProtocol.Event.Motion.class)).isEmpty();
    }

    @Test
    void goingWhereTheLockLeftThePointerIsNoPush() throws Exception {
        relativePointer();
        var lock = lock(Lifetime.PERSISTENT);
        push(512, 0);
        lock.send(new ZwpLockedPointerV1Protocol.Request.SetCursorPositionHint(10, 20));
        window.send(new WlSurfaceProtocol.Request.Commit());
        lock.send(new ZwpLockedPointerV1Protocol.Request.Destroy());
        session.settle();
        client.forget();
        moveTo(120, 90); // as the viewer does when it is told
        assertThat(client.heard(ZwpRelativePointerV1Protocol.Event.RelativeMotion.class))
                .isEmpty();
    }

    @Test
    void aConfinementIsToldWithItsAreaInPixels() throws Exception {
        var region = client.region();
        region.send(new WlRegionProtocol.Request.Add(20, 30, 60, 40));
        constraints.create(
                ZwpConfinedPointerV1Protocol.INTERFACE,
                id -> new ZwpPointerConstraintsV1Protocol.Request.ConfinePointer(
                        id, window.id(), pointer.id(), region.id(), Lifetime.PERSISTENT.value()));
        session.settle();
        assertThat(hold().getMode()).isEqualTo(PointerHold.Mode.CONFINED);
        assertThat(List.of(hold().getAreaX(), hold().getAreaY(), hold().getAreaWidth(), hold().getAreaHeight()))
                .containsExactly(130, 100, 60, 40);
        int told = holds().size();
        moveTo(150, 110);
        moveTo(151, 111);
        assertThat(holds()).as("motion inside is no news").hasSize(told);
    }

    @Test
    void aPersonWhoLeavesIsFreeAndALastingLockTakesHoldAgain() throws Exception {
        lock(Lifetime.PERSISTENT);
        viewer.send(Channel.INPUT, ToSession.newBuilder().setPointerLeave(PointerLeave.getDefaultInstance()));
        session.settle();
        assertThat(hold().getMode()).isEqualTo(PointerHold.Mode.NONE);
        moveTo(150, 110);
        assertThat(hold().getMode()).isEqualTo(PointerHold.Mode.LOCKED);
    }

    @Test
    void aClientThatDiesLetsGo() throws Exception {
        lock(Lifetime.PERSISTENT);
        client.close();
        session.settle();
        assertThat(hold().getMode()).isEqualTo(PointerHold.Mode.NONE);
    }

    @Test
    void anotherViewerHearsOfAHoldOnlyIfItCanHold() throws Exception {
        lock(Lifetime.PERSISTENT);
        var plain = session.viewer();
        moveTo(plain, 150, 110);
        assertThat(plain.others()).noneMatch(message -> message.message().hasPointerHold());
        var able = session.viewer(HELLO);
        moveTo(able, 150, 110);
        assertThat(able.last(ToViewer.BodyCase.POINTER_HOLD)
                        .message()
                        .getPointerHold()
                        .getMode())
                .isEqualTo(PointerHold.Mode.LOCKED);
    }

    @Test
    void noPushMovesThePointerOffTheScreenOrBreaksTheSession() throws Exception {
        long seed = Long.getLong("wayray.seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        relativePointer();
        for (int i = 0; i < 2000; i++) {
            if (i == 250) {
                lock(Lifetime.PERSISTENT);
            }
            push(extreme(random), extreme(random));
            var place = session.compositor().seat().pointer().position();
            assertThat(place.x()).as("seed %d", seed).isBetween(0.0, 320.0);
            assertThat(place.y()).as("seed %d", seed).isBetween(0.0, 240.0);
            if (i % 500 == 499) {
                viewer.send(Channel.INPUT, ToSession.newBuilder().setPointerLeave(PointerLeave.getDefaultInstance()));
                moveTo(160, 120);
            }
        }
        assertThat(viewer.end()).isEmpty();
        assertThat(client.isAlive()).isTrue();
    }

    private static int extreme(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> Integer.MIN_VALUE;
            case 1 -> Integer.MAX_VALUE;
            default -> random.nextInt(-100_000, 100_000);
        };
    }

    private Proxy<ZwpLockedPointerV1Protocol.Request, ?> lock(Lifetime lifetime) throws Exception {
        var lock = constraints.create(
                ZwpLockedPointerV1Protocol.INTERFACE,
                id -> new ZwpPointerConstraintsV1Protocol.Request.LockPointer(
                        id, window.id(), pointer.id(), 0, lifetime.value()));
        session.settle();
        return lock;
    }

    private void relativePointer() throws Exception {
        client.listen(client.bind(ZwpRelativePointerManagerV1Protocol.INTERFACE)
                .create(
                        ZwpRelativePointerV1Protocol.INTERFACE,
                        id -> new ZwpRelativePointerManagerV1Protocol.Request.GetRelativePointer(id, pointer.id())));
        session.settle();
    }

    private void push(int dx, int dy) throws Exception {
        viewer.send(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setRelativeMotion(RelativeMotion.newBuilder().setDx(dx).setDy(dy)));
        session.settle();
    }

    private void moveTo(int x, int y) throws Exception {
        moveTo(viewer, x, y);
    }

    private void moveTo(SessionViewer by, int x, int y) throws Exception {
        by.send(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setPointerMotion(PointerMotion.newBuilder()
                                .setX(x * 256)
                                .setY(y * 256)
                                .setOutput(1)));
        session.settle();
    }

    private PointerHold hold() {
        return viewer.last(ToViewer.BodyCase.POINTER_HOLD).message().getPointerHold();
    }

    private List<PointerHold> holds() {
        return viewer.others().stream()
                .map(Envelope::message)
                .filter(ToViewer::hasPointerHold)
                .map(ToViewer::getPointerHold)
                .toList();
    }
}
