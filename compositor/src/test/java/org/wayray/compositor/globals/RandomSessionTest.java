package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionInvariants;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestPopup;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Layer;
import org.wayray.posix.Fd;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.Request;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.ResizeEdge;

/**
 * Clients, windows, menus, drags, selections, keys and buttons in any order, by clients that keep to the protocol and die when it
 * suits them. After each step the state must hold together, and what each client heard must make sense.
 */
class RandomSessionTest {
    private static final int STEPS = 1_500;
    private static final int[] KEYS = {30, 42, 29, 56, 15, 62, 58, 0, 9999};
    private static final int[] BUTTONS = {0x110, 0x111, 0x112, 3};

    private Random random = new Random();
    /** Made anew for each round. */
    @SuppressWarnings("NullAway.Init")
    private ShellFixture fixture;

    private final List<User> users = new ArrayList<>();

    @Test
    void stateHoldsTogether() throws Exception {
        long descriptors = Fd.open();
        for (int round = 0; round < 3; round++) {
            long seed = Long.getLong("wayray.seed", 1 + round);
            int step = 0;
            try {
                random = new Random(seed);
                users.clear();
                fixture = new ShellFixture();
                for (step = 0; step < STEPS; step++) {
                    step();
                    verifyInvariants();
                }
                fixture.close();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step, e);
            }
        }
        assertThat(Fd.open()).isEqualTo(descriptors);
    }

    private void step() throws Exception {
        if (users.isEmpty() || random.nextInt(60) == 0 && users.size() < 4) {
            users.add(new User(fixture.client(1 + random.nextInt(9))));
        }
        int what = random.nextInt(100);
        if (what < 25) {
            fixture.pointerTo(random.nextInt(900) - 50, random.nextInt(700) - 50);
        } else if (what < 37) {
            fixture.press(BUTTONS[random.nextInt(BUTTONS.length)]);
        } else if (what < 49) {
            fixture.release(BUTTONS[random.nextInt(BUTTONS.length)]);
        } else if (what < 55) {
            fixture.keyDown(KEYS[random.nextInt(KEYS.length)]);
        } else if (what < 61) {
            fixture.keyUp(KEYS[random.nextInt(KEYS.length)]);
        } else if (what == 61) {
            fixture.seat().keyboardLeft(fixture.tick());
            fixture.settle();
        } else if (what == 62) {
            fixture.seat().viewerGone(fixture.tick());
            fixture.settle();
        } else if (what == 63) {
            fixture.seat().pointerLeft();
            fixture.settle();
        } else if (what < 70 && what > 64) {
            touch(random.nextInt(4), new Point<>(random.nextInt(900) - 50, random.nextInt(700) - 50));
        } else if (what == 64) {
            users.remove(random.nextInt(users.size())).die();
        } else {
            users.get(random.nextInt(users.size())).step();
        }
    }

    private void touch(int finger, Point<Logical> at) throws Exception {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> fixture.seat().touchDown(finger, at, fixture.tick());
            case 3, 4 -> fixture.seat().touchMotion(finger, at, fixture.tick());
            case 5, 6 -> fixture.seat().touchUp(finger, fixture.tick());
            default -> fixture.seat().touchCancel();
        }
        fixture.seat().touchFrame();
        fixture.settle();
    }

    private void verifyInvariants() {
        fixture.scene().updateVisibility();
        SessionInvariants.verify(fixture.scene());
        SessionInvariants.verify(fixture.seat());
        SessionInvariants.verify(fixture.windows());
        assertThat(fixture.scene().trees(Layer.DRAG_ICON)).hasSizeLessThanOrEqualTo(1);
        assertThat(fixture.display().clients()).hasSize(users.size());
        users.forEach(User::verify);
    }

    /** A client with its windows and menus, and what it knows of pointer and keyboard. */
    private final class User {
        private final TestClient client;
        private final Proxy<WlDataDeviceProtocol.Request, WlDataDeviceProtocol.Event> device;
        private final List<TestWindow> windows = new ArrayList<>();
        /** From the lowest to the topmost. */
        private final List<TestPopup> menus = new ArrayList<>();

        private final Set<Integer> keys = new HashSet<>();
        private final Set<Integer> buttons = new HashSet<>();
        private @Nullable Integer pointerOn;
        private @Nullable Integer keyboardOn;
        private int serial;
        private int gone;

        User(TestClient client) throws Exception {
            this.client = client;
            client.pointer();
            client.keyboard();
            device = client.dataDevice();
        }

        void step() throws Exception {
            if (windows.isEmpty() || random.nextInt(12) == 0 && windows.size() < 4) {
                windows.add(client.newWindow());
                fixture.settle();
                return;
            }
            var window = windows.get(random.nextInt(windows.size()));
            boolean mapped = window.isMapped();
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> {
                    if (!mapped) {
                        window.start();
                    }
                    window.draw(1 + random.nextInt(400), 1 + random.nextInt(300));
                }
                case 3 -> {
                    closeMenus();
                    window.hide();
                }
                case 4 -> {
                    closeMenus();
                    windows.remove(window);
                    window.destroy();
                    forgetSurface(window.surface().id());
                }
                case 5 -> window.send(random.nextBoolean() ? new Request.SetMaximized() : new Request.UnsetMaximized());
                case 6 ->
                    window.send(random.nextBoolean() ? new Request.SetFullscreen(0) : new Request.UnsetFullscreen());
                case 7 -> {
                    if (mapped) {
                        window.send(new Request.SetMinimized());
                    }
                }
                case 8 -> window.send(new Request.Move(client.seat().id(), serial));
                case 9 -> window.send(new Request.Resize(client.seat().id(), serial, ResizeEdge.TOP_LEFT.value()));
                case 10 -> openMenu(window);
                case 11 -> closeMenus();
                case 12 -> {
                    var data = client.dataSource("text/plain");
                    device.send(new WlDataDeviceProtocol.Request.SetSelection(data.id(), serial));
                    fixture.settle();
                }
                default -> {
                    var data = random.nextBoolean()
                            ? client.dataSource("text/plain").id()
                            : 0;
                    var icon = random.nextBoolean() ? client.surface() : null;
                    device.send(new WlDataDeviceProtocol.Request.StartDrag(
                            data, window.surface().id(), icon == null ? 0 : icon.id(), serial));
                    if (icon != null) {
                        client.draw(icon, 8, 8);
                    }
                    fixture.settle();
                }
            }
        }

        private void openMenu(TestWindow window) throws Exception {
            if (menus.size() >= 3) {
                return;
            }
            var parent = menus.isEmpty() ? window.xdgSurface() : menus.getLast().xdgSurface();
            var menu = new TestPopup(client, parent.id(), client.ordinaryPositioner());
            menus.add(menu);
            fixture.settle();
            if (menus.stream().allMatch(this::hasGrab) || menus.size() == 1) {
                if (random.nextBoolean()) {
                    menu.grab(serial);
                    grabbed.add(menu);
                }
            }
            if (!menu.isDone()) {
                menu.map();
            }
        }

        private final Set<TestPopup> grabbed = new HashSet<>();

        private boolean hasGrab(TestPopup menu) {
            return menu == menus.getLast() || grabbed.contains(menu);
        }

        private void closeMenus() throws Exception {
            while (!menus.isEmpty()) {
                var menu = menus.removeLast();
                menu.destroy();
                forgetSurface(menu.surface().id());
            }
            grabbed.clear();
        }

        void die() throws Exception {
            client.close();
            fixture.settle();
        }

        /** A surface was destroyed: it may hear no leave, but counts as left. */
        private void forgetSurface(int id) {
            gone = id;
            readAll();
            gone = 0;
            if (pointerOn != null && pointerOn == id) {
                pointerOn = null;
                buttons.clear();
            }
            if (keyboardOn != null && keyboardOn == id) {
                keyboardOn = null;
                keys.clear();
            }
        }

        void verify() {
            assertThat(client.connection().end()).isEmpty();
            readAll();
            var seat = fixture.seat();
            var focus = seat.pointer().focus().filter(surface -> surface.client() == client.server());
            assertThat(pointerOn).isEqualTo(focus.map(WlSurface::idOf).orElse(null));
            var keyboard = seat.keyboard().focus().filter(surface -> surface.client() == client.server());
            assertThat(keyboardOn).isEqualTo(keyboard.map(WlSurface::idOf).orElse(null));
            if (keyboardOn != null) {
                assertThat(keys)
                        .containsExactlyInAnyOrderElementsOf(seat.keyboard().heldKeys());
            }
        }

        /** Follows the events as a toolkit does, and finds those that make no sense. */
        private void readAll() {
            for (var heard : client.heard()) {
                switch (heard.event()) {
                    case WlPointerProtocol.Event event -> read(event);
                    case WlKeyboardProtocol.Event event -> read(event);
                    default -> {}
                }
            }
            client.forget();
        }

        private void read(WlPointerProtocol.Event event) {
            switch (event) {
                case WlPointerProtocol.Event.Enter enter -> {
                    assertThat(pointerOn).as("enter after a leave").isIn(null, gone);
                    pointerOn = enter.surface();
                    buttons.clear();
                    serial = enter.serial();
                }
                case WlPointerProtocol.Event.Leave leave -> {
                    assertThat(pointerOn).as("leave after an enter").isEqualTo(leave.surface());
                    pointerOn = null;
                    buttons.clear();
                }
                case WlPointerProtocol.Event.Motion motion ->
                    assertThat(pointerOn).isNotNull();
                case WlPointerProtocol.Event.Button button -> {
                    assertThat(pointerOn).isNotNull();
                    serial = button.serial();
                    boolean changed = button.state() == 1 ? buttons.add(button.button()) : true;
                    assertThat(changed).as("pressed once").isTrue();
                    if (button.state() == 0) {
                        buttons.remove(button.button());
                    }
                }
                default -> {}
            }
        }

        private void read(WlKeyboardProtocol.Event event) {
            switch (event) {
                case WlKeyboardProtocol.Event.Enter enter -> {
                    assertThat(keyboardOn).as("enter after a leave").isIn(null, gone);
                    keyboardOn = enter.surface();
                    keys.clear();
                    var array = ByteBuffer.wrap(enter.keys()).order(ByteOrder.nativeOrder());
                    while (array.hasRemaining()) {
                        keys.add(array.getInt());
                    }
                }
                case WlKeyboardProtocol.Event.Leave leave -> {
                    assertThat(keyboardOn).as("leave after an enter").isEqualTo(leave.surface());
                    keyboardOn = null;
                    keys.clear();
                }
                case WlKeyboardProtocol.Event.Key key -> {
                    assertThat(keyboardOn).isNotNull();
                    assertThat(key.state() == 1 ? keys.add(key.key()) : keys.remove(key.key()))
                            .as("key %s %s", key.key(), key.state())
                            .isTrue();
                    serial = key.serial();
                }
                default -> {}
            }
        }
    }
}
