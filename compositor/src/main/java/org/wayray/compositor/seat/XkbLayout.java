package org.wayray.compositor.seat;

import org.wayray.posix.xkb.XkbContext;
import org.wayray.posix.xkb.XkbException;
import org.wayray.posix.xkb.XkbKeymap;
import org.wayray.posix.xkb.XkbModifiers;
import org.wayray.posix.xkb.XkbNames;
import org.wayray.posix.xkb.XkbState;

/** A layout by libxkbcommon. Confined to the session loop. */
public final class XkbLayout implements KeyboardLayout {
    private final XkbKeymap keymap;
    private final XkbState state;
    private final String text;
    private Modifiers modifiers;

    private XkbLayout(XkbKeymap keymap, String text) {
        this.keymap = keymap;
        this.state = keymap.newState();
        this.text = text;
        this.modifiers = read();
    }

    /**
     * The layout of that name; the caller closes it, or gives it to the seat.
     *
     * @throws XkbException when this machine does not know the names
     */
    public static XkbLayout of(XkbContext context, XkbNames names) throws XkbException {
        return of(XkbKeymap.fromNames(context, names));
    }

    /** The layout of a keymap that is given away. */
    public static XkbLayout of(XkbKeymap keymap) {
        return new XkbLayout(keymap, keymap.text());
    }

    /** The layout of a keymap that is given away, and whose text is at hand. */
    public static XkbLayout of(XkbKeymap keymap, String text) {
        return new XkbLayout(keymap, text);
    }

    @Override
    public String keymapText() {
        return text;
    }

    @Override
    public boolean key(int key, boolean pressed) {
        return state.key(key, pressed) && readAgain();
    }

    @Override
    public boolean setModifiers(Modifiers next) {
        state.update(new XkbModifiers(next.depressed(), next.latched(), next.locked(), next.group()));
        return readAgain();
    }

    @Override
    public boolean setLocks(int modifiers, int layout) {
        state.lock(modifiers, layout);
        return readAgain();
    }

    @Override
    public int lockedLayout() {
        return state.locks().layout();
    }

    @Override
    public boolean repeats(int key) {
        return keymap.repeats(key);
    }

    private boolean readAgain() {
        var before = modifiers;
        modifiers = read();
        return !modifiers.equals(before);
    }

    @Override
    public Modifiers modifiers() {
        return modifiers;
    }

    @Override
    public int keysym(int key) {
        return state.keysym(key);
    }

    @Override
    public void close() {
        state.close();
        keymap.close();
    }

    private Modifiers read() {
        var now = state.modifiers();
        return new Modifiers(now.depressed(), now.latched(), now.locked(), now.group());
    }
}
