package org.wayray.compositor.fuzz;

import java.util.Random;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.fixture.SessionViewer;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.output.OutputMode;
import org.wayray.protocol.Channel;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.KeyboardFocus;
import org.wayray.protocol.v1.Keymap;
import org.wayray.protocol.v1.KeymapChange;
import org.wayray.protocol.v1.PointerAxis;
import org.wayray.protocol.v1.PointerButton;
import org.wayray.protocol.v1.PointerLeave;
import org.wayray.protocol.v1.PointerMotion;
import org.wayray.protocol.v1.RefreshRequest;
import org.wayray.protocol.v1.RelativeMotion;
import org.wayray.protocol.v1.StatisticsWanted;
import org.wayray.protocol.v1.ToSession;

/** Whoever sits before the session: points, clicks and types at random, comes and goes, and has a screen of any size. */
final class MadViewer {
    static final int WIDTH = 320;
    static final int HEIGHT = 240;

    private static final int FIXED = 256;
    private static final int[] BUTTONS = {0x110, 0x110, 0x110, 0x111, 0x112, 3};
    private static final int[] KEYS = {30, 31, 42, 29, 56, 15, 62, 58, 0, 9999};
    private static final int[] SCALES = {120, 120, 150, 180, 240};

    private final SessionFixture session;
    private final Random random;
    private SessionViewer viewer;
    private int timeMs;

    MadViewer(SessionFixture session, Random random) throws Exception {
        this.session = session;
        this.random = random;
        viewer = session.viewer();
    }

    SessionViewer viewer() {
        return viewer;
    }

    /** Does one thing and answers what. */
    String act() throws Exception {
        timeMs += 7;
        int what = random.nextInt(100);
        if (what < 40) {
            pointAt(random.nextInt(-20, WIDTH + 20), random.nextInt(-20, HEIGHT + 20));
            return "motion";
        } else if (what < 70) {
            button(BUTTONS[random.nextInt(BUTTONS.length)], random.nextInt(5) < 2);
            return "button";
        } else if (what < 85) {
            key(KEYS[random.nextInt(KEYS.length)], random.nextBoolean());
            return "key";
        } else if (what < 88) {
            send(ToSession.newBuilder()
                    .setPointerAxis(PointerAxis.newBuilder()
                            .setDy(random.nextInt(-3000, 3000))
                            .setV120Y(random.nextInt(-240, 240))
                            .setStop(random.nextInt(4) == 0)
                            .setTimeMs(timeMs)));
            return "axis";
        } else if (what == 88) {
            send(ToSession.newBuilder()
                    .setRelativeMotion(RelativeMotion.newBuilder()
                            .setDx(random.nextInt())
                            .setDy(random.nextInt(-3000, 3000))
                            .setTimeMs(timeMs)));
            return "push";
        } else if (what < 90) {
            send(ToSession.newBuilder().setPointerLeave(PointerLeave.getDefaultInstance()));
            return "leave";
        } else if (what < 92) {
            send(ToSession.newBuilder()
                    .setKeyboardFocus(KeyboardFocus.newBuilder().setFocused(random.nextBoolean())));
            return "focus";
        } else if (what < 94) {
            acknowledges(random.nextInt(3) != 0);
            return "acknowledge";
        } else if (what == 94) {
            viewer.send(Channel.DISPLAY, ToSession.newBuilder().setRefreshRequest(RefreshRequest.getDefaultInstance()));
            return "refresh";
        } else if (what == 95) {
            viewer = session.viewer();
            return "another viewer";
        } else if (what == 96) {
            viewer.close();
            return "no viewer";
        } else if (what == 97 && random.nextInt(3) == 0) {
            send(ToSession.newBuilder()
                    .setKeymapChange(KeymapChange.newBuilder()
                            .setKeymap(Keymap.newBuilder().setLayout(random.nextBoolean() ? "de" : "us"))));
            return "keymap";
        } else if (what == 98) {
            configure(random.nextInt(40, 400), random.nextInt(40, 300), SCALES[random.nextInt(SCALES.length)]);
            return "output";
        } else if (what == 99) {
            viewer.send(
                    Channel.CONTROL,
                    ToSession.newBuilder()
                            .setStatisticsWanted(StatisticsWanted.newBuilder().setWanted(random.nextBoolean())));
            return "statistics";
        }
        return "nothing";
    }

    /** A viewer that does not acknowledge, and one that does again. */
    private void acknowledges(boolean on) {
        viewer.acknowledges(on);
        if (on) {
            var frames = viewer.frames();
            if (!frames.isEmpty()) {
                viewer.acknowledge(frames.getLast().getSerial());
            }
        }
    }

    /** Brings a viewer that keeps up, and the screen of the beginning. */
    void comeToReason() throws Exception {
        viewer = session.viewer();
        configure(WIDTH, HEIGHT, 120);
    }

    /** Presses, or lifts, the left button somewhere. */
    void press(boolean pressed) {
        pointAt(random.nextInt(WIDTH), random.nextInt(HEIGHT));
        button(BUTTONS[0], pressed);
    }

    void pointAt(int x, int y) {
        send(ToSession.newBuilder()
                .setPointerMotion(PointerMotion.newBuilder()
                        .setOutput(1)
                        .setX(x * FIXED)
                        .setY(y * FIXED)
                        .setTimeMs(timeMs)));
    }

    void button(int button, boolean pressed) {
        send(ToSession.newBuilder()
                .setPointerButton(PointerButton.newBuilder()
                        .setButton(button)
                        .setPressed(pressed)
                        .setTimeMs(timeMs)));
    }

    void key(int key, boolean pressed) {
        send(ToSession.newBuilder()
                .setKey(Key.newBuilder().setCode(key).setPressed(pressed).setTimeMs(timeMs)));
    }

    private void send(ToSession.Builder message) {
        viewer.send(Channel.INPUT, message);
    }

    private void configure(int width, int height, int scale) throws Exception {
        session.compositor().configureOutput(new OutputMode(new Size<>(width, height), 60_000), new Scale(scale));
        session.settle();
    }
}
