package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.compositor.fixture.ShellFixture.KEY_A;
import static org.wayray.compositor.fixture.ShellFixture.KEY_LEFT_SHIFT;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.seat.TextEdit;
import org.wayray.compositor.seat.TextInput;
import org.wayray.compositor.seat.TextState;
import org.wayray.posix.Fd;
import org.wayray.posix.SealedMemory;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodKeyboardGrabV2Protocol;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodManagerV2Protocol;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodV2Protocol;
import org.wayray.wayland.protocols.inputmethod.ZwpInputPopupSurfaceV2Protocol;
import org.wayray.wayland.protocols.tablet.ZwpTabletManagerV2Protocol;
import org.wayray.wayland.protocols.tablet.ZwpTabletSeatV2Protocol;
import org.wayray.wayland.protocols.textinput.ZwpTextInputManagerV3Protocol;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV3Protocol;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV3Protocol.Event;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV3Protocol.Request;
import org.wayray.wayland.protocols.virtualkeyboard.ZwpVirtualKeyboardManagerV1Protocol;
import org.wayray.wayland.protocols.virtualkeyboard.ZwpVirtualKeyboardV1Protocol;
import org.wayray.wayland.wire.WireFd;

/** Text fields and the input method. */
class ZwpTextInputTest {
    private ShellFixture fixture;
    private TestClient client;
    private TestClient composer;
    private TestWindow window;
    private Proxy<Request, Event> field;
    private Proxy<ZwpInputMethodV2Protocol.Request, ZwpInputMethodV2Protocol.Event> method;

    @BeforeEach
    void connect() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
        composer = fixture.client();
        method = inputMethod(composer);
        window = client.window(200, 100); // at 300, 250
        field = textInput(client);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    // focus

    @Test
    void fieldFollowsTheKeyboard() throws Exception {
        assertThat(client.heard(Event.class))
                .containsExactly(new Event.Enter(window.surface().id()));
        var other = fixture.client();
        textInput(other);
        var otherWindow = other.window(50, 50);
        assertThat(client.last(Event.class))
                .isEqualTo(new Event.Leave(window.surface().id()));
        assertThat(other.heard(Event.class))
                .containsExactly(new Event.Enter(otherWindow.surface().id()));
        otherWindow.destroy();
        assertThat(client.last(Event.class))
                .isEqualTo(new Event.Enter(window.surface().id()));
    }

    @Test
    void enabledFieldActivatesTheInputMethod() throws Exception {
        field.send(new Request.Enable());
        field.send(new Request.SetSurroundingText("grün", 5, 0));
        field.send(new Request.SetContentType(2, 5));
        fixture.settle();
        assertThat(methodEvents()).isEmpty();
        field.send(new Request.Commit());
        fixture.settle();
        assertThat(methodEvents())
                .containsExactly(
                        new ZwpInputMethodV2Protocol.Event.Activate(),
                        new ZwpInputMethodV2Protocol.Event.SurroundingText("grün", 5, 0),
                        new ZwpInputMethodV2Protocol.Event.TextChangeCause(0),
                        new ZwpInputMethodV2Protocol.Event.ContentType(2, 5),
                        new ZwpInputMethodV2Protocol.Event.Done());
    }

    @Test
    void changeCauseCountsOnce() throws Exception {
        enable();
        field.send(new Request.SetTextChangeCause(1));
        field.send(new Request.Commit());
        field.send(new Request.Commit());
        fixture.settle();
        assertThat(composer.heard(ZwpInputMethodV2Protocol.Event.TextChangeCause.class).stream()
                        .map(ZwpInputMethodV2Protocol.Event.TextChangeCause::cause))
                .containsExactly(1, 0);
    }

    @Test
    void disabledFieldDeactivatesTheInputMethod() throws Exception {
        enable();
        field.send(new Request.Disable());
        field.send(new Request.Commit());
        fixture.settle();
        assertThat(methodEvents()).containsExactly(new ZwpInputMethodV2Protocol.Event.Deactivate(), done());
    }

    @Test
    void fieldThatIsLeftIsDisabled() throws Exception {
        enable();
        fixture.client().window(50, 50);
        assertThat(methodEvents()).containsExactly(new ZwpInputMethodV2Protocol.Event.Deactivate(), done());
        field.send(new Request.Enable());
        field.send(new Request.Commit());
        fixture.settle();
        assertThat(methodEvents()).hasSize(2);
    }

    @Test
    void fieldThatChangesAllTheTimeDoesNotHaveTheInputMethodDisconnected() throws Exception {
        var busy = new TextInput.Field() {
            @Override
            public Object client() {
                return client.server();
            }

            @Override
            public void enter(Surface surface) {}

            @Override
            public void leave(Surface surface) {}

            @Override
            public void edit(TextEdit edit) {}
        };
        var text = fixture.seat().text();
        text.add(busy);
        for (int i = 0; i < 2000; i++) {
            text.enable(busy, state("x".repeat(3900)));
            text.disable(busy);
        }
        text.enable(busy, state("first"));
        text.update(busy, state("last"));
        fixture.settle();
        assertThat(composer.isAlive()).isTrue();
        composer.forget();
        fixture.advance(Duration.ofSeconds(1));
        assertThat(methodEvents())
                .containsExactly(
                        new ZwpInputMethodV2Protocol.Event.Activate(),
                        new ZwpInputMethodV2Protocol.Event.SurroundingText("last", 0, 0),
                        new ZwpInputMethodV2Protocol.Event.TextChangeCause(0),
                        new ZwpInputMethodV2Protocol.Event.ContentType(0, 0),
                        new ZwpInputMethodV2Protocol.Event.Done());
        text.remove(busy);
    }

    private static TextState state(String around) {
        return new TextState(Optional.of(new TextState.Surrounding(around, 0, 0)), 0, 0, 0);
    }

    @Test
    void clientHasOnlySoManyFields() throws Exception {
        for (int i = 0; i < ZwpTextInputManagerV3.MOST_PER_CLIENT; i++) {
            textInput(client);
        }
        assertThat(client.error().code()).isEqualTo(WlDisplayProtocol.Error.NO_MEMORY.value());
    }

    @Test
    void destroyedFieldDeactivatesTheInputMethod() throws Exception {
        enable();
        field.send(new Request.Destroy());
        fixture.settle();
        assertThat(methodEvents()).containsExactly(new ZwpInputMethodV2Protocol.Event.Deactivate(), done());
    }

    @Test
    void destroyedSurfaceDeactivatesTheInputMethod() throws Exception {
        enable();
        window.destroy();
        assertThat(methodEvents()).containsExactly(new ZwpInputMethodV2Protocol.Event.Deactivate(), done());
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void secondFieldIsIgnoredWhileOneIsEnabled() throws Exception {
        enable();
        var second = textInput(client);
        second.send(new Request.Enable());
        second.send(new Request.SetContentType(0, 8));
        second.send(new Request.Commit());
        fixture.settle();
        assertThat(methodEvents()).isEmpty();
    }

    // edits

    @Test
    void editsReachTheFieldWithTheNumberOfItsCommits() throws Exception {
        enable();
        field.send(new Request.Commit());
        method.send(new ZwpInputMethodV2Protocol.Request.SetPreeditString("ni", 0, 2));
        method.send(new ZwpInputMethodV2Protocol.Request.DeleteSurroundingText(1, 2));
        method.send(new ZwpInputMethodV2Protocol.Request.CommitString("你"));
        fixture.settle();
        client.forget();
        method.send(new ZwpInputMethodV2Protocol.Request.Commit(2));
        fixture.settle();
        assertThat(client.heard(Event.class))
                .containsExactly(
                        new Event.PreeditString("ni", 0, 2),
                        new Event.CommitString("你"),
                        new Event.DeleteSurroundingText(1, 2),
                        new Event.Done(2));
        client.forget();
        method.send(new ZwpInputMethodV2Protocol.Request.Commit(2));
        fixture.settle();
        assertThat(client.heard(Event.class)).containsExactly(new Event.PreeditString(null, 0, 0), new Event.Done(2));
    }

    @Test
    void cursorInsideACharacterIsHidden() throws Exception {
        enable();
        method.send(new ZwpInputMethodV2Protocol.Request.SetPreeditString("你", 1, 3));
        method.send(new ZwpInputMethodV2Protocol.Request.Commit(1));
        fixture.settle();
        assertThat(client.last(Event.PreeditString.class)).isEqualTo(new Event.PreeditString("你", -1, -1));
    }

    @Test
    void inputMethodThatGoesTakesItsPreeditAlong() throws Exception {
        enable();
        method.send(new ZwpInputMethodV2Protocol.Request.SetPreeditString("ni", 0, 2));
        method.send(new ZwpInputMethodV2Protocol.Request.Commit(1));
        composer.close();
        fixture.settle();
        assertThat(client.last(Event.PreeditString.class)).isEqualTo(new Event.PreeditString(null, 0, 0));
        var next = fixture.client();
        inputMethod(next);
        assertThat(next.heard(ZwpInputMethodV2Protocol.Event.class))
                .startsWith(new ZwpInputMethodV2Protocol.Event.Activate());
    }

    @Test
    void inputMethodWithoutAFieldEditsNothing() throws Exception {
        client.forget();
        method.send(new ZwpInputMethodV2Protocol.Request.CommitString("x"));
        method.send(new ZwpInputMethodV2Protocol.Request.Commit(0));
        fixture.settle();
        assertThat(client.heard()).isEmpty();
    }

    @Test
    void secondInputMethodIsUnavailable() throws Exception {
        var other = fixture.client();
        var second = inputMethod(other);
        assertThat(other.heard(ZwpInputMethodV2Protocol.Event.class))
                .containsExactly(new ZwpInputMethodV2Protocol.Event.Unavailable());
        second.send(new ZwpInputMethodV2Protocol.Request.CommitString("x"));
        second.send(new ZwpInputMethodV2Protocol.Request.Destroy());
        enable();
        assertThat(other.heard(ZwpInputMethodV2Protocol.Event.class)).hasSize(1);
        assertThat(other.isAlive()).isTrue();
        method.send(new ZwpInputMethodV2Protocol.Request.Destroy());
        fixture.settle();
        var third = fixture.client();
        inputMethod(third);
        assertThat(third.heard(ZwpInputMethodV2Protocol.Event.class))
                .startsWith(new ZwpInputMethodV2Protocol.Event.Activate());
    }

    @Test
    void actionTwiceOrNoneIsAnError() throws Exception {
        field.send(new Request.SetAvailableActions(WireArray.of(List.of(1))));
        field.send(new Request.SetAvailableActions(WireArray.of(List.of(1, 1))));
        assertThat(client.error().code()).isEqualTo(ZwpTextInputV3Protocol.Error.INVALID_ACTION.value());
    }

    // popup

    @Test
    void popupIsShownBelowTheCursorWhileAFieldIsActive() throws Exception {
        var surface = composer.surface();
        var popup = popup(surface);
        composer.draw(surface, 60, 40);
        fixture.settle();
        assertThat(position(surface)).isNull();
        enable();
        cursorAt(10, 20);
        assertThat(position(surface)).isEqualTo(new Offset<>(310, 286));
        assertThat(composer.last(ZwpInputPopupSurfaceV2Protocol.Event.class))
                .isEqualTo(new ZwpInputPopupSurfaceV2Protocol.Event.TextInputRectangle(0, -16, 2, 16));
        window.window().moveTo(new Offset<>(750, 500));
        fixture.settle();
        assertThat(position(surface)).isEqualTo(new Offset<>(740, 536));
        field.send(new Request.Disable());
        field.send(new Request.Commit());
        fixture.settle();
        assertThat(position(surface)).isNull();
        popup.send(new ZwpInputPopupSurfaceV2Protocol.Request.Destroy());
        surface.send(new WlSurfaceProtocol.Request.Destroy());
        fixture.settle();
        assertThat(composer.isAlive()).isTrue();
    }

    @Test
    void popupWithoutRoomBelowIsAboveTheCursor() throws Exception {
        var surface = composer.surface();
        popup(surface);
        composer.draw(surface, 60, 40);
        enable();
        window.window().moveTo(new Offset<>(0, 500));
        cursorAt(10, 70);
        assertThat(position(surface)).isEqualTo(new Offset<>(10, 530));
    }

    @Test
    void surfaceWithAnotherRoleCannotBeAPopup() throws Exception {
        popup(composer.window(10, 10).surface());
        assertThat(composer.error().code()).isEqualTo(ZwpInputMethodV2Protocol.Error.ROLE.value());
    }

    @Test
    void surfaceOfAPopupIsDestroyedAfterIt() throws Exception {
        var surface = composer.surface();
        popup(surface);
        surface.send(new WlSurfaceProtocol.Request.Destroy());
        assertThat(composer.error().code()).isEqualTo(WlSurfaceProtocol.Error.DEFUNCT_ROLE_OBJECT.value());
    }

    @Test
    void popupVanishesWithItsInputMethod() throws Exception {
        var surface = composer.surface();
        popup(surface);
        composer.draw(surface, 60, 40);
        enable();
        assertThat(position(surface)).isNotNull();
        method.send(new ZwpInputMethodV2Protocol.Request.Destroy());
        fixture.settle();
        assertThat(position(surface)).isNull();
    }

    // keyboard

    @Test
    void grabGetsTheKeysInPlaceOfTheFocus() throws Exception {
        client.keyboard();
        fixture.keyDown(KEY_A);
        var grab = grab();
        assertThat(heardByGrab()).containsExactly("repeat", "keymap", "modifiers 0");
        client.forget();
        fixture.keyUp(KEY_A);
        assertThat(client.heard(WlKeyboardProtocol.Event.Key.class)).hasSize(1);
        fixture.keyDown(KEY_LEFT_SHIFT);
        assertThat(client.heard(WlKeyboardProtocol.Event.class)).hasSize(1);
        assertThat(heardByGrab()).endsWith("key 42 1", "modifiers 1");
        grab.send(new ZwpInputMethodKeyboardGrabV2Protocol.Request.Release());
        fixture.settle();
        assertThat(client.last(WlKeyboardProtocol.Event.Modifiers.class).modsDepressed())
                .isEqualTo(1);
        fixture.keyUp(KEY_LEFT_SHIFT);
        assertThat(client.heard(WlKeyboardProtocol.Event.Key.class)).hasSize(1);
        assertThat(client.last(WlKeyboardProtocol.Event.Modifiers.class).modsDepressed())
                .isZero();
    }

    @Test
    void inputMethodPassesKeysOnByAKeyboardOfItsOwn() throws Exception {
        client.keyboard();
        grab();
        client.forget();
        var keyboard = composer.bind(ZwpVirtualKeyboardManagerV1Protocol.INTERFACE)
                .create(
                        ZwpVirtualKeyboardV1Protocol.INTERFACE,
                        id -> new ZwpVirtualKeyboardManagerV1Protocol.Request.CreateVirtualKeyboard(
                                composer.seat().id(), id));
        var text = fixture.seat().keyboard().layout().keymapText() + '\0';
        try (var memory = SealedMemory.of(text.getBytes(StandardCharsets.UTF_8))) {
            keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Keymap(
                    1, WireFd.owning(memory.duplicate()), memory.size()));
        }
        fixture.keyDown(KEY_A);
        keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Key(7, KEY_A, 1));
        fixture.settle();
        assertThat(client.heard(WlKeyboardProtocol.Event.Key.class)).hasSize(1);
        assertThat(client.heard(WlKeyboardProtocol.Event.Keymap.class)).isEmpty();
        assertThat(heardByGrab()).endsWith("key 30 1");
        fixture.keyUp(KEY_A);
        assertThat(client.heard(WlKeyboardProtocol.Event.Key.class)).hasSize(1);
        keyboard.send(new ZwpVirtualKeyboardV1Protocol.Request.Key(8, KEY_A, 0));
        fixture.settle();
        assertThat(client.heard(WlKeyboardProtocol.Event.Key.class)).hasSize(2);
    }

    @Test
    void grabEndsWithItsInputMethod() throws Exception {
        client.keyboard();
        grab();
        method.send(new ZwpInputMethodV2Protocol.Request.Destroy());
        fixture.settle();
        client.forget();
        fixture.keyDown(KEY_A);
        assertThat(client.heard(WlKeyboardProtocol.Event.Key.class)).hasSize(1);
    }

    @Test
    void nothingLeaksWhenTheInputMethodDies() throws Exception {
        long descriptors = Fd.open();
        grab();
        popup(composer.surface());
        enable();
        heardByGrab();
        composer.close();
        fixture.settle();
        assertThat(Fd.open()).isLessThan(descriptors);
        assertThat(Set.copyOf(fixture.display().clients())).hasSize(1);
    }

    @Test
    void seatHasNoTablets() throws Exception {
        var tablets = client.bind(ZwpTabletManagerV2Protocol.INTERFACE);
        var seat = client.listen(tablets.create(
                ZwpTabletSeatV2Protocol.INTERFACE,
                id -> new ZwpTabletManagerV2Protocol.Request.GetTabletSeat(
                        id, client.seat().id())));
        seat.send(new ZwpTabletSeatV2Protocol.Request.Destroy());
        tablets.send(new ZwpTabletManagerV2Protocol.Request.Destroy());
        fixture.settle();
        assertThat(client.isAlive()).isTrue();
    }

    private List<ZwpInputMethodV2Protocol.Event> methodEvents() {
        return composer.heard(ZwpInputMethodV2Protocol.Event.class);
    }

    private static ZwpInputMethodV2Protocol.Event done() {
        return new ZwpInputMethodV2Protocol.Event.Done();
    }

    private void enable() throws Exception {
        field.send(new Request.Enable());
        field.send(new Request.Commit());
        fixture.settle();
        composer.forget();
    }

    /** A cursor of 2x16, which the window's next commit brings. */
    private void cursorAt(int x, int y) throws Exception {
        field.send(new Request.SetCursorRectangle(x, y, 2, 16));
        field.send(new Request.Commit());
        window.commit();
        fixture.settle();
    }

    private @Nullable Offset<?> position(Proxy<?, ?> surface) {
        return WlSurface.of(composer.server(), surface.id()).scenePosition().orElse(null);
    }

    private static Proxy<Request, Event> textInput(TestClient of) throws Exception {
        var input = of.listen(of.bind(ZwpTextInputManagerV3Protocol.INTERFACE)
                .create(
                        ZwpTextInputV3Protocol.INTERFACE,
                        id -> new ZwpTextInputManagerV3Protocol.Request.GetTextInput(
                                id, of.seat().id())));
        of.fixture().settle();
        return input;
    }

    private static Proxy<ZwpInputMethodV2Protocol.Request, ZwpInputMethodV2Protocol.Event> inputMethod(TestClient of)
            throws Exception {
        var input = of.listen(of.bind(ZwpInputMethodManagerV2Protocol.INTERFACE)
                .create(
                        ZwpInputMethodV2Protocol.INTERFACE,
                        id -> new ZwpInputMethodManagerV2Protocol.Request.GetInputMethod(
                                of.seat().id(), id)));
        of.fixture().settle();
        return input;
    }

    private Proxy<ZwpInputPopupSurfaceV2Protocol.Request, ?> popup(Proxy<?, ?> surface) throws Exception {
        var popup = composer.listen(method.create(
                ZwpInputPopupSurfaceV2Protocol.INTERFACE,
                id -> new ZwpInputMethodV2Protocol.Request.GetInputPopupSurface(id, surface.id())));
        fixture.settle();
        return popup;
    }

    private Proxy<ZwpInputMethodKeyboardGrabV2Protocol.Request, ?> grab() throws Exception {
        var grab = composer.listen(method.create(
                ZwpInputMethodKeyboardGrabV2Protocol.INTERFACE, ZwpInputMethodV2Protocol.Request.GrabKeyboard::new));
        fixture.settle();
        return grab;
    }

    private List<String> heardByGrab() {
        return composer.heard(ZwpInputMethodKeyboardGrabV2Protocol.Event.class).stream()
                .map(event -> switch (event) {
                    case ZwpInputMethodKeyboardGrabV2Protocol.Event.Keymap(int format, WireFd fd, int size) -> {
                        fd.close();
                        yield "keymap";
                    }
                    case ZwpInputMethodKeyboardGrabV2Protocol.Event.Key(int serial, int time, int key, int state) ->
                        "key " + key + " " + state;
                    case ZwpInputMethodKeyboardGrabV2Protocol.Event.Modifiers modifiers ->
                        "modifiers " + modifiers.modsDepressed();
                    case ZwpInputMethodKeyboardGrabV2Protocol.Event.RepeatInfo info -> "repeat";
                })
                .toList();
    }
}
