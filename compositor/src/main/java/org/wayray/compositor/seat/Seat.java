package org.wayray.compositor.seat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;

/**
 * The one seat of a session: takes a viewer's input, keeps the focuses, and joins pointer, keyboard, popup grabs, selection and
 * drag and drop.
 *
 * <p>Confined to the session loop. Input may come from a hostile viewer: whatever it says, in whatever order, the state stays
 * consistent and clients see a sane stream. Times are milliseconds with the viewer's origin.
 */
public final class Seat implements AutoCloseable {

    /** Hears which client has the keyboard, just before its surface is told. Called on the session loop. */
    public interface KeyboardFocusListener {
        /** The client of the keyboard's focus was {@code before} and is {@code now}. */
        void keyboardClientChanged(Optional<Object> before, Optional<Object> now);
    }

    private final Scene scene;
    private final InputSerials serials;
    private final PopupGrabs popups;
    private final Cursor cursor = new Cursor();
    private final Pointer pointer;
    private final Keyboard keyboard;
    private final DragAndDrop drag;
    private final Selection selection = new Selection();
    private final List<KeyboardFocusListener> focusListeners = new ArrayList<>();
    private @Nullable Surface wanted;
    private @Nullable Object keyboardClient;
    private long layoutSeen;

    /**
     * @param serialSource gives the display's next serial
     * @param layout the keyboard's first layout; the seat closes it
     */
    public Seat(Scene scene, IntSupplier serialSource, KeyboardLayout layout) {
        this.scene = scene;
        serials = new InputSerials(serialSource);
        popups = new PopupGrabs(this::popupsChanged);
        pointer = new Pointer(scene, serials, popups, cursor);
        keyboard = new Keyboard(serials, layout);
        drag = new DragAndDrop(scene, pointer, keyboard, serials);
    }

    public Pointer pointer() {
        return pointer;
    }

    public Keyboard keyboard() {
        return keyboard;
    }

    public Cursor cursor() {
        return cursor;
    }

    public PopupGrabs popups() {
        return popups;
    }

    public Selection selection() {
        return selection;
    }

    public DragAndDrop drag() {
        return drag;
    }

    public InputSerials serials() {
        return serials;
    }

    /** Lets the window manager look at input first. */
    public void setPolicy(InputPolicy policy) {
        pointer.setPolicy(policy);
        keyboard.setPolicy(policy);
    }

    // input of the viewer

    /** A key went down or up; {@code key} is an evdev key code. */
    public void keyboardKey(int key, boolean pressed, int timeMs) {
        keyboard.key(key, pressed, timeMs);
        drag.renegotiate();
    }

    /** The viewer has other keys from now on; the seat closes the layout. */
    public void keyboardLayout(KeyboardLayout layout, int timeMs) {
        keyboard.setLayout(layout, timeMs);
    }

    /** The viewer's window lost the keyboard, so all keys are up. The focus stays where it is. */
    public void keyboardLeft(int timeMs) {
        keyboard.releaseAll(timeMs);
        drag.renegotiate();
    }

    /** The pointer is at this place of the scene. */
    public void pointerMotion(Point<Logical> to, int timeMs) {
        pointer.motion(to, timeMs);
    }

    /** A button went down or up; {@code button} is an evdev button code. */
    public void pointerButton(int button, boolean pressed, int timeMs) {
        pointer.button(button, pressed, keyboard.modifiers(), timeMs);
    }

    public void pointerAxis(AxisEvent axis) {
        pointer.axis(axis);
    }

    /** The pointer left the viewer's window. */
    public void pointerLeft() {
        pointer.leave();
    }

    /** The viewer is gone: everything it held is released. */
    public void viewerGone(int timeMs) {
        keyboard.releaseAll(timeMs);
        pointer.releaseAll(timeMs);
        pointer.leave();
    }

    // focus

    /** The client that has the keyboard. */
    public Optional<Object> keyboardClient() {
        return Optional.ofNullable(keyboardClient);
    }

    public void addFocusListener(KeyboardFocusListener listener) {
        focusListeners.add(listener);
    }

    /** The window manager gives the keyboard to a surface, or to none. Popups that hold a grab go before it. */
    public void focus(Optional<Surface> surface) {
        wanted = surface.orElse(null);
        updateKeyboardFocus();
    }

    /** Takes the pointer from all surfaces for a while. */
    public void startGrab(PointerGrab grab) {
        popups.dismissAll();
        pointer.startGrab(grab);
    }

    /** Ends a grab that has not ended yet. */
    public void endGrab(PointerGrab grab) {
        pointer.endGrab(grab);
    }

    /**
     * Looks again what is beneath the pointer and who may have the keyboard, if the scene's layout changed since the last call.
     * To be called once per batch of events, before clients are told of it.
     */
    public void refresh() {
        if (layoutSeen != scene.layoutVersion()) {
            layoutSeen = scene.layoutVersion();
            if (wanted != null && !wanted.isMapped()) {
                wanted = null;
            }
            updateKeyboardFocus();
            pointer.refocus();
        }
    }

    /** A client is going, and all its surfaces will: nothing of it is remembered. */
    public void clientGone(Object client) {
        drag.clientGone(client);
        serials.forget(client);
        cursor.clientGone(client);
    }

    @Override
    public void close() {
        keyboard.close();
    }

    private void popupsChanged() {
        updateKeyboardFocus();
        pointer.releaseHold();
    }

    private void updateKeyboardFocus() {
        var target = popups.topmost().map(PopupGrabs.Popup::surface).orElse(wanted);
        if (target != null && !target.isMapped()) {
            target = wanted;
        }
        var client = target == null ? null : target.client();
        if (!Objects.equals(client, keyboardClient)) {
            var before = keyboardClient();
            keyboardClient = client;
            focusListeners.forEach(listener -> listener.keyboardClientChanged(before, keyboardClient()));
        }
        keyboard.setFocus(target);
    }
}
