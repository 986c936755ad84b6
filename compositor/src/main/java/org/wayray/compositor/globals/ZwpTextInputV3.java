package org.wayray.compositor.globals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.AppliedCommit;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.seat.TextEdit;
import org.wayray.compositor.seat.TextInput;
import org.wayray.compositor.seat.TextState;
import org.wayray.compositor.seat.TextState.Surrounding;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV3Protocol;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV3Protocol.Action;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV3Protocol.Event;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV3Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zwp_text_input_v3: a client's text fields as the input method sees them.
 *
 * <p>Surrounding text whose cursor or anchor is not in it is ignored. Deliberately left out: actions, language and hints for composed
 * text, which zwp_input_method_v2 cannot give; and the wish for keys on the screen, which it cannot be told. Confined to the session
 * loop.
 */
final class ZwpTextInputV3 implements RequestHandler<Request>, TextInput.Field, SurfaceListener {
    private static final int CURSOR_WITH_SURFACE_SINCE = 2;

    private final Resource<Request, Event> resource;
    private final TextInput text;
    private @Nullable Surface surface;
    /** The enabling or disabling that the next commit brings. */
    private Optional<Boolean> enabling = Optional.empty();

    private boolean enabled;
    private TextState pending = TextState.INITIAL;
    private @Nullable Rect<Logical> pendingCursor;
    /** What the surface's next commit brings. */
    private @Nullable Rect<Logical> committedCursor;

    private int commits;
    private boolean composing;

    ZwpTextInputV3(Resource<Request, Event> resource, TextInput text) {
        this.resource = resource;
        this.text = text;
        resource.setHandler(this);
        resource.onDestroy(this::remove);
        text.add(this);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
            case Request.Enable() -> {
                forgetPending();
                enabling = Optional.of(true);
            }
            case Request.Disable() -> enabling = Optional.of(false);
            case Request.SetSurroundingText(String around, int cursor, int anchor) ->
                setSurroundingText(around, cursor, anchor);
            case Request.SetTextChangeCause(int cause) ->
                pending = new TextState(pending.surrounding(), cause, pending.hint(), pending.purpose());
            case Request.SetContentType(int hint, int purpose) ->
                pending = new TextState(pending.surrounding(), pending.changeCause(), hint, purpose);
            case Request.SetCursorRectangle(int x, int y, int width, int height) ->
                pendingCursor = Rect.clamped(x, y, width, height);
            case Request.Commit() -> commit();
            case Request.SetAvailableActions(byte[] actions) -> checkActions(actions);
            case Request.ShowInputPanel(), Request.HideInputPanel() -> {}
        }
    }

    private void setSurroundingText(String around, int cursor, int anchor) {
        int length = around.getBytes(StandardCharsets.UTF_8).length;
        if (cursor >= 0 && cursor <= length && anchor >= 0 && anchor <= length) {
            pending = new TextState(
                    Optional.of(new Surrounding(around, cursor, anchor)),
                    pending.changeCause(),
                    pending.hint(),
                    pending.purpose());
        }
    }

    private void commit() {
        commits++;
        if (surface == null) {
            forgetPending();
            return;
        }
        var change = enabling;
        enabling = Optional.empty();
        if (change.isPresent()) {
            enabled = change.get();
            committedCursor = null;
            if (enabled) {
                composing = false;
                text.enable(this, pending);
            } else {
                text.disable(this);
                forgetPending();
            }
        } else if (enabled) {
            text.update(this, pending);
        }
        if (enabled && pendingCursor != null) {
            if (resource.version() >= CURSOR_WITH_SURFACE_SINCE) {
                committedCursor = pendingCursor;
            } else {
                text.setCursor(this, pendingCursor);
            }
        }
        pending = new TextState(pending.surrounding(), 0, pending.hint(), pending.purpose());
        pendingCursor = null;
    }

    private void checkActions(byte[] actions) {
        var seen = new HashSet<Integer>();
        var numbers = ByteBuffer.wrap(actions).order(ByteOrder.nativeOrder()).asIntBuffer();
        while (numbers.hasRemaining()) {
            int action = numbers.get();
            if (action == Action.NONE.value() || !seen.add(action)) {
                throw new ProtocolException(
                        resource,
                        ZwpTextInputV3Protocol.Error.INVALID_ACTION,
                        "action " + action + " is none, or twice");
            }
        }
    }

    @Override
    public void applied(Surface of, AppliedCommit commit) {
        if (committedCursor != null) {
            text.setCursor(this, committedCursor);
            committedCursor = null;
        }
    }

    @Override
    public Object client() {
        return resource.client();
    }

    @Override
    public void enter(Surface entered) {
        if (entered.isAlive()) {
            surface = entered;
            entered.addListener(this);
            forgetPending();
            resource.send(new Event.Enter(WlSurface.idOf(entered)));
        }
    }

    @Override
    public void leave(Surface left) {
        left.removeListener(this);
        surface = null;
        enabled = false;
        composing = false;
        committedCursor = null;
        resource.send(new Event.Leave(WlSurface.idOf(left)));
    }

    @Override
    public void edit(TextEdit edit) {
        if (composing || !edit.preedit().isEmpty()) {
            composing = !edit.preedit().isEmpty();
            resource.send(
                    new Event.PreeditString(composing ? edit.preedit() : null, edit.cursorBegin(), edit.cursorEnd()));
        }
        if (!edit.commit().isEmpty()) {
            resource.send(new Event.CommitString(edit.commit()));
        }
        if (edit.deleteBefore() != 0 || edit.deleteAfter() != 0) {
            resource.send(new Event.DeleteSurroundingText(edit.deleteBefore(), edit.deleteAfter()));
        }
        resource.send(new Event.Done(commits));
    }

    private void forgetPending() {
        enabling = Optional.empty();
        pending = TextState.INITIAL;
        pendingCursor = null;
    }

    private void remove() {
        if (surface != null) {
            surface.removeListener(this);
        }
        text.remove(this);
    }
}
