package org.wayray.compositor.viewer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.output.Screen;
import org.wayray.protocol.Limits;
import org.wayray.protocol.PeerText;
import org.wayray.protocol.ProtocolViolation;

/**
 * Reads the screens that a viewer says it has: what contradicts itself is refused, and sizes, scales and rates are brought to the
 * nearest that a session can show.
 */
public final class ScreenList {
    /** Half the pixels, and eight for one. */
    private static final int LEAST_SCALE = 60;

    private static final int MOST_SCALE = 960;

    private static final int DEFAULT_REFRESH = 60_000;
    private static final int LEAST_REFRESH = 24_000;

    /** Programs that draw more often than this cost more than anybody sees from afar. */
    private static final int MOST_REFRESH = 144_000;

    /** Places farther away than this are taken for this far. */
    private static final int FARTHEST = 1 << 20;

    private ScreenList() {}

    /** @throws ProtocolViolation if there are too many, or they cannot be told apart */
    public static List<Screen> read(List<org.wayray.protocol.v1.Screen> said) throws ProtocolViolation {
        if (said.size() > Limits.SCREENS) {
            throw new ProtocolViolation(said.size() + " screens, where at most " + Limits.SCREENS + " are allowed");
        }
        Set<Integer> ids = new HashSet<>();
        List<Screen> screens = new ArrayList<>();
        for (var screen : said) {
            if (!ids.add(screen.getId())) {
                throw new ProtocolViolation("two screens with the id " + Integer.toUnsignedString(screen.getId()));
            }
            int nameLength = screen.getName().getBytes(StandardCharsets.UTF_8).length;
            if (nameLength > Limits.SCREEN_NAME) {
                throw new ProtocolViolation("a screen's name of " + nameLength + " bytes, where at most "
                        + Limits.SCREEN_NAME + " are allowed");
            }
            screens.add(read(screen));
        }
        return fitted(screens);
    }

    private static Screen read(org.wayray.protocol.v1.Screen said) {
        return new Screen(
                said.getId(),
                PeerText.readable(said.getName()),
                Math.clamp(said.getX(), -FARTHEST, FARTHEST),
                Math.clamp(said.getY(), -FARTHEST, FARTHEST),
                new OutputMode(
                        new Size<>(side(said.getWidth()), side(said.getHeight())),
                        orElse(said.getRefreshMhz(), DEFAULT_REFRESH, LEAST_REFRESH, MOST_REFRESH)),
                new Scale(orElse(said.getScale120(), Scale.ONE.in120ths(), LEAST_SCALE, MOST_SCALE)));
    }

    private static int side(int said) {
        return orElse(said, OutputMode.LEAST_SIDE, OutputMode.LEAST_SIDE, OutputMode.MOST_SIDE);
    }

    private static int orElse(int said, int ifZero, int least, int most) {
        return said == 0 ? ifZero : (int) Math.clamp(Integer.toUnsignedLong(said), least, most);
    }

    /** All of them smaller, if together they are more than a session has the memory for. */
    private static List<Screen> fitted(List<Screen> screens) {
        long pixels =
                screens.stream().mapToLong(screen -> screen.mode().pixels()).sum();
        if (pixels <= OutputMode.MOST_PIXELS) {
            return screens;
        }
        double factor = Math.sqrt((double) OutputMode.MOST_PIXELS / pixels);
        return screens.stream()
                .map(screen -> new Screen(
                        screen.id(),
                        screen.name(),
                        screen.x(),
                        screen.y(),
                        new OutputMode(
                                smaller(screen.mode().size(), factor),
                                screen.mode().refreshMilliHertz()),
                        screen.scale()))
                .toList();
    }

    private static Size<Physical> smaller(Size<Physical> size, double factor) {
        return new Size<>(
                Math.max(OutputMode.LEAST_SIDE, (int) (size.width() * factor)),
                Math.max(OutputMode.LEAST_SIDE, (int) (size.height() * factor)));
    }
}
