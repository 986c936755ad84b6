package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.compositor.fixture.ShellFixture.KEY_A;
import static org.wayray.compositor.fixture.ShellFixture.KEY_LEFT_SHIFT;
import static org.wayray.compositor.fixture.ShellFixture.LEFT;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.geometry.Point;
import org.wayray.posix.Fd;
import org.wayray.posix.SealedMemory;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.posix.xkb.XkbKeymap;
import org.wayray.posix.xkb.XkbNames;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol.Event;
import org.wayray.wayland.protocols.virtualkeyboard.ZwpVirtualKeyboardManagerV1Protocol;
import org.wayray.wayland.protocols.virtualkeyboard.ZwpVirtualKeyboardV1Protocol;
import org.wayray.wayland.protocols.wlrvirtualpointer.ZwlrVirtualPointerManagerV1Protocol;
import org.wayray.wayland.protocols.wlrvirtualpointer.ZwlrVirtualPointerV1Protocol;
import org.wayray.wayland.protocols.wlrvirtualpointer.ZwlrVirtualPointerV1Protocol.Request;
import org.wayray.wayland.wire.WireFd;

/** Pointers and keyboards that clients play. */
class VirtualInputTest {
    private ShellFixture fixture;
    private TestClient client;
    private TestClient robot;

    @BeforeEach
    void connect() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
        robot = fixture.client();
        client.pointer();
        client.keyboard();
        client.window(200, 100); // at 300, 250
        client.forget();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
        assertThat(XkbContext.open()).isZero();
    }

    // pointer

    @Test
    void pointerMovesWithItsFrame() throws Exception {
        var pointer = virtualPointer();
        pointer.send(new Request.MotionAbsolute(5, 310, 260, 800, 600));
        fixture.settle();
        assertThat(client.heard()).isEmpty();
        pointer.send(new Request.Frame());
        fixture.settle();
        assertThat(client.last(Event.Enter.class).surfaceX()).isEqualTo(10);
        pointer.send(new Request.Motion(7, 2, 3.5));
        pointer.send(new Request.Frame());
        fixture.settle();
        assertThat(client.last(Event.Motion.class)).isEqualTo(new Event.Motion(7, 12, 13.5));
    }

    @Test
    void absolutePlacesAreSharesOfTheScreen() throws Exception {
        var pointer = virtualPointer();
        pointer.send(new Request.MotionAbsolute(5, 1, 1, 2, 4));
        pointer.send(new Request.Frame());
        fixture.settle();
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(400, 150));
        pointer.send(new Request.MotionAbsolute(5, 1, 1, 0, 4));
        pointer.send(new Request.Frame());
        fixture.settle();
        assertThat(fixture.seat().pointer().position()).isEqualTo(new Point<>(400, 150));
    }

    @Test
    void buttonsKeepTheirOrder() throws Exception {
        fixture.pointerTo(310, 260);
        client.forget();
        var pointer = virtualPointer();
        pointer.send(new Request.Button(1, LEFT, 1));
        pointer.send(new Request.Button(2, LEFT + 1, 1));
        pointer.send(new Request.Button(3, LEFT, 0));
        pointer.send(new Request.Frame());
        fixture.settle();
        assertThat(client.heard(Event.Button.class).stream().map(event -> event.button() + " " + event.state()))
                .containsExactly(LEFT + " 1", (LEFT + 1) + " 1", LEFT + " 0");
    }

    @Test
    void buttonsGoUpWithTheirPointer() throws Exception {
        fixture.pointerTo(310, 260);
        var pointer = virtualPointer();
        pointer.send(new Request.Button(1, LEFT, 1));
        pointer.send(new Request.Frame());
        pointer.send(new Request.Destroy());
        fixture.settle();
        assertThat(client.last(Event.Button.class).state()).isZero();
        assertThat(fixture.seat().pointer().press()).isEmpty();
    }

    @Test
    void wheelScrolls() throws Exception {
        fixture.pointerTo(310, 260);
        client.forget();
        var pointer = virtualPointer();
        pointer.send(new Request.AxisSource(WlPointerProtocol.AxisSource.WHEEL.value()));
        pointer.send(new Request.AxisDiscrete(9, 0, 15, 2));
        pointer.send(new Request.Axis(9, 1, 5));
        pointer.send(new Request.Frame());
        fixture.settle();
        assertThat(client.heard(Event.class))
                .containsExactly(
                        new Event.AxisSource(0),
                        new Event.AxisValue120(0, 240),
                        new Event.AxisRelativeDirection(0, 0),
                        new Event.Axis(9, 0, 15),
                        new Event.AxisRelativeDirection(1, 0),
                        new Event.Axis(9, 1, 5),
                        new Event.Frame());
    }

    @Test
    void fingerStops() throws Exception {
        fixture.pointerTo(310, 260);
        client.forget();
        var pointer = virtualPointer();
        pointer.send(new Request.AxisSource(WlPointerProtocol.AxisSource.FINGER.value()));
        pointer.send(new Request.AxisStop(9, 0));
        pointer.send(new Request.Frame());
        fixture.settle();
        assertThat(client.heard(Event.class))
                .containsExactly(new Event.AxisSource(1), new Event.AxisStop(9, 0), new Event.Frame());
    }

    @Test
    void unknownAxisIsAnError() throws Exception {
        virtualPointer().send(new Request.Axis(1, 2, 1));
        assertThat(robot.error().code()).isEqualTo(ZwlrVirtualPointerV1Protocol.Error.INVALID_AXIS.value());
    }

    @Test
    void unknownAxisSourceIsAnError() throws Exception {
        virtualPointer().send(new Request.AxisSource(4));
        assertThat(robot.error().code()).isEqualTo(ZwlrVirtualPointerV1Protocol.Error.INVALID_AXIS_SOURCE.value());
    }

    // keyboard

    @Test
    void keysComeAfterTheirKeymapAndTheOwnOneComesBack() throws Exception {
        fixture.keyDown(KEY_A);
        client.forget();
        var keyboard = virtualKeyboard("de");
        fixture.settle();
        assertThat(client.heard()).isEmpty();
        keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Modifiers(1, 0, 0, 0));
        keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Key(3, 21, 1));
        keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Key(4, 21, 0));
        keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(heardKeys())
                .containsExactly("key 30 0", "keymap", "modifiers 1", "key 21 1", "key 21 0", "keymap", "modifiers 0");
        fixture.keyUp(KEY_A);
        assertThat(heardKeys()).hasSize(7);
    }

    @Test
    void sameKeymapIsNotSentAgain() throws Exception {
        fixture.keyDown(KEY_LEFT_SHIFT);
        client.forget();
        var keyboard = virtualKeyboard("us");
        keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Key(3, KEY_A, 1));
        keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Key(4, KEY_A, 0));
        fixture.settle();
        fixture.keyUp(KEY_LEFT_SHIFT);
        assertThat(heardKeys()).containsExactly("modifiers 0", "key 30 1", "key 30 0", "key 42 0", "modifiers 0");
    }

    @Test
    void playedKeysGoUpWithTheirClient() throws Exception {
        var keyboard = virtualKeyboard("de");
        keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Key(3, KEY_A, 1));
        fixture.settle();
        client.forget();
        robot.close();
        fixture.settle();
        assertThat(heardKeys()).containsExactly("key 30 0", "keymap", "modifiers 0");
        assertThat(fixture.seat().keyboard().heldKeys()).isEmpty();
    }

    @Test
    void keyWithoutAKeymapIsAnError() throws Exception {
        newKeyboard().send(new ZwpVirtualKeyboardV1Protocol.Request.Key(3, KEY_A, 1));
        assertThat(robot.error().code()).isEqualTo(ZwpVirtualKeyboardV1Protocol.Error.NO_KEYMAP.value());
    }

    @Test
    void modifiersWithoutAKeymapAreAnError() throws Exception {
        newKeyboard().send(new ZwpVirtualKeyboardV1Protocol.Request.Modifiers(0, 0, 0, 0));
        assertThat(robot.error().code()).isEqualTo(ZwpVirtualKeyboardV1Protocol.Error.NO_KEYMAP.value());
    }

    @Test
    void badKeymapsAreIgnored() throws Exception {
        long descriptors = Fd.open();
        var keyboard = newKeyboard();
        keymap(keyboard, "this is no keymap", 1, 17);
        keymap(keyboard, "short", 1, 4000);
        keymap(keyboard, "short", 1, -1);
        keymap(keyboard, "short", 1, 0);
        keymap(keyboard, text("us"), 0, 100);
        fixture.settle();
        assertThat(robot.isAlive()).isTrue();
        assertThat(Fd.open()).isEqualTo(descriptors);
        keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Key(3, KEY_A, 1));
        assertThat(robot.error().code()).isEqualTo(ZwpVirtualKeyboardV1Protocol.Error.NO_KEYMAP.value());
    }

    @Test
    void badKeymapLeavesTheOneBefore() throws Exception {
        var keyboard = virtualKeyboard("de");
        keymap(keyboard, "this is no keymap", 1, 17);
        keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Key(3, KEY_A, 1));
        fixture.settle();
        assertThat(robot.isAlive()).isTrue();
        assertThat(heardKeys()).containsExactly("keymap", "modifiers 0", "key 30 1");
    }

    private List<String> heardKeys() {
        return client.heard(WlKeyboardProtocol.Event.class).stream()
                .map(event -> switch (event) {
                    case WlKeyboardProtocol.Event.Keymap(int format, WireFd fd, int size) -> {
                        fd.close();
                        yield "keymap";
                    }
                    case WlKeyboardProtocol.Event.Key(int serial, int time, int key, int state) ->
                        "key " + key + " " + state;
                    case WlKeyboardProtocol.Event.Modifiers modifiers -> "modifiers " + modifiers.modsDepressed();
                    default -> event.toString();
                })
                .toList();
    }

    private Proxy<Request, ?> virtualPointer() {
        return robot.bind(ZwlrVirtualPointerManagerV1Protocol.INTERFACE)
                .create(
                        ZwlrVirtualPointerV1Protocol.INTERFACE,
                        id -> new ZwlrVirtualPointerManagerV1Protocol.Request.CreateVirtualPointer(0, id));
    }

    private Proxy<ZwpVirtualKeyboardV1Protocol.Request, ?> newKeyboard() {
        return robot.bind(ZwpVirtualKeyboardManagerV1Protocol.INTERFACE)
                .create(
                        ZwpVirtualKeyboardV1Protocol.INTERFACE,
                        id -> new ZwpVirtualKeyboardManagerV1Protocol.Request.CreateVirtualKeyboard(
                                robot.seat().id(), id));
    }

    private Proxy<ZwpVirtualKeyboardV1Protocol.Request, ?> virtualKeyboard(String layout) throws Exception {
        var keyboard = newKeyboard();
        var text = text(layout);
        keymap(keyboard, text, 1, text.length() + 1);
        return keyboard;
    }

    private String text(String layout) throws Exception {
        try (var keymap = XkbKeymap.fromNames(fixture.xkb(), XkbNames.layout(layout))) {
            return keymap.text();
        }
    }

    private static void keymap(
            Proxy<ZwpVirtualKeyboardV1Protocol.Request, ?> keyboard, String text, int format, int size)
            throws Exception {
        try (var memory = SealedMemory.of((text + '\0').getBytes(StandardCharsets.UTF_8))) {
            keyboard.send(
                    new ZwpVirtualKeyboardV1Protocol.Request.Keymap(format, WireFd.owning(memory.duplicate()), size));
        }
    }
}
