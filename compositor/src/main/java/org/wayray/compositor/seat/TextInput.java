package org.wayray.compositor.seat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;

/**
 * Brings an input method and text fields together. Fields follow the keyboard's focus; at most one of them is active, and at most
 * one input method hears of it and edits it.
 *
 * <p>Confined to the session loop. Source: zwp_text_input_v3 and zwp_input_method_v2.
 */
public final class TextInput {

    /** A client's text input: stands for whichever of its text fields has the focus. Called on the session loop. */
    public interface Field {
        Object client();

        void enter(Surface surface);

        /** The surface may be gone already; the field is active no longer. */
        void leave(Surface surface);

        void edit(TextEdit edit);
    }

    /** A program that composes text. Called on the session loop. */
    public interface Method {
        /** A field became active, or another one of the same client did. */
        void activate(TextState state);

        /** The active field changed. */
        void update(TextState state);

        void deactivate();
    }

    private final Scene scene;
    private final List<Field> fields = new ArrayList<>();
    private final List<InputPopup> popups = new ArrayList<>();
    private @Nullable Surface focus;
    private @Nullable Field active;
    private TextState state = TextState.INITIAL;
    private @Nullable Rect<Logical> cursor;
    private @Nullable Method method;

    TextInput(Scene scene) {
        this.scene = scene;
    }

    // the keyboard

    void setFocus(Optional<Surface> next) {
        var before = focus;
        if (before == next.orElse(null)) {
            return;
        }
        deactivate();
        focus = next.orElse(null);
        for (var field : List.copyOf(fields)) {
            if (before != null && field.client().equals(before.client())) {
                field.leave(before);
            }
        }
        for (var field : List.copyOf(fields)) {
            if (focus != null && field.client().equals(focus.client())) {
                field.enter(focus);
            }
        }
    }

    // fields

    /** Adds a field; it enters the focus if that is its client's. */
    public void add(Field field) {
        fields.add(field);
        if (focus != null && field.client().equals(focus.client())) {
            field.enter(focus);
        }
    }

    public void remove(Field field) {
        disable(field);
        fields.remove(field);
    }

    /** Makes a field of the focus the active one, unless another one is. */
    public void enable(Field field, TextState initial) {
        if (active != null && active != field || focus == null) {
            return;
        }
        active = field;
        state = initial;
        cursor = null;
        if (method != null) {
            method.activate(state);
        }
        placePopups();
    }

    public void disable(Field field) {
        if (active == field) {
            deactivate();
        }
    }

    /** Something about a field is different. Does nothing if it is not the active one. */
    public void update(Field field, TextState next) {
        if (active == field) {
            state = next;
            if (method != null) {
                method.update(state);
            }
        }
    }

    /** Where a field draws its cursor, seen from the focus. Does nothing if it is not the active one. */
    public void setCursor(Field field, Rect<Logical> rectangle) {
        if (active == field) {
            cursor = rectangle;
            placePopups();
        }
    }

    private void deactivate() {
        if (active != null) {
            active = null;
            cursor = null;
            if (method != null) {
                method.deactivate();
            }
            placePopups();
        }
    }

    // the input method

    /** Makes a program the input method; false, and nothing happens, if there is one. */
    public boolean setMethod(Method next) {
        if (method != null) {
            return false;
        }
        method = next;
        if (active != null) {
            next.activate(state);
        }
        return true;
    }

    /** The input method is gone; what it was composing is gone, too. */
    public void removeMethod(Method gone) {
        if (method == gone) {
            method = null;
            if (active != null) {
                active.edit(TextEdit.NOTHING);
            }
            placePopups();
        }
    }

    /** Edits the active field. Does nothing for a program that is not the input method. */
    public void edit(Method by, TextEdit edit) {
        if (method == by && active != null) {
            active.edit(edit);
        }
    }

    // popups

    /** Shows a surface beside the text, while the input method is active and the surface has content. */
    public InputPopup addPopup(Surface surface, InputPopup.Events events) {
        var popup = new InputPopup(this, scene, surface, events);
        popups.add(popup);
        surface.addListener(popup);
        popup.place();
        return popup;
    }

    void removePopup(InputPopup popup) {
        popups.remove(popup);
    }

    /** Surfaces were moved or have another size. */
    void placePopups() {
        List.copyOf(popups).forEach(InputPopup::place);
    }

    /** The cursor of the active field in the scene, or all of its surface; empty while the input method has nothing to do. */
    Optional<Rect<Logical>> cursor() {
        var surface = focus;
        if (surface == null || active == null || method == null) {
            return Optional.empty();
        }
        var local = cursor == null ? surface.size().toRect() : cursor;
        return surface.scenePosition().map(local::translated);
    }
}
