package org.wayray.compositor.seat;

/** What is done with dragged data; the values are bits of a mask. Source: wl_data_device_manager.dnd_action. */
public final class DragAction {
    public static final int NONE = 0;
    public static final int COPY = 1;
    public static final int MOVE = 2;
    /** The receiver asks the user. */
    public static final int ASK = 4;

    public static final int ALL = COPY | MOVE | ASK;

    private DragAction() {}

    /** Whether the mask holds nothing but actions. */
    public static boolean isMask(int mask) {
        return (mask & ~ALL) == 0;
    }

    /**
     * Picks one of the actions that both sides know.
     *
     * @param common what both sides know
     * @param preferred what the receiver likes best; none or one bit
     * @param modifiers Shift asks for a move, Control for a copy
     * @return one bit, or none if nothing is in common
     */
    static int choose(int common, int preferred, Modifiers modifiers) {
        if (modifiers.has(Modifiers.SHIFT) && (common & MOVE) != 0) {
            return MOVE;
        }
        if (modifiers.has(Modifiers.CONTROL) && (common & COPY) != 0) {
            return COPY;
        }
        return (common & preferred) != 0 ? preferred : Integer.lowestOneBit(common);
    }
}
