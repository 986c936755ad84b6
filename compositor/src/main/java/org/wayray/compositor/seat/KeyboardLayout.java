package org.wayray.compositor.seat;

/**
 * A keymap and its state: what the keys mean and which modifiers are in force.
 *
 * <p>Confined to the session loop. The keyboard owns it and closes it.
 */
public interface KeyboardLayout extends AutoCloseable {

    /** The keymap in XKB text format version 1, without a terminating NUL. */
    String keymapText();

    /**
     * Takes a key up or down.
     *
     * @param key an evdev key code
     * @return whether that changed the {@link #modifiers}
     */
    boolean key(int key, boolean pressed);

    /**
     * Sets the modifiers, whatever keys are held.
     *
     * @return whether that changed the {@link #modifiers}
     */
    boolean setModifiers(Modifiers modifiers);

    /**
     * Locks modifiers and chooses a layout of the keymap; what is held or latched stays so.
     *
     * @param modifiers bits of XKB's eight real modifiers
     * @param layout index of the layout that stays, from 0
     * @return whether that changed the {@link #modifiers}
     */
    boolean setLocks(int modifiers, int layout);

    /** The layout of the keymap that was chosen to stay, from 0. */
    int lockedLayout();

    /** Whether clients are to repeat the key while it is held. */
    boolean repeats(int key);

    /** The modifiers now. */
    Modifiers modifiers();

    /** The keysym that a key means now, 0 for none. */
    int keysym(int key);

    @Override
    void close();
}
