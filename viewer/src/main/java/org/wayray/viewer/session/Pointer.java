package org.wayray.viewer.session;

import java.util.BitSet;
import java.util.function.Consumer;
import org.wayray.protocol.v1.PointerAxis;
import org.wayray.protocol.v1.PointerButton;
import org.wayray.protocol.v1.PointerLeave;
import org.wayray.protocol.v1.PointerMotion;
import org.wayray.protocol.v1.RelativeMotion;
import org.wayray.protocol.v1.ToSession;

/**
 * What the viewer's pointer does, as the session should hear it. Beside the picture the pointer is gone for the session, unless a
 * button is held: then a drag goes on outside. Confined to the viewer's loop.
 */
public final class Pointer {
    /** Evdev code of the left button; the others follow it. */
    public static final int BTN_LEFT = 0x110;

    /** Evdev code of the right button. */
    public static final int BTN_RIGHT = 0x111;

    /** Evdev code of the middle button. */
    public static final int BTN_MIDDLE = 0x112;

    /** Evdev code of the side button for "back". */
    public static final int BTN_SIDE = 0x113;

    /** Evdev code of the side button for "forward". */
    public static final int BTN_EXTRA = 0x114;

    /** Output pixels that a step of a wheel scrolls, as libinput has it. */
    private static final double PIXELS_PER_STEP = 15;

    private static final double UNITS_PER_PIXEL = 256;
    private static final int UNITS_PER_STEP = 120;

    private final Consumer<ToSession> sender;
    private final BitSet held = new BitSet();
    private boolean connected;
    private boolean inside;
    private int lastMillis;

    /** Parts of 1/120 steps that were too small to send. */
    private double restX;

    private double restY;

    /** Parts of a push that were too small to send. */
    private double restPushX;

    private double restPushY;

    /** @param sender takes messages for the input channel while the session is connected */
    Pointer(Consumer<ToSession> sender) {
        this.sender = sender;
    }

    /**
     * The pointer moved.
     *
     * @param over whose picture it is over, or beside
     * @param x output pixels from the left edge of the picture; outside of it too
     * @param y the same from the top
     * @param timeMillis when it happened, on any monotonic clock; wraps
     */
    public void motion(RemoteOutput over, double x, double y, int timeMillis) {
        if (!connected) {
            return;
        }
        var picture = over.framebuffer();
        boolean within = x >= 0 && y >= 0 && x < picture.width() && y < picture.height();
        if (!within && held.isEmpty()) {
            leave();
            return;
        }
        inside = true;
        lastMillis = timeMillis;
        sender.accept(ToSession.newBuilder()
                .setPointerMotion(PointerMotion.newBuilder()
                        .setX((int) Math.floor(x * UNITS_PER_PIXEL))
                        .setY((int) Math.floor(y * UNITS_PER_PIXEL))
                        .setTimeMs(timeMillis)
                        .setOutput(over.id()))
                .build());
    }

    /**
     * The pointer was pushed, while the session locks it.
     *
     * @param dx output pixels to the right
     * @param dy output pixels down
     * @param timeMillis when it happened, on any monotonic clock; wraps
     */
    public void push(double dx, double dy, int timeMillis) {
        if (!inside) {
            return;
        }
        double x = dx * UNITS_PER_PIXEL + restPushX;
        double y = dy * UNITS_PER_PIXEL + restPushY;
        int wholeX = (int) Math.round(x);
        int wholeY = (int) Math.round(y);
        restPushX = x - wholeX;
        restPushY = y - wholeY;
        if (wholeX == 0 && wholeY == 0) {
            return;
        }
        lastMillis = timeMillis;
        sender.accept(ToSession.newBuilder()
                .setRelativeMotion(
                        RelativeMotion.newBuilder().setDx(wholeX).setDy(wholeY).setTimeMs(timeMillis))
                .build());
    }

    /** The pointer left the viewer's window. */
    public void leave() {
        if (!inside || !held.isEmpty()) {
            return;
        }
        inside = false;
        sender.accept(ToSession.newBuilder()
                .setPointerLeave(PointerLeave.getDefaultInstance())
                .build());
    }

    /** Releases every button and leaves: the person does something else with the pointer. */
    public void letGo() {
        for (int button = held.nextSetBit(0); button >= 0; button = held.nextSetBit(button + 1)) {
            button(button, false, lastMillis);
        }
        leave();
    }

    /**
     * A button went down or up at the place of the last motion. One that goes down beside the picture is not for the session.
     *
     * @param button evdev button code
     */
    public void button(int button, boolean down, int timeMillis) {
        if (!connected || down == held.get(button) || (down && !inside)) {
            return;
        }
        held.set(button, down);
        lastMillis = timeMillis;
        sender.accept(ToSession.newBuilder()
                .setPointerButton(PointerButton.newBuilder()
                        .setButton(button)
                        .setPressed(down)
                        .setTimeMs(timeMillis))
                .build());
    }

    /**
     * A wheel turned at the place of the last motion.
     *
     * @param right steps to the right, parts of a step included
     * @param down steps down (towards the user), parts of a step included
     */
    public void wheel(double right, double down, int timeMillis) {
        if (!inside) {
            return;
        }
        double x = right * UNITS_PER_STEP + restX;
        double y = down * UNITS_PER_STEP + restY;
        long v120X = Math.round(x);
        long v120Y = Math.round(y);
        restX = x - v120X;
        restY = y - v120Y;
        if (v120X == 0 && v120Y == 0) {
            return;
        }
        sender.accept(ToSession.newBuilder()
                .setPointerAxis(PointerAxis.newBuilder()
                        .setDx(scrolled(v120X))
                        .setDy(scrolled(v120Y))
                        .setV120X((int) v120X)
                        .setV120Y((int) v120Y)
                        .setSource(PointerAxis.Source.WHEEL)
                        .setTimeMs(timeMillis))
                .build());
    }

    private static int scrolled(long v120) {
        return (int) Math.round(v120 * PIXELS_PER_STEP * UNITS_PER_PIXEL / UNITS_PER_STEP);
    }

    /** Input goes to a session from now on; buttons that are held already stay unknown to it. */
    void connect() {
        reset();
        connected = true;
    }

    /** There is no session to send input to. */
    void disconnect() {
        reset();
        connected = false;
    }

    private void reset() {
        held.clear();
        inside = false;
        restX = 0;
        restY = 0;
        restPushX = 0;
        restPushY = 0;
    }
}
