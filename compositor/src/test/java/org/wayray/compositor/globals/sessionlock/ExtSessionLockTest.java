package org.wayray.compositor.globals.sessionlock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.fixture.TestLock;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.render.Renderer;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.seat.KeyboardGrab;
import org.wayray.compositor.seat.KeyboardLayout;
import org.wayray.compositor.seat.Modifiers;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockSurfaceV1Protocol;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockV1Protocol;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockV1Protocol.Request;
import org.wayray.wayland.protocols.textinput.ZwpTextInputManagerV3Protocol;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV3Protocol;
import org.wayray.wayland.wire.WireEnum;

class ExtSessionLockTest {
    private static final int RED = 0xffff0000;
    private static final int GREEN = 0xff00ff00;
    private static final int BLANK = Renderer.BACKGROUND & 0xffffff;
    private static final int LEFT = 0x110;

    private SessionFixture session;
    private SessionClient user;
    private SessionClient locker;

    @BeforeEach
    void connect() throws Exception {
        session = new SessionFixture();
        user = session.client();
        locker = session.client();
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    // what is seen

    @Test
    void withoutAViewerTheSessionIsLockedAtOnce() throws Exception {
        assertThat(new TestLock(locker).isLocked()).isTrue();
    }

    @Test
    void withAViewerItIsLockedOnlyWhenTheViewerShowsNothingAnyMore() throws Exception {
        var viewer = session.viewer();
        user.window(320, 240, RED);
        assertThat(viewer.pixel(160, 120)).isEqualTo(0xff0000);
        viewer.acknowledges(false);
        var lock = new TestLock(locker);
        assertThat(viewer.pixel(160, 120)).isEqualTo(BLANK);
        assertThat(lock.events()).isEmpty();
        viewer.acknowledge(viewer.lastFrame().getSerial());
        session.settle();
        assertThat(lock.isLocked()).isTrue();
    }

    @Test
    void lockOfAnEmptyScreenIsNotLeftWaiting() throws Exception {
        session.viewer();
        assertThat(new TestLock(locker).isLocked()).isTrue();
    }

    @Test
    void aViewerThatLeavesDoesNotHoldUpTheLock() throws Exception {
        var viewer = session.viewer();
        user.window(320, 240, RED);
        viewer.acknowledges(false);
        var lock = new TestLock(locker);
        assertThat(lock.events()).isEmpty();
        viewer.close();
        session.settle();
        assertThat(lock.isLocked()).isTrue();
    }

    @Test
    void onlyLockSurfacesAreSeenAndTheRestIsBlank() throws Exception {
        var viewer = session.viewer();
        user.window(320, 240, RED);
        var lock = new TestLock(locker);
        var cover = lock.cover(GREEN);
        assertThat(viewer.pixel(160, 120)).isEqualTo(0x00ff00);
        user.window(320, 240, RED);
        assertThat(viewer.pixel(160, 120)).isEqualTo(0x00ff00);
        cover.cover().send(new ExtSessionLockSurfaceV1Protocol.Request.Destroy());
        session.settle();
        assertThat(viewer.pixel(160, 120)).isEqualTo(BLANK);
        lock.cover(GREEN);
        assertThat(viewer.pixel(160, 120)).isEqualTo(0x00ff00);
        lock.send(new Request.UnlockAndDestroy());
        assertThat(viewer.pixel(160, 120)).isEqualTo(0xff0000);
    }

    @Test
    void aNewViewerSeesOnlyTheLock() throws Exception {
        user.window(320, 240, RED);
        new TestLock(locker).cover(GREEN);
        var viewer = session.viewer();
        assertThat(viewer.pixel(160, 120)).isEqualTo(0x00ff00);
    }

    @Test
    void hiddenSurfacesLeaveTheOutputAndAreNotToldToDraw() throws Exception {
        session.viewer();
        var window = user.window(320, 240, RED);
        new TestLock(locker).cover(GREEN);
        assertThat(user.server(window).outputs()).isEmpty();
        user.frame(window);
        window.send(new WlSurfaceProtocol.Request.Commit());
        session.advance(java.time.Duration.ofMillis(100));
        assertThat(user.heard(WlCallbackProtocol.Event.Done.class)).isEmpty();
    }

    @Test
    void lockSurfaceFollowsTheOutput() throws Exception {
        var lock = new TestLock(locker);
        var cover = lock.cover(GREEN);
        session.compositor().configureOutput(new OutputMode(new Size<>(400, 300), 60_000), Scale.ONE);
        session.settle();
        assertThat(cover.width()).isEqualTo(400);
        cover.draw(GREEN);
        assertThat(locker.isAlive()).isTrue();
    }

    // input

    @Test
    void inputGoesToTheLockSurfaceAndBackWhenUnlocked() throws Exception {
        var window = user.server(user.window(320, 240, RED));
        pointerTo(160, 120);
        assertThat(keyboard()).contains(window);
        assertThat(pointer()).contains(window);
        var lock = new TestLock(locker);
        assertThat(keyboard()).isEmpty();
        assertThat(pointer()).isEmpty();
        var cover = lock.cover(GREEN);
        assertThat(keyboard()).contains(cover.serverSurface());
        assertThat(pointer()).contains(cover.serverSurface());
        user.window(320, 240, RED);
        assertThat(keyboard()).contains(cover.serverSurface());
        lock.send(new Request.UnlockAndDestroy());
        assertThat(keyboard()).isPresent().isNotEqualTo(Optional.of(cover.serverSurface()));
        assertThat(pointer()).isEqualTo(keyboard());
    }

    @Test
    void buttonsThatWereDownAreForgotten() throws Exception {
        user.window(320, 240, RED);
        pointerTo(160, 120);
        session.compositor().seat().pointerButton(LEFT, true, 1);
        var cover = new TestLock(locker).cover(GREEN);
        assertThat(pointer()).contains(cover.serverSurface());
        assertThat(session.compositor().seat().pointer().press()).isEmpty();
        session.compositor().seat().pointerButton(LEFT, false, 2);
        session.settle();
    }

    @Test
    void keysOfTheWindowManagerAreOrdinaryOnes() throws Exception {
        user.window(320, 240, RED);
        var second = user.window(320, 240, RED);
        new TestLock(locker).cover(GREEN);
        var seat = session.compositor().seat();
        seat.keyboardKey(56, true, 1);
        seat.keyboardKey(15, true, 2);
        seat.keyboardKey(15, false, 3);
        seat.keyboardKey(56, false, 4);
        session.settle();
        assertThat(session.compositor().windows().active().orElseThrow().surface())
                .isEqualTo(user.server(second));
    }

    @Test
    void inputMethodThatTakesTheKeysDoesNotSeeThemWhileLocked() throws Exception {
        var seat = session.compositor().seat();
        var seen = new ArrayList<Integer>();
        seat.keyboard().startGrab(new KeyboardGrab() {
            @Override
            public Object client() {
                return this;
            }

            @Override
            public void layoutChanged(KeyboardLayout layout) {}

            @Override
            public void key(int serial, int timeMs, int key, boolean pressed) {
                seen.add(key);
            }

            @Override
            public void modifiers(int serial, Modifiers modifiers) {}
        });
        var lock = new TestLock(locker);
        lock.cover(GREEN);
        seat.keyboardKey(30, true, 1);
        seat.keyboardKey(30, false, 2);
        assertThat(seen).isEmpty();
        lock.send(new Request.UnlockAndDestroy());
        seat.keyboardKey(31, true, 3);
        seat.keyboardKey(31, false, 4);
        assertThat(seen).containsExactly(31, 31);
    }

    @Test
    void inputMethodDoesNotSeeTheTextFieldsOfTheLock() throws Exception {
        var seat = locker.bind(WlSeatProtocol.INTERFACE);
        locker.listen(locker.bind(ZwpTextInputManagerV3Protocol.INTERFACE)
                .create(
                        ZwpTextInputV3Protocol.INTERFACE,
                        id -> new ZwpTextInputManagerV3Protocol.Request.GetTextInput(id, seat.id())));
        var lock = new TestLock(locker);
        var cover = lock.cover(GREEN);
        assertThat(keyboard()).contains(cover.serverSurface());
        assertThat(locker.heard(ZwpTextInputV3Protocol.Event.Enter.class)).isEmpty();
        lock.send(new Request.UnlockAndDestroy());
        var window = locker.window(320, 240, RED);
        assertThat(locker.heard(ZwpTextInputV3Protocol.Event.Enter.class))
                .containsExactly(new ZwpTextInputV3Protocol.Event.Enter(window.id()));
    }

    // who locks

    @Test
    void deathOfTheLockerUnlocksNothingAndAnotherOneCanTakeOver() throws Exception {
        var viewer = session.viewer();
        user.window(320, 240, RED);
        new TestLock(locker).cover(GREEN);
        locker.close();
        session.settle();
        assertThat(viewer.pixel(160, 120)).isEqualTo(BLANK);
        assertThat(keyboard()).isEmpty();
        pointerTo(100, 100);
        assertThat(pointer()).isEmpty();
        var next = new TestLock(session.client());
        assertThat(next.isLocked()).isTrue();
        next.cover(GREEN);
        assertThat(viewer.pixel(160, 120)).isEqualTo(0x00ff00);
        next.send(new Request.UnlockAndDestroy());
        assertThat(viewer.pixel(160, 120)).isEqualTo(0xff0000);
        assertThat(keyboard()).isPresent();
    }

    @Test
    void deathBeforeTheLockIsInForceUnlocksNothing() throws Exception {
        var viewer = session.viewer();
        user.window(320, 240, RED);
        viewer.acknowledges(false);
        new TestLock(locker);
        locker.close();
        session.settle();
        assertThat(session.compositor().scene().isLocked()).isTrue();
    }

    @Test
    void aSecondLockIsRefusedWhileTheFirstHolds() throws Exception {
        var first = new TestLock(locker);
        var second = new TestLock(session.client());
        assertThat(first.isLocked()).isTrue();
        assertThat(second.isFinished()).isTrue();
        second.cover(GREEN);
        assertThat(keyboard()).isEmpty();
        second.send(new Request.Destroy());
        assertThat(session.compositor().scene().isLocked()).isTrue();
        first.send(new Request.UnlockAndDestroy());
        assertThat(session.compositor().scene().isLocked()).isFalse();
        assertThat(new TestLock(locker).isLocked()).isTrue();
    }

    @Test
    void aLockThatIsGivenUpBeforeItIsInForceLeavesTheSessionAsItWas() throws Exception {
        var viewer = session.viewer();
        user.window(320, 240, RED);
        viewer.acknowledges(false);
        var lock = new TestLock(locker);
        lock.send(new Request.Destroy());
        assertThat(session.compositor().scene().isLocked()).isFalse();
        assertThat(locker.isAlive()).isTrue();
    }

    // errors

    @Test
    void lockInForceIsNotDestroyed() throws Exception {
        new TestLock(locker).send(new Request.Destroy());
        assertError(ExtSessionLockV1Protocol.Error.INVALID_DESTROY);
        assertThat(session.compositor().scene().isLocked()).isTrue();
    }

    @Test
    void lockThatWasRefusedUnlocksNothing() throws Exception {
        new TestLock(session.client());
        new TestLock(locker).send(new Request.UnlockAndDestroy());
        assertError(ExtSessionLockV1Protocol.Error.INVALID_UNLOCK);
        assertThat(session.compositor().scene().isLocked()).isTrue();
    }

    @Test
    void surfaceWithAnotherRoleIsRefused() throws Exception {
        new TestLock(locker).cover(locker.window(10, 10, RED));
        assertError(ExtSessionLockV1Protocol.Error.ROLE);
    }

    @Test
    void surfaceWithABufferIsRefused() throws Exception {
        var surface = locker.surface();
        locker.draw(surface, 10, 10, RED);
        new TestLock(locker).cover(surface);
        assertError(ExtSessionLockV1Protocol.Error.ALREADY_CONSTRUCTED);
    }

    @Test
    void outputIsCoveredOnce() throws Exception {
        var lock = new TestLock(locker);
        lock.cover(GREEN);
        lock.cover(locker.surface());
        assertError(ExtSessionLockV1Protocol.Error.DUPLICATE_OUTPUT);
    }

    @Test
    void commitBeforeTheFirstAcknowledgementIsAnError() throws Exception {
        var surface = locker.surface();
        new TestLock(locker).silentCover(surface);
        surface.send(new WlSurfaceProtocol.Request.Commit());
        assertError(ExtSessionLockSurfaceV1Protocol.Error.COMMIT_BEFORE_FIRST_ACK);
    }

    @Test
    void commitWithoutContentIsAnError() throws Exception {
        var surface = locker.surface();
        new TestLock(locker).cover(surface);
        surface.send(new WlSurfaceProtocol.Request.Commit());
        assertError(ExtSessionLockSurfaceV1Protocol.Error.NULL_BUFFER);
    }

    @Test
    void takingTheContentAwayIsAnError() throws Exception {
        var cover = new TestLock(locker).cover(GREEN);
        cover.surface().send(new WlSurfaceProtocol.Request.Attach(0, 0, 0));
        cover.surface().send(new WlSurfaceProtocol.Request.Commit());
        assertError(ExtSessionLockSurfaceV1Protocol.Error.NULL_BUFFER);
    }

    @Test
    void contentHasTheAcknowledgedSize() throws Exception {
        var surface = locker.surface();
        new TestLock(locker).cover(surface);
        locker.draw(surface, 319, 240, RED);
        assertError(ExtSessionLockSurfaceV1Protocol.Error.DIMENSIONS_MISMATCH);
    }

    @Test
    void unknownSerialIsRefused() throws Exception {
        new TestLock(locker).cover(GREEN).cover().send(new ExtSessionLockSurfaceV1Protocol.Request.AckConfigure(4711));
        assertError(ExtSessionLockSurfaceV1Protocol.Error.INVALID_SERIAL);
    }

    private void pointerTo(double x, double y) throws Exception {
        session.compositor().seat().pointerMotion(new Point<>(x, y), 1);
        session.settle();
    }

    private Optional<Surface> keyboard() {
        return session.compositor().seat().keyboard().focus();
    }

    private Optional<Surface> pointer() {
        return session.compositor().seat().pointer().focus();
    }

    private void assertError(WireEnum code) throws Exception {
        assertThat(locker.error()).endsWith(" " + code.value()).startsWith("ext_session_lock");
    }
}
