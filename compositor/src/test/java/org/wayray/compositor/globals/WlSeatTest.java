package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.compositor.fixture.ShellFixture.KEY_A;
import static org.wayray.compositor.fixture.ShellFixture.KEY_LEFT_SHIFT;
import static org.wayray.compositor.fixture.ShellFixture.LEFT;
import static org.wayray.compositor.fixture.ShellFixture.RIGHT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.seat.AxisEvent;
import org.wayray.compositor.seat.AxisEvent.Movement;
import org.wayray.compositor.seat.AxisEvent.Source;
import org.wayray.compositor.seat.CursorShape;
import org.wayray.compositor.seat.CursorSink;
import org.wayray.compositor.seat.XkbLayout;
import org.wayray.posix.Fd;
import org.wayray.posix.xkb.XkbKeymap;
import org.wayray.posix.xkb.XkbNames;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol.Event;
import org.wayray.wayland.protocols.core.WlRegionProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;

class WlSeatTest {
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
    void seatSaysWhatItHasAndItsName() {
        assertThat(client.heard(WlSeatProtocol.Event.class))
                .containsExactly(new WlSeatProtocol.Event.Capabilities(7), new WlSeatProtocol.Event.Name("seat0"));
    }

    // pointer

    @Test
    void pointerEntersMovesAndLeavesInFrames() throws Exception {
        client.pointer();
        var window = client.window(200, 100);
        int id = window.surface().id();
        fixture.pointerTo(310, 260.5);
        fixture.pointerTo(311, 261);
        fixture.pointerTo(0, 0);
        var events = client.heard(Event.class);
        assertThat(events).hasSize(6);
        var enter = (Event.Enter) events.getFirst();
        assertThat(enter).isEqualTo(new Event.Enter(enter.serial(), id, 10, 10.5));
        assertThat(events.get(1)).isEqualTo(new Event.Frame());
        assertThat(events.get(2)).isEqualTo(new Event.Motion(20, 11, 11));
        assertThat(events.get(3)).isEqualTo(new Event.Frame());
        assertThat(events.get(4)).isEqualTo(new Event.Leave(((Event.Leave) events.get(4)).serial(), id));
        assertThat(events.get(5)).isEqualTo(new Event.Frame());
    }

    @Test
    void oldPointersHearNoFrames() throws Exception {
        var old = fixture.client(4);
        old.pointer();
        old.window(200, 100);
        fixture.pointerTo(310, 260);
        fixture.seat().pointerAxis(wheel(15, 120));
        fixture.settle();
        assertThat(old.heard(Event.class)).hasSize(2);
        assertThat(old.heard(Event.class).getLast()).isEqualTo(new Event.Axis(20, 0, 15));
    }

    @Test
    void pointerThatComesLateEntersTheSurfaceBelow() throws Exception {
        client.window(200, 100);
        fixture.pointerTo(310, 260);
        client.pointer();
        assertThat(client.heard(Event.class)).hasSize(2);
        assertThat(client.last(Event.Enter.class).surfaceX()).isEqualTo(10);
    }

    @Test
    void surfaceThatIsDestroyedIsLeft() throws Exception {
        client.pointer();
        client.keyboard();
        var window = client.window(200, 100);
        int id = window.surface().id();
        fixture.pointerTo(310, 260);
        client.forget();
        window.toplevel().send(new XdgToplevelProtocol.Request.Destroy());
        window.xdgSurface().send(new XdgSurfaceProtocol.Request.Destroy());
        window.surface().send(new WlSurfaceProtocol.Request.Destroy());
        fixture.settle();
        assertThat(client.last(Event.Leave.class).surface()).isEqualTo(id);
        assertThat(client.heard(Event.class).getLast()).isEqualTo(new Event.Frame());
        assertThat(client.last(WlKeyboardProtocol.Event.Leave.class).surface()).isEqualTo(id);
        fixture.pointerTo(311, 260);
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void pressedButtonHoldsTheFocusUntilAllAreUp() throws Exception {
        client.pointer();
        var window = client.window(200, 100);
        fixture.pointerTo(310, 260);
        fixture.press(LEFT);
        fixture.press(RIGHT);
        client.forget();
        fixture.pointerTo(100, 100);
        assertThat(client.last(Event.Motion.class)).isEqualTo(new Event.Motion(40, -200, -150));
        fixture.release(LEFT);
        fixture.pointerTo(90, 90);
        assertThat(client.heard(Event.Leave.class)).isEmpty();
        fixture.release(RIGHT);
        assertThat(client.heard(Event.Leave.class)).hasSize(1);
        assertThat(window.window()).isNotNull();
    }

    @Test
    void buttonsThatAreNotDownOrDownAlreadyAreIgnored() throws Exception {
        client.pointer();
        client.window(200, 100);
        fixture.pointerTo(310, 260);
        client.forget();
        fixture.release(LEFT);
        fixture.press(7);
        fixture.press(0xffff);
        assertThat(client.heard(Event.class)).isEmpty();
        fixture.press(LEFT);
        fixture.press(LEFT);
        assertThat(client.heard(Event.Button.class)).hasSize(1);
    }

    @Test
    void buttonPressedOnNothingIsNotReleasedOnAWindow() throws Exception {
        client.pointer();
        client.window(200, 100);
        fixture.pointerTo(0, 0);
        fixture.press(LEFT);
        fixture.pointerTo(310, 260);
        fixture.release(LEFT);
        assertThat(client.heard(Event.Button.class)).isEmpty();
    }

    @Test
    void focusFollowsWhenSurfacesComeMoveResizeAndGo() throws Exception {
        client.pointer();
        fixture.pointerTo(400, 300);
        assertThat(client.heard(Event.class)).isEmpty();
        var window = client.window(200, 100);
        assertThat(client.last(Event.Enter.class).surfaceX()).isEqualTo(100);
        window.window().moveTo(new Offset<>(310, 260));
        fixture.settle();
        assertThat(client.last(Event.Motion.class).surfaceX()).isEqualTo(90);
        window.draw(50, 50);
        assertThat(client.heard(Event.Leave.class)).hasSize(1);
        window.draw(200, 100);
        assertThat(client.heard(Event.Enter.class)).hasSize(2);
        var other = client.window(300, 300);
        assertThat(fixture.seat().pointer().focus()).contains(other.serverSurface());
        other.destroy();
        assertThat(fixture.seat().pointer().focus()).contains(window.serverSurface());
        window.hide();
        assertThat(fixture.seat().pointer().focus()).isEmpty();
    }

    @Test
    void surfaceThatGoesWithTheButtonDownTakesTheReleaseWithIt() throws Exception {
        client.pointer();
        var below = client.window(200, 100);
        var above = client.window(200, 100);
        fixture.pointerTo(400, 330);
        fixture.press(LEFT);
        above.destroy();
        client.forget();
        assertThat(fixture.seat().pointer().focus()).contains(below.serverSurface());
        fixture.release(LEFT);
        assertThat(client.heard(Event.Button.class)).isEmpty();
    }

    @Test
    void inputRegionIsWhatThePointerEnters() throws Exception {
        client.pointer();
        var window = client.window(200, 100);
        var region = client.bind(WlCompositorProtocol.INTERFACE)
                .create(WlRegionProtocol.INTERFACE, WlCompositorProtocol.Request.CreateRegion::new);
        region.send(new WlRegionProtocol.Request.Add(0, 0, 10, 10));
        fixture.pointerTo(400, 300);
        assertThat(fixture.seat().pointer().focus()).isPresent();
        window.surface().send(new WlSurfaceProtocol.Request.SetInputRegion(region.id()));
        window.commit();
        fixture.settle();
        assertThat(fixture.seat().pointer().focus()).isEmpty();
    }

    @Test
    void modernWheelsComeInPartsOfADetent() throws Exception {
        client.pointer();
        client.window(200, 100);
        fixture.pointerTo(310, 260);
        client.forget();
        fixture.seat().pointerAxis(wheel(3.75, 30));
        fixture.settle();
        assertThat(client.heard(Event.class))
                .containsExactly(
                        new Event.AxisSource(0),
                        new Event.AxisValue120(0, 30),
                        new Event.AxisRelativeDirection(0, 0),
                        new Event.Axis(20, 0, 3.75),
                        new Event.Frame());
    }

    @Test
    void oldWheelsComeInWholeDetents() throws Exception {
        var old = fixture.client(7);
        old.pointer();
        old.window(200, 100);
        fixture.pointerTo(310, 260);
        old.forget();
        fixture.seat().pointerAxis(wheel(7.5, 60));
        fixture.settle();
        assertThat(old.heard(Event.class)).isEmpty();
        fixture.seat().pointerAxis(wheel(11.25, 90));
        fixture.settle();
        assertThat(old.heard(Event.class))
                .containsExactly(
                        new Event.AxisSource(0),
                        new Event.AxisDiscrete(0, 1),
                        new Event.Axis(30, 0, 18.75),
                        new Event.Frame());
        old.forget();
        fixture.seat().pointerAxis(wheel(-15, -120));
        fixture.settle();
        assertThat(old.last(Event.AxisDiscrete.class)).isEqualTo(new Event.AxisDiscrete(0, -1));
    }

    @Test
    void fingerScrollingStops() throws Exception {
        client.pointer();
        client.window(200, 100);
        fixture.pointerTo(310, 260);
        client.forget();
        fixture.seat()
                .pointerAxis(new AxisEvent(99, Source.FINGER, new Movement(2, 0, false), new Movement(0, 0, true)));
        fixture.settle();
        assertThat(client.heard(Event.class))
                .containsExactly(
                        new Event.AxisSource(1),
                        new Event.AxisStop(99, 0),
                        new Event.AxisRelativeDirection(1, 0),
                        new Event.Axis(99, 1, 2),
                        new Event.Frame());
    }

    // cursor

    @Test
    void cursorIsSetByTheSerialOfTheEnterOnly() throws Exception {
        var sink = new RecordingSink();
        fixture.seat().cursor().setSink(sink);
        var pointer = client.pointer();
        client.window(200, 100);
        fixture.pointerTo(310, 260);
        int serial = client.last(Event.Enter.class).serial();
        var cursor = client.surface();
        pointer.send(new WlPointerProtocol.Request.SetCursor(serial - 1, cursor.id(), 1, 2));
        fixture.settle();
        assertThat(sink.calls).containsOnly("default");
        pointer.send(new WlPointerProtocol.Request.SetCursor(serial, cursor.id(), 1, 2));
        fixture.settle();
        assertThat(sink.calls.getLast()).isEqualTo("show 1,2");
        pointer.send(new WlPointerProtocol.Request.SetCursor(serial, 0, 0, 0));
        fixture.settle();
        assertThat(sink.calls.getLast()).isEqualTo("hide");
        fixture.pointerTo(0, 0);
        assertThat(sink.calls.getLast()).isEqualTo("default");
    }

    @Test
    void cursorContentThatMovesTakesTheHotSpotWithIt() throws Exception {
        var sink = new RecordingSink();
        fixture.seat().cursor().setSink(sink);
        var pointer = client.pointer();
        client.window(200, 100);
        fixture.pointerTo(310, 260);
        var cursor = client.surface();
        pointer.send(new WlPointerProtocol.Request.SetCursor(
                client.last(Event.Enter.class).serial(), cursor.id(), 5, 5));
        cursor.send(new WlSurfaceProtocol.Request.Offset(2, -1));
        cursor.send(new WlSurfaceProtocol.Request.Commit());
        fixture.settle();
        assertThat(sink.calls.getLast()).isEqualTo("show 3,6");
        cursor.send(new WlSurfaceProtocol.Request.Destroy());
        fixture.settle();
        assertThat(sink.calls.getLast()).isEqualTo("default");
    }

    @Test
    void windowCannotBeACursor() throws Exception {
        var pointer = client.pointer();
        var window = client.window(200, 100);
        fixture.pointerTo(310, 260);
        pointer.send(new WlPointerProtocol.Request.SetCursor(
                client.last(Event.Enter.class).serial(), window.surface().id(), 0, 0));
        assertThat(client.error().code()).isEqualTo(WlPointerProtocol.Error.ROLE.value());
    }

    // keyboard

    @Test
    void keyboardGetsTheKeymapFirstThenTheRepeatRateThenTheFocusWithModifiers() throws Exception {
        var window = client.window(200, 100);
        client.keyboard();
        var events = client.heard(WlKeyboardProtocol.Event.class);
        assertThat(events).hasSize(4);
        assertThat(events.get(0)).isInstanceOf(WlKeyboardProtocol.Event.Keymap.class);
        assertThat(events.get(1)).isEqualTo(new WlKeyboardProtocol.Event.RepeatInfo(25, 600));
        var enter = (WlKeyboardProtocol.Event.Enter) events.get(2);
        assertThat(enter.surface()).isEqualTo(window.surface().id());
        assertThat(enter.keys()).isEmpty();
        assertThat(events.get(3)).isInstanceOf(WlKeyboardProtocol.Event.Modifiers.class);
    }

    @Test
    void keymapCanBeReadByAClient() throws Exception {
        var text = new StringBuilder();
        var keyboard = client.seat().create(WlKeyboardProtocol.INTERFACE, WlSeatProtocol.Request.GetKeyboard::new);
        keyboard.setHandler(event -> {
            if (event instanceof WlKeyboardProtocol.Event.Keymap(int format, var fd, int size)) {
                assertThat(format).isEqualTo(WlKeyboardProtocol.KeymapFormat.XKB_V1.value());
                try (var file = fd.take(Fd.class)) {
                    var bytes = Files.readAllBytes(Path.of("/proc/self/fd/" + file.raw()));
                    assertThat(bytes).hasSize(size).endsWith((byte) 0);
                    text.append(new String(bytes, 0, size - 1, StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
        fixture.settle();
        try (var keymap = XkbKeymap.fromText(fixture.xkb(), text.toString())) {
            assertThat(keymap.layoutName(0)).isEqualTo("English (US)");
        }
    }

    @Test
    void keysAndModifiersReachTheFocusedClientOnly() throws Exception {
        var other = fixture.client();
        other.keyboard();
        other.window(100, 100);
        client.keyboard();
        client.window(200, 100);
        other.forget();
        client.forget();
        fixture.keyDown(KEY_LEFT_SHIFT);
        fixture.keyDown(KEY_A);
        fixture.keyUp(KEY_A);
        fixture.keyUp(KEY_LEFT_SHIFT);
        assertThat(other.heard(WlKeyboardProtocol.Event.class)).isEmpty();
        var events = client.heard(WlKeyboardProtocol.Event.class);
        assertThat(events.stream().map(WlSeatTest::brief))
                .containsExactly(
                        "key 42 1", "modifiers 1 0 0 0", "key 30 1", "key 30 0", "key 42 0", "modifiers 0 0 0 0");
    }

    @Test
    void newFocusLearnsWhichKeysAreHeld() throws Exception {
        var first = client.window(100, 100);
        client.keyboard();
        fixture.keyDown(KEY_LEFT_SHIFT);
        fixture.keyDown(KEY_A);
        client.forget();
        client.window(200, 100);
        var events = client.heard(WlKeyboardProtocol.Event.class);
        assertThat(events.stream().map(WlSeatTest::brief))
                .containsExactly("leave", "enter [42, 30]", "modifiers 1 0 0 0");
        assertThat(first.window()).isNotNull();
    }

    @Test
    void keysThatNobodyHasOrThatAreDownAlreadyAreIgnored() throws Exception {
        client.window(100, 100);
        client.keyboard();
        client.forget();
        fixture.keyUp(KEY_A);
        fixture.keyDown(0);
        fixture.keyDown(-5);
        fixture.keyDown(0x300);
        fixture.keyDown(Integer.MAX_VALUE);
        assertThat(client.heard()).isEmpty();
        fixture.keyDown(KEY_A);
        fixture.keyDown(KEY_A);
        assertThat(client.heard()).hasSize(1);
    }

    @Test
    void viewerThatLosesTheKeyboardLiftsAllKeysAndKeepsTheFocus() throws Exception {
        var window = client.window(100, 100);
        client.keyboard();
        fixture.keyDown(KEY_LEFT_SHIFT);
        fixture.keyDown(KEY_A);
        client.forget();
        fixture.seat().keyboardLeft(500);
        fixture.settle();
        assertThat(client.heard(WlKeyboardProtocol.Event.class).stream().map(WlSeatTest::brief))
                .containsExactly("key 42 0", "modifiers 0 0 0 0", "key 30 0");
        assertThat(fixture.seat().keyboard().focus()).contains(window.serverSurface());
        assertThat(fixture.seat().keyboard().heldKeys()).isEmpty();
        client.forget();
        fixture.keyUp(KEY_A);
        assertThat(client.heard()).isEmpty();
    }

    @Test
    void viewerThatGoesReleasesEverything() throws Exception {
        client.pointer();
        client.window(200, 100);
        fixture.pointerTo(310, 260);
        fixture.press(LEFT);
        fixture.keyDown(KEY_A);
        client.forget();
        fixture.seat().viewerGone(700);
        fixture.settle();
        assertThat(client.last(Event.Button.class).state()).isZero();
        assertThat(client.heard(Event.Leave.class)).hasSize(1);
        assertThat(fixture.seat().pointer().press()).isEmpty();
    }

    @Test
    void otherKeymapReachesAllKeyboardsWithNothingHeld() throws Exception {
        client.window(100, 100);
        client.keyboard();
        var other = fixture.client();
        other.keyboard();
        fixture.keyDown(KEY_A);
        client.forget();
        other.forget();
        fixture.seat().keyboardLayout(XkbLayout.of(fixture.xkb(), XkbNames.layout("de")), 900);
        fixture.settle();
        assertThat(client.heard(WlKeyboardProtocol.Event.class).stream().map(WlSeatTest::brief))
                .containsExactly("key 30 0", "keymap", "modifiers 0 0 0 0");
        assertThat(other.heard(WlKeyboardProtocol.Event.class).stream().map(WlSeatTest::brief))
                .containsExactly("keymap");
    }

    @Test
    void deadClientIsForgotten() throws Exception {
        client.pointer();
        client.keyboard();
        client.window(200, 100);
        fixture.pointerTo(310, 260);
        fixture.press(LEFT);
        fixture.keyDown(KEY_A);
        client.close();
        fixture.settle();
        assertThat(fixture.seat().pointer().focus()).isEmpty();
        assertThat(fixture.seat().pointer().press()).isEmpty();
        assertThat(fixture.seat().keyboard().focus()).isEmpty();
        assertThat(fixture.seat().keyboardClient()).isEmpty();
        fixture.release(LEFT);
        fixture.keyUp(KEY_A);
    }

    private AxisEvent wheel(double distance, int value120) {
        return new AxisEvent(fixture.tick(), Source.WHEEL, Movement.NONE, new Movement(distance, value120, false));
    }

    private static String brief(WlKeyboardProtocol.Event event) {
        return switch (event) {
            case WlKeyboardProtocol.Event.Keymap keymap -> "keymap";
            case WlKeyboardProtocol.Event.Enter enter -> "enter " + numbers(enter.keys());
            case WlKeyboardProtocol.Event.Leave leave -> "leave";
            case WlKeyboardProtocol.Event.Key key -> "key " + key.key() + " " + key.state();
            case WlKeyboardProtocol.Event.Modifiers modifiers ->
                "modifiers " + modifiers.modsDepressed() + " " + modifiers.modsLatched() + " " + modifiers.modsLocked()
                        + " " + modifiers.group();
            case WlKeyboardProtocol.Event.RepeatInfo info -> "repeat";
        };
    }

    private static List<Integer> numbers(byte[] array) {
        var bytes = ByteBuffer.wrap(array).order(ByteOrder.nativeOrder());
        var numbers = new ArrayList<Integer>();
        while (bytes.hasRemaining()) {
            numbers.add(bytes.getInt());
        }
        return numbers;
    }

    private static final class RecordingSink implements CursorSink {
        final List<String> calls = new ArrayList<>();

        @Override
        public void show(Surface surface, int hotSpotX, int hotSpotY) {
            calls.add("show " + hotSpotX + "," + hotSpotY);
        }

        @Override
        public void hide() {
            calls.add("hide");
        }

        @Override
        public void show(CursorShape shape) {
            calls.add(shape.name().toLowerCase(Locale.ROOT));
        }
    }
}
