package org.wayray.posix.xkb;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.wayray.posix.libc.NativeBuffer;

/** Which modifiers and which layout are on, and so what the next key means. Confined to its context's thread. */
public final class XkbState implements AutoCloseable {
    private static final int MODS_DEPRESSED = 1;
    private static final int MODS_LATCHED = 1 << 1;
    private static final int MODS_LOCKED = 1 << 2;
    private static final int MODS_EFFECTIVE = 1 << 3;
    private static final int LAYOUT_DEPRESSED = 1 << 4;
    private static final int LAYOUT_LATCHED = 1 << 5;
    private static final int LAYOUT_LOCKED = 1 << 6;
    private static final int LAYOUT_EFFECTIVE = 1 << 7;

    /** The modifiers that every keymap has, and that are the same in all of them. */
    private static final int REAL_MODIFIERS = 0xff;

    private final NativeReference reference;

    XkbState(MemorySegment address) {
        this.reference = new NativeReference(address, LibXkbCommon::xkb_state_unref);
    }

    /**
     * A key went down or up. What it means is to be asked before.
     *
     * @return whether {@link #modifiers()} may have changed
     */
    public boolean key(int evdevKey, boolean pressed) {
        return LibXkbCommon.xkb_state_update_key(
                        reference.address(), evdevKey + XkbKeymap.EVDEV_OFFSET, pressed ? 1 : 0)
                != 0;
    }

    /** For clients: follows what the server says, instead of {@link #key}. */
    public void update(XkbModifiers modifiers) {
        LibXkbCommon.xkb_state_update_mask(
                reference.address(),
                modifiers.depressed(),
                modifiers.latched(),
                modifiers.locked(),
                0,
                0,
                modifiers.group());
    }

    /**
     * Locks modifiers and chooses a layout, whatever was locked; what is held or latched stays so.
     *
     * @param modifiers bits of XKB's eight real modifiers; others are ignored
     * @param layout index of the layout, from 0; one that the keymap does not have is brought into its range
     */
    public void lock(int modifiers, int layout) {
        var state = reference.address();
        LibXkbCommon.xkb_state_update_mask(
                state,
                LibXkbCommon.xkb_state_serialize_mods(state, MODS_DEPRESSED),
                LibXkbCommon.xkb_state_serialize_mods(state, MODS_LATCHED),
                modifiers & REAL_MODIFIERS,
                LibXkbCommon.xkb_state_serialize_layout(state, LAYOUT_DEPRESSED),
                LibXkbCommon.xkb_state_serialize_layout(state, LAYOUT_LATCHED),
                layout);
    }

    /** What is locked, without modifiers that only this keymap has. */
    public XkbLocks locks() {
        var state = reference.address();
        return new XkbLocks(
                LibXkbCommon.xkb_state_serialize_mods(state, MODS_LOCKED) & REAL_MODIFIERS,
                LibXkbCommon.xkb_state_serialize_layout(state, LAYOUT_LOCKED));
    }

    /** What wl_keyboard.modifiers has to say. */
    public XkbModifiers modifiers() {
        var state = reference.address();
        return new XkbModifiers(
                LibXkbCommon.xkb_state_serialize_mods(state, MODS_DEPRESSED),
                LibXkbCommon.xkb_state_serialize_mods(state, MODS_LATCHED),
                LibXkbCommon.xkb_state_serialize_mods(state, MODS_LOCKED),
                LibXkbCommon.xkb_state_serialize_layout(state, LAYOUT_EFFECTIVE));
    }

    /**
     * Whether a modifier counts now, held or locked.
     *
     * @param modifier as in XKB: {@code Shift}, {@code Lock}, {@code Control}, {@code Mod1} (Alt), {@code Mod4} (Super)
     */
    public boolean isActive(String modifier) {
        try (var arena = Arena.ofConfined()) {
            return LibXkbCommon.xkb_state_mod_name_is_active(
                            reference.address(), arena.allocateFrom(modifier), MODS_EFFECTIVE)
                    == 1;
        }
    }

    /** The keysym of a key as things are; 0 when it has none. */
    public int keysym(int evdevKey) {
        return LibXkbCommon.xkb_state_key_get_one_sym(reference.address(), evdevKey + XkbKeymap.EVDEV_OFFSET);
    }

    /** The text that a key types as things are; may be empty, or a control character. */
    public String utf8(int evdevKey) {
        var buffer = NativeBuffer.segment();
        int length = LibXkbCommon.xkb_state_key_get_utf8(
                reference.address(), evdevKey + XkbKeymap.EVDEV_OFFSET, buffer, NativeBuffer.SIZE);
        return length <= 0 ? "" : buffer.getString(0);
    }

    /** Gives it back; idempotent. */
    @Override
    public void close() {
        reference.close();
    }
}
