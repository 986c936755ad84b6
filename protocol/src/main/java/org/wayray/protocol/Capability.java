package org.wayray.protocol;

/** Something that a peer may or may not be able to do, whatever its version. */
public enum Capability {
    /** The viewer draws the pointer by itself, from the images on {@link Channel#CURSOR}. */
    CURSOR("cursor"),
    /** The viewer can copy what it shows from one place to another: the coding COPY. */
    COPY("copy"),
    /** The viewer keeps what is covered, to show it again: the coding KEPT. */
    KEEP("keep"),
    /** The viewer decodes video streams: the coding H264. */
    H264("h264"),
    /** The session tells the times of a frame's stages while the viewer wants to know: the message StatisticsWanted. */
    STATISTICS("statistics"),
    /** Programs can lock and confine the viewer's own pointer: the messages PointerHold and RelativeMotion. */
    POINTER_HOLD("pointer-hold"),
    /** What is copied on one side can be pasted on the other: the messages on {@link Channel#CLIPBOARD}, and transfers. */
    CLIPBOARD("clipboard"),
    /** The viewer tells what is locked on its keyboard, and again and again while a key is held: the message KeyboardState. */
    KEYBOARD_STATE("keyboard-state");

    private final String wireName;

    Capability(String wireName) {
        this.wireName = wireName;
    }

    /** The name in Hello and Welcome. */
    public String wireName() {
        return wireName;
    }
}
