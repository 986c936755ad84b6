package org.wayray.compositor.globals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.seat.TextEdit;
import org.wayray.compositor.seat.TextInput;
import org.wayray.compositor.seat.TextState;
import org.wayray.compositor.seat.TextState.Surrounding;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV1Protocol.ContentPurpose;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV1Protocol.Event;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV1Protocol.Request;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zwp_text_input_v1: a text field as the input method sees it. It is active from when the client says so and its surface has the
 * keyboard, until one of the two ends.
 *
 * <p>Deliberately left out is what zwp_input_method_v2 can neither give nor be told: keysyms, styles of composed text, language,
 * direction, actions, and the wish for keys on the screen. Confined to the session loop.
 */
final class ZwpTextInputV1 implements RequestHandler<Request>, TextInput.Field, SurfaceListener {
    private final Resource<Request, Event> resource;
    private final TextInput text;
    /** What the client has activated the field for. */
    private @Nullable Surface wanted;
    /** The client's surface that has the keyboard. */
    private @Nullable Surface focus;

    private boolean active;
    private TextState pending = TextState.INITIAL;
    private @Nullable Rect<Logical> cursor;
    private int serial;
    private boolean composing;

    ZwpTextInputV1(Resource<Request, Event> resource, TextInput text) {
        this.resource = resource;
        this.text = text;
        resource.setHandler(this);
        resource.onDestroy(this::remove);
        text.add(this);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Activate(int seat, int surface) -> activate(WlSurface.of(resource.client(), surface));
            case Request.Deactivate(int seat) -> forget();
            case Request.ShowInputPanel(), Request.HideInputPanel() -> {}
            case Request.Reset() -> reset();
            case Request.SetSurroundingText(String around, int at, int anchor) ->
                setSurroundingText(around, at, anchor);
            case Request.SetContentType(int hint, int purpose) ->
                pending = new TextState(pending.surrounding(), 0, hint, purposeOfVersion3(purpose));
            case Request.SetCursorRectangle(int x, int y, int width, int height) ->
                cursor = Rect.clamped(x, y, width, height);
            case Request.SetPreferredLanguage(String language) -> {}
            case Request.CommitState(int state) -> commit(state);
            case Request.InvokeAction(int button, int index) -> {}
        }
    }

    private void activate(Surface surface) {
        if (wanted != surface) {
            forget();
            wanted = surface;
            surface.addListener(this);
        }
        startIfFocused();
    }

    private void startIfFocused() {
        if (wanted != null && wanted == focus && !active) {
            active = true;
            resource.send(new Event.Enter(WlSurface.idOf(wanted)));
            text.enable(this, pending);
        }
    }

    private void reset() {
        composing = false;
        pending = new TextState(Optional.empty(), 0, pending.hint(), pending.purpose());
    }

    private void setSurroundingText(String around, int at, int anchor) {
        int length = around.getBytes(StandardCharsets.UTF_8).length;
        if (at >= 0 && at <= length && anchor >= 0 && anchor <= length) {
            pending = new TextState(
                    Optional.of(new Surrounding(around, at, anchor)), 0, pending.hint(), pending.purpose());
        }
    }

    /** Hints have the same bits in both versions; the third has one purpose more. */
    private static int purposeOfVersion3(int purpose) {
        return purpose <= ContentPurpose.PASSWORD.value() ? purpose : purpose + 1;
    }

    private void commit(int state) {
        serial = state;
        text.update(this, pending);
        if (cursor != null) {
            text.setCursor(this, cursor);
        }
    }

    @Override
    public Object client() {
        return resource.client();
    }

    @Override
    public void enter(Surface surface) {
        focus = surface;
        startIfFocused();
    }

    @Override
    public void leave(Surface surface) {
        focus = null;
        forget();
    }

    @Override
    public void destroyed(Surface surface) {
        forget();
    }

    @Override
    public void edit(TextEdit edit) {
        int deleted = edit.deleteBefore() + edit.deleteAfter();
        if (deleted != 0) {
            resource.send(new Event.DeleteSurroundingText(-edit.deleteBefore(), deleted));
        }
        if (deleted != 0 || !edit.commit().isEmpty()) {
            resource.send(new Event.CommitString(serial, edit.commit()));
        }
        if (composing || !edit.preedit().isEmpty()) {
            composing = !edit.preedit().isEmpty();
            resource.send(new Event.PreeditCursor(edit.cursorBegin()));
            resource.send(new Event.PreeditString(serial, edit.preedit(), edit.preedit()));
        }
    }

    /** The field is not in use any more, until the client activates it again. */
    private void forget() {
        if (wanted != null) {
            wanted.removeListener(this);
            wanted = null;
        }
        if (active) {
            active = false;
            composing = false;
            text.disable(this);
            resource.send(new Event.Leave());
        }
    }

    private void remove() {
        if (wanted != null) {
            wanted.removeListener(this);
        }
        text.remove(this);
    }
}
