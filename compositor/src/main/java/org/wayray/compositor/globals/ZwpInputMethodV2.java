package org.wayray.compositor.globals;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.scene.SurfaceRole;
import org.wayray.compositor.seat.InputPopup;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.seat.TextEdit;
import org.wayray.compositor.seat.TextInput;
import org.wayray.compositor.seat.TextState;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodKeyboardGrabV2Protocol;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodV2Protocol;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodV2Protocol.Event;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodV2Protocol.Request;
import org.wayray.wayland.protocols.inputmethod.ZwpInputPopupSurfaceV2Protocol;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zwp_input_method_v2: the program that composes text for the seat.
 *
 * <p>What it commits counts whatever state it has seen, as the protocol wants it, and only while a text field is active. When the
 * object goes, its popups vanish and its keyboard grab ends; their own objects are inert then. A second keyboard grab is inert from
 * the beginning. Confined to the session loop.
 */
final class ZwpInputMethodV2 implements RequestHandler<Request>, TextInput.Method {
    private final Resource<Request, Event> resource;
    private final Seat seat;
    private final PacedNews news;
    private TextEdit pending = TextEdit.NOTHING;
    /** Of the active field. */
    private @Nullable TextState field;

    /** Whether a field became active since the program was told. */
    private boolean activated;

    private boolean toldActive;

    private ZwpInputMethodV2(Resource<Request, Event> resource, Seat seat) {
        this.resource = resource;
        this.seat = seat;
        news = new PacedNews(resource, this::tell);
    }

    /** Makes the resource the input method, or tells it that there is another one. */
    static void create(Resource<Request, Event> resource, Seat seat) {
        var method = new ZwpInputMethodV2(resource, seat);
        resource.setHandler(method);
        if (seat.text().setMethod(method)) {
            resource.onDestroy(() -> seat.text().removeMethod(method));
        } else {
            resource.send(new Event.Unavailable());
            resource.makeInert();
        }
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.CommitString(String text) -> pending = pending.withCommit(text);
            case Request.SetPreeditString(String text, int begin, int end) ->
                pending = pending.withPreedit(text, begin, end);
            case Request.DeleteSurroundingText(int before, int after) -> pending = pending.withDeletion(before, after);
            case Request.Commit(int serial) -> {
                var edit = pending;
                pending = TextEdit.NOTHING;
                seat.text().edit(this, edit);
            }
            case Request.GetInputPopupSurface(int id, int surface) -> getInputPopupSurface(id, surface);
            case Request.GrabKeyboard(int keyboard) -> grabKeyboard(keyboard);
            case Request.Destroy() -> {}
        }
    }

    private void getInputPopupSurface(int id, int surfaceId) {
        var surface = WlSurface.of(resource.client(), surfaceId);
        if (WlSurface.hasRoleObject(surface) || !surface.assignRole(SurfaceRole.INPUT_POPUP)) {
            throw new ProtocolException(
                    resource,
                    ZwpInputMethodV2Protocol.Error.ROLE,
                    "wl_surface@" + surfaceId + " cannot be a popup of an input method, it has another role");
        }
        var created = resource.client().create(ZwpInputPopupSurfaceV2Protocol.INTERFACE, id, resource.version());
        created.setHandler(request -> {
            switch (request) {
                case ZwpInputPopupSurfaceV2Protocol.Request.Destroy() -> {}
            }
        });
        InputPopup popup = seat.text()
                .addPopup(
                        surface,
                        cursor -> created.send(new ZwpInputPopupSurfaceV2Protocol.Event.TextInputRectangle(
                                cursor.x(), cursor.y(), cursor.width(), cursor.height())));
        WlSurface.setRoleObject(surface, created);
        created.onDestroy(popup::remove);
        Runnable orphan = popup::remove;
        resource.onDestroy(orphan);
        created.onDestroy(() -> resource.removeDestroyListener(orphan));
    }

    private void grabKeyboard(int id) {
        var created = resource.client().create(ZwpInputMethodKeyboardGrabV2Protocol.INTERFACE, id, resource.version());
        Runnable orphan = new ZwpInputMethodKeyboardGrabV2(created, seat.keyboard())::orphaned;
        resource.onDestroy(orphan);
        created.onDestroy(() -> resource.removeDestroyListener(orphan));
    }

    @Override
    public void activate(TextState state) {
        pending = TextEdit.NOTHING;
        activated = true;
        update(state);
    }

    @Override
    public void update(TextState state) {
        field = state;
        news.tell();
    }

    @Override
    public void deactivate() {
        pending = TextEdit.NOTHING;
        activated = false;
        field = null;
        news.tell();
    }

    private void tell() {
        var state = field;
        if (state != null) {
            if (activated) {
                activated = false;
                toldActive = true;
                resource.send(new Event.Activate());
            }
            describe(state);
        } else if (toldActive) {
            toldActive = false;
            resource.send(new Event.Deactivate());
            resource.send(new Event.Done());
        }
    }

    private void describe(TextState state) {
        state.surrounding()
                .ifPresent(around ->
                        resource.send(new Event.SurroundingText(around.text(), around.cursor(), around.anchor())));
        resource.send(new Event.TextChangeCause(state.changeCause()));
        resource.send(new Event.ContentType(state.hint(), state.purpose()));
        resource.send(new Event.Done());
    }
}
