package org.wayray.compositor.seat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceTree;

/**
 * The one seat of a session: takes a viewer's input, keeps the focuses, and joins pointer, keyboard, touch, popup grabs, selection and
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

    private static final int KEYSYM_ESCAPE = 0xff1b;

    private final Scene scene;
    private final InputSerials serials;
    private final PopupGrabs popups;
    private final Cursor cursor = new Cursor();
    private final Pointer pointer;
    private final TextInput text;
    private final Keyboard keyboard;
    private final Touch touch;
    private final PointerGestures gestures;
    private final DragAndDrop drag;
    private final Selection selection = new Selection();
    private final Selection primarySelection = new Selection();
    private final List<KeyboardFocusListener> focusListeners = new ArrayList<>();
    private final List<Runnable> activityListeners = new ArrayList<>();
    private @Nullable Surface wanted;
    private boolean exclusive;
    private InputPolicy policy = InputPolicy.NONE;
    private boolean locked;
    private @Nullable Surface lockSurface;
    private @Nullable Object keyboardClient;
    /** Who had the keyboard before, unless the user has pressed a key or button since it went. */
    private @Nullable Object justLostKeyboard;

    private long layoutSeen;

    /**
     * @param serialSource gives the display's next serial
     * @param layout the keyboard's first layout; the seat closes it
     */
    public Seat(Scene scene, IntSupplier serialSource, KeyboardLayout layout) {
        this.scene = scene;
        serials = new InputSerials(serialSource);
        popups = new PopupGrabs(this::popupsChanged);
        pointer = new Pointer(scene, serials, popups, cursor, this::isAttended);
        text = new TextInput(scene);
        keyboard = new Keyboard(serials, layout, this::keyboardMoved);
        keyboard.setActivityListener(this::noteActivity);
        touch = new Touch(scene, serials, popups);
        gestures = new PointerGestures(pointer, serials);
        drag = new DragAndDrop(scene, pointer, touch, keyboard, serials);
        keyboard.setTrap(keysym -> keysym == KEYSYM_ESCAPE && drag.cancel());
    }

    public Pointer pointer() {
        return pointer;
    }

    public Keyboard keyboard() {
        return keyboard;
    }

    public TextInput text() {
        return text;
    }

    public PointerGestures gestures() {
        return gestures;
    }

    public Touch touch() {
        return touch;
    }

    public Cursor cursor() {
        return cursor;
    }

    public PopupGrabs popups() {
        return popups;
    }

    /** What was copied last. */
    public Selection selection() {
        return selection;
    }

    /** What was marked last. */
    public Selection primarySelection() {
        return primarySelection;
    }

    public DragAndDrop drag() {
        return drag;
    }

    public InputSerials serials() {
        return serials;
    }

    /** Lets the window manager look at input first. */
    public void setPolicy(InputPolicy policy) {
        this.policy = policy;
        if (!locked) {
            use(policy);
        }
    }

    private void use(InputPolicy next) {
        pointer.setPolicy(next);
        keyboard.setPolicy(next);
        touch.setPolicy(next);
    }

    /** Calls {@code listener} with everything that the user does. */
    public void addActivityListener(Runnable listener) {
        activityListeners.add(listener);
    }

    private void noteActivity() {
        activityListeners.forEach(Runnable::run);
    }

    // input of the viewer

    /** A key went down or up; {@code key} is an evdev key code. */
    public void keyboardKey(int key, boolean pressed, int timeMs) {
        notePress(pressed);
        keyboard.own().key(key, pressed, timeMs);
        drag.renegotiate();
    }

    /** The viewer has other keys from now on; the seat closes the layout. */
    public void keyboardLayout(KeyboardLayout layout, int timeMs) {
        keyboard.own().setLayout(layout, timeMs);
    }

    /**
     * Says what is locked on the viewer's keyboard, whatever its keys did.
     *
     * @param modifiers bits of XKB's eight real modifiers; empty leaves them
     * @param layout index of the layout of the keymap that stays, from 0; empty leaves it
     */
    public void keyboardLocks(OptionalInt modifiers, OptionalInt layout) {
        var own = keyboard.own();
        own.locks(
                modifiers.orElse(own.layout().modifiers().locked()),
                layout.orElse(own.layout().lockedLayout()));
    }

    /** Whether a key of the viewer is down that clients repeat. */
    public boolean keyboardRepeats() {
        return keyboard.isRepeating();
    }

    /** Nobody knows what the viewer does: the keys that clients repeat are up until they are pressed again. */
    public void keyboardStalled(int timeMs) {
        keyboard.releaseRepeating(timeMs);
        drag.renegotiate();
    }

    /** The viewer's window lost the keyboard, so all keys are up. The focus stays where it is. */
    public void keyboardLeft(int timeMs) {
        keyboard.releaseAll(timeMs);
        drag.renegotiate();
    }

    /** The pointer is at this place of the scene. */
    public void pointerMotion(Point<Logical> to, int timeMs) {
        noteActivity();
        pointer.motion(to, timeMs);
    }

    /** The pointer was pushed, by a device that knows no places. It does not leave the outputs. */
    public void pointerRelativeMotion(RelativeMotion motion) {
        noteActivity();
        pointer.relativeMotion(motion);
    }

    /** A button went down or up; {@code button} is an evdev button code. */
    public void pointerButton(int button, boolean pressed, int timeMs) {
        noteActivity();
        notePress(pressed);
        pointer.button(button, pressed, keyboard.modifiers(), timeMs);
    }

    public void pointerAxis(AxisEvent axis) {
        noteActivity();
        pointer.axis(axis);
    }

    /** The pointer left the viewer's window. */
    public void pointerLeft() {
        pointer.leave();
    }

    /** A finger touched this place of the scene; {@code finger} is a number that no other finger has while it is down. */
    public void touchDown(int finger, Point<Logical> at, int timeMs) {
        noteActivity();
        notePress(true);
        touch.down(finger, at, timeMs);
    }

    /** A finger moved to this place of the scene. */
    public void touchMotion(int finger, Point<Logical> to, int timeMs) {
        noteActivity();
        touch.motion(finger, to, timeMs);
    }

    public void touchUp(int finger, int timeMs) {
        noteActivity();
        touch.up(finger, timeMs);
    }

    /** What the fingers did since the last frame belongs together. */
    public void touchFrame() {
        touch.frame();
    }

    /** What the fingers do is not for applications: they are to forget it. */
    public void touchCancel() {
        touch.cancel();
    }

    /** The viewer is gone: everything it held is released. */
    public void viewerGone(int timeMs) {
        keyboard.releaseAll(timeMs);
        keyboard.own().locks(0, 0);
        gestures.end(true, timeMs);
        pointer.releaseAll(timeMs);
        pointer.leave();
        touch.cancel();
    }

    // focus

    /** The client that has the keyboard. */
    public Optional<Object> keyboardClient() {
        return Optional.ofNullable(keyboardClient);
    }

    /** Whether a client has the keyboard. */
    public boolean hasKeyboard(Object client) {
        return client.equals(keyboardClient);
    }

    /**
     * Whether a client may replace a selection. It must have the keyboard; otherwise anybody could replace what the user copied
     * elsewhere. Who had it until the user's last key or click may, too: the user copied and clicked elsewhere, or a window
     * opened, and the request was on its way.
     */
    public boolean mayCopy(Object client) {
        return hasKeyboard(client) || client.equals(justLostKeyboard);
    }

    public void addFocusListener(KeyboardFocusListener listener) {
        focusListeners.add(listener);
    }

    /** The window manager gives the keyboard to a surface, or to none. Popups that hold a grab go before it. */
    public void focus(Optional<Surface> surface) {
        wanted = surface.orElse(null);
        exclusive = false;
        updateKeyboardFocus();
    }

    /** Gives the keyboard to a surface in such a way that only its own popups go before it; those of others are dismissed. */
    public void focusExclusively(Surface surface) {
        wanted = surface;
        exclusive = true;
        if (popups.topmost()
                .filter(popup -> !isPopupOf(popup.surface(), surface))
                .isPresent()) {
            popups.dismissAll();
        }
        updateKeyboardFocus();
    }

    private static boolean isPopupOf(Surface popup, Surface parent) {
        var tree = popup.tree();
        while (tree.isPresent() && tree.get().root() != parent) {
            tree = tree.get().parent();
        }
        return tree.isPresent();
    }

    // lock

    /**
     * From now on input is for lock surfaces only, and what it held ends: grabs, drags, menus. Neither the window manager nor an input
     * method looks at any of it. The scene hides all else already.
     */
    public void lock() {
        locked = true;
        use(new LockPolicy());
        keyboard.setLocked(true);
        popups.refuse(true);
        pointer.forgetButtons();
        touch.cancel();
        gestures.cancel();
        updateKeyboardFocus();
    }

    /** The keyboard goes back to the surface that the window manager wants to have it. */
    public void unlock() {
        locked = false;
        lockSurface = null;
        use(policy);
        keyboard.setLocked(false);
        popups.refuse(false);
        pointer.forgetButtons();
        touch.cancel();
        updateKeyboardFocus();
    }

    /** A lock surface can be seen: it gets the keyboard if no other one has it. */
    public void lockSurfaceShown(Surface surface) {
        if (lockSurface == null || !lockSurface.isMapped()) {
            lockSurface = surface;
            updateKeyboardFocus();
        }
    }

    /** Takes nothing; the lock surface that is clicked gets the keyboard. */
    private final class LockPolicy implements InputPolicy {
        @Override
        public boolean keyPressed(int keysym, Modifiers modifiers) {
            return false;
        }

        @Override
        public void modifiersChanged(Modifiers modifiers) {
            policy.modifiersChanged(modifiers);
        }

        @Override
        public boolean buttonPressed(int button, Modifiers modifiers, Optional<Surface> under) {
            touched(under);
            return false;
        }

        @Override
        public void touched(Optional<Surface> under) {
            if (under.isPresent()) {
                lockSurface = under.get().root();
                updateKeyboardFocus();
            }
        }
    }

    /** The button or the finger that went down on a surface of a client with this serial and is down still. */
    public Optional<Press> press(Object client, int serial) {
        return pointer.press(serial)
                .or(() -> touch.press(serial))
                .filter(press -> press.surface().client().equals(client));
    }

    /** Takes the pointer or a finger from all surfaces for a while. */
    public void startGrab(Grip grip, InputGrab grab) {
        popups.dismissAll();
        grip.startGrab(grab);
    }

    /**
     * Looks again what is beneath the pointer and the fingers and who may have the keyboard, if the scene's layout changed since the last call.
     * To be called once per batch of events, before clients are told of it.
     */
    public void refresh() {
        if (layoutSeen != scene.layoutVersion()) {
            text.placePopups();
            layoutSeen = scene.layoutVersion();
            if (wanted != null && !wanted.isMapped()) {
                wanted = null;
                exclusive = false;
            }
            if (lockSurface != null && !lockSurface.isAlive()) {
                lockSurface = null;
            }
            updateKeyboardFocus();
            pointer.refocus();
            touch.sceneChanged();
        }
    }

    /** A client is going, or has gone, with all its surfaces: nothing of it is remembered. Again does nothing. */
    public void clientGone(Object client) {
        drag.clientGone(client);
        if (client.equals(keyboardClient)) {
            updateKeyboardFocus(); // its surfaces may have gone without anybody asking where the keyboard is since
        }
        if (client.equals(justLostKeyboard)) {
            justLostKeyboard = null;
        }
        serials.forget(client);
        cursor.clientGone(client);
    }

    @Override
    public void close() {
        keyboard.close();
    }

    private void notePress(boolean pressed) {
        if (pressed) {
            justLostKeyboard = null;
        }
    }

    private void popupsChanged() {
        updateKeyboardFocus();
        pointer.releaseHold();
    }

    /** Whether a surface belongs to the window, with its popups, that has the keyboard. */
    private boolean isAttended(Surface surface) {
        return keyboard.focus().filter(focus -> top(focus) == top(surface)).isPresent();
    }

    private static Surface top(Surface surface) {
        var root = surface.root();
        return root.tree().map(SurfaceTree::base).map(SurfaceTree::root).orElse(root);
    }

    private void keyboardMoved(Optional<Surface> focus) {
        text.setFocus(focus.filter(surface -> !locked));
        pointer.attentionMoved();
    }

    private @Nullable Surface keyboardTarget() {
        if (locked) {
            return lockSurface != null && lockSurface.isMapped() ? lockSurface : null;
        }
        var focused = wanted;
        return popups.topmost()
                .map(PopupGrabs.Popup::surface)
                .filter(popup -> !exclusive || focused == null || isPopupOf(popup, focused))
                .filter(Surface::isMapped)
                .orElse(focused);
    }

    private void updateKeyboardFocus() {
        var target = keyboardTarget();
        var client = target == null ? null : target.client();
        if (!Objects.equals(client, keyboardClient)) {
            var before = keyboardClient();
            justLostKeyboard = keyboardClient;
            keyboardClient = client;
            focusListeners.forEach(listener -> listener.keyboardClientChanged(before, keyboardClient()));
        }
        keyboard.setFocus(target);
    }
}
