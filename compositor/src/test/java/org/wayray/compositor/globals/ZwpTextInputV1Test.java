package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodManagerV2Protocol;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodV2Protocol;
import org.wayray.wayland.protocols.textinput.ZwpTextInputManagerV1Protocol;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV1Protocol;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV1Protocol.Event;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV1Protocol.Request;

/** Text fields of the first version. */
class ZwpTextInputV1Test {
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
        method = composer.listen(composer.bind(ZwpInputMethodManagerV2Protocol.INTERFACE)
                .create(
                        ZwpInputMethodV2Protocol.INTERFACE,
                        id -> new ZwpInputMethodManagerV2Protocol.Request.GetInputMethod(
                                composer.seat().id(), id)));
        window = client.window(200, 100);
        field = client.listen(client.bind(ZwpTextInputManagerV1Protocol.INTERFACE)
                .create(ZwpTextInputV1Protocol.INTERFACE, ZwpTextInputManagerV1Protocol.Request.CreateTextInput::new));
        fixture.settle();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void fieldIsActiveFromWhenTheClientSaysSo() throws Exception {
        assertThat(client.heard(Event.class)).isEmpty();
        field.send(new Request.SetContentType(4, 10));
        activate();
        assertThat(client.heard(Event.class))
                .containsExactly(new Event.Enter(window.surface().id()));
        assertThat(composer.heard(ZwpInputMethodV2Protocol.Event.class))
                .contains(new ZwpInputMethodV2Protocol.Event.Activate())
                .contains(new ZwpInputMethodV2Protocol.Event.ContentType(4, 11));
    }

    @Test
    void fieldIsActiveUntilTheClientSaysSo() throws Exception {
        activate();
        field.send(new Request.Deactivate(client.seat().id()));
        fixture.settle();
        assertThat(client.last(Event.class)).isEqualTo(new Event.Leave());
        assertThat(composer.heard(ZwpInputMethodV2Protocol.Event.Deactivate.class))
                .hasSize(1);
    }

    @Test
    void fieldWhoseWindowLosesTheKeyboardIsLeftAndNotEnteredAgainByItself() throws Exception {
        activate();
        var other = fixture.client().window(50, 50);
        assertThat(client.last(Event.class)).isEqualTo(new Event.Leave());
        client.forget();
        other.destroy();
        assertThat(client.heard(Event.class)).isEmpty();
        activate();
        assertThat(client.heard(Event.Enter.class)).hasSize(1);
    }

    @Test
    void fieldOfAWindowWithoutTheKeyboardWaitsForIt() throws Exception {
        var other = fixture.client().window(50, 50);
        activate();
        assertThat(client.heard(Event.class)).isEmpty();
        other.destroy();
        assertThat(client.heard(Event.class))
                .containsExactly(new Event.Enter(window.surface().id()));
    }

    @Test
    void fieldGoesWithItsSurface() throws Exception {
        activate();
        window.destroy();
        assertThat(client.heard(Event.Leave.class)).hasSize(1);
        assertThat(composer.heard(ZwpInputMethodV2Protocol.Event.Deactivate.class))
                .hasSize(1);
    }

    @Test
    void inputMethodSeesTheTextAfterACommit() throws Exception {
        activate();
        composer.forget();
        field.send(new Request.SetSurroundingText("grün", 5, 0));
        fixture.settle();
        assertThat(composer.heard(ZwpInputMethodV2Protocol.Event.class)).isEmpty();
        field.send(new Request.CommitState(7));
        fixture.settle();
        assertThat(composer.heard(ZwpInputMethodV2Protocol.Event.SurroundingText.class))
                .containsExactly(new ZwpInputMethodV2Protocol.Event.SurroundingText("grün", 5, 0));
    }

    @Test
    void textThatTheCursorIsNotInIsIgnored() throws Exception {
        activate();
        composer.forget();
        field.send(new Request.SetSurroundingText("a", 2, 0));
        field.send(new Request.SetSurroundingText("a", 0, -1));
        field.send(new Request.CommitState(7));
        fixture.settle();
        assertThat(composer.heard(ZwpInputMethodV2Protocol.Event.SurroundingText.class))
                .isEmpty();
    }

    @Test
    void whatTheInputMethodDoesReachesTheField() throws Exception {
        activate();
        field.send(new Request.CommitState(7));
        fixture.settle();
        client.forget();
        method.send(new ZwpInputMethodV2Protocol.Request.DeleteSurroundingText(2, 1));
        method.send(new ZwpInputMethodV2Protocol.Request.CommitString("ü"));
        method.send(new ZwpInputMethodV2Protocol.Request.SetPreeditString("ni", 2, 2));
        commitMethod();
        assertThat(client.heard(Event.class))
                .containsExactly(
                        new Event.DeleteSurroundingText(-2, 3),
                        new Event.CommitString(7, "ü"),
                        new Event.PreeditCursor(2),
                        new Event.PreeditString(7, "ni", "ni"));
        client.forget();
        commitMethod();
        assertThat(client.last(Event.PreeditString.class)).isEqualTo(new Event.PreeditString(7, "", ""));
        client.forget();
        commitMethod();
        assertThat(client.heard(Event.class)).isEmpty();
    }

    @Test
    void clientMayGoAtAnyTime() throws Exception {
        activate();
        client.close();
        fixture.settle();
        assertThat(composer.heard(ZwpInputMethodV2Protocol.Event.Deactivate.class))
                .hasSize(1);
        assertThat(composer.isAlive()).isTrue();
    }

    private void activate() throws Exception {
        field.send(new Request.Activate(client.seat().id(), window.surface().id()));
        fixture.settle();
    }

    /** Commits by the count of done events, as the input method has to. */
    private void commitMethod() throws Exception {
        int count = composer.heard(ZwpInputMethodV2Protocol.Event.Done.class).size();
        method.send(new ZwpInputMethodV2Protocol.Request.Commit(count));
        fixture.settle();
    }
}
