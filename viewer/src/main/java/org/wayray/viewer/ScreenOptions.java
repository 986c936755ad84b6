package org.wayray.viewer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.protocol.Limits;
import org.wayray.protocol.v1.Screen;
import org.wayray.viewer.sdl.PresentationChoice;
import org.wayray.viewer.sdl.WindowOptions;
import org.wayray.viewer.sdl.WindowOptions.Coverage;
import org.wayray.viewer.sdl.WindowOptions.Scaling;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The part of the command line that says what the session is shown on: windows, monitors, or what stands in for them. */
final class ScreenOptions {
    private static final int UNITS_OF_SCALE = 120;
    private static final int LEAST_PERCENT = 50;
    private static final int MOST_PERCENT = 1000;

    @Option(names = "--fullscreen", description = "Begin as the whole screen.")
    private boolean fullscreen;

    @Option(
            names = "--all-monitors",
            description =
                    "Begin on all monitors: each shows a screen of the remote desktop, also one plugged in later.")
    private boolean allMonitors;

    @Option(
            names = "--monitor",
            paramLabel = "N",
            description = "Begin on that monitor, counted from 1 as the window system lists them.")
    private @Nullable Integer monitor;

    @Option(
            names = "--size",
            paramLabel = "WIDTHxHEIGHT",
            converter = Size.Converter.class,
            description = "Size of the window in pixels, which the remote desktop takes on and follows from then on."
                    + " Without it, the window covers most of its monitor.")
    private @Nullable Size size;

    @Option(
            names = "--scale",
            paramLabel = "PERCENT",
            converter = Percent.class,
            description = "How large things are in the remote desktop, from " + LEAST_PERCENT + " to " + MOST_PERCENT
                    + ", or auto for what this desktop uses. Default: auto; 100 where there is no window.")
    private @Nullable Integer scale120;

    @Option(
            names = "--scale-to-fit",
            description = "Let the remote desktop keep its size, and make its picture fit the window.")
    private boolean scaleToFit;

    @Option(
            names = "--remote-size",
            paramLabel = "WIDTHxHEIGHT",
            converter = Size.Converter.class,
            description = "With --scale-to-fit: the size to ask the remote desktop for.")
    private @Nullable Size remoteSize;

    @Option(
            names = "--screen",
            paramLabel = "WIDTHxHEIGHT[@PERCENT][+X+Y]",
            converter = HeadlessScreen.Converter.class,
            description =
                    "With --headless: a screen to show the remote desktop on; several make several. Screens without"
                            + " a place are side by side. The screenshot of each goes to a file with its number in the name.")
    private List<HeadlessScreen> headlessScreens = new ArrayList<>();

    /** What is wrong with these options together; null if nothing is. */
    @Nullable
    String conflict(boolean headless) {
        if (headless && (fullscreen || allMonitors || monitor != null || scaleToFit || remoteSize != null)) {
            return "--headless opens no window: of the options for windows, only --size and --scale make sense with it";
        }
        if (!headless && !headlessScreens.isEmpty()) {
            return "--screen needs --headless";
        }
        if (size != null && !headlessScreens.isEmpty()) {
            return "--size and --screen exclude each other";
        }
        if (headlessScreens.size() > Limits.SCREENS) {
            return "there can be " + Limits.SCREENS + " screens";
        }
        if (allMonitors && (scaleToFit || monitor != null)) {
            return "--all-monitors excludes --scale-to-fit and --monitor";
        }
        if (monitor != null && monitor < 1) {
            return "monitors are counted from 1";
        }
        return remoteSize != null && !scaleToFit ? "--remote-size needs --scale-to-fit" : null;
    }

    /** For windows. */
    WindowOptions forWindows(PresentationChoice presentation, boolean grabbing) {
        var coverage = allMonitors ? Coverage.ALL_MONITORS : fullscreen ? Coverage.MONITOR : Coverage.WINDOW;
        Scaling scaling = scaleToFit
                ? new Scaling.Fit(
                        remoteSize == null ? 0 : remoteSize.width(),
                        remoteSize == null ? 0 : remoteSize.height(),
                        headlessScale())
                : new Scaling.Follow(scale120 == null ? 0 : scale120);
        return new WindowOptions(
                coverage,
                monitor == null ? 0 : monitor,
                size == null ? 0 : size.width(),
                size == null ? 0 : size.height(),
                scaling,
                presentation,
                grabbing);
    }

    /** Without windows: what the session is to be made for; none to leave it as it is. */
    List<Screen> forNobody() {
        if (size != null) {
            return List.of(screen(1, size, headlessScale(), 0, 0));
        }
        var screens = new ArrayList<Screen>();
        int right = 0;
        for (var wanted : headlessScreens) {
            int x = wanted.placed() ? wanted.x() : right;
            int scale = wanted.scale120() == 0 ? headlessScale() : wanted.scale120();
            screens.add(screen(screens.size() + 1, wanted.size(), scale, x, wanted.y()));
            right = Math.max(right, x + wanted.size().width());
        }
        return screens;
    }

    private int headlessScale() {
        return scale120 == null || scale120 == 0 ? UNITS_OF_SCALE : scale120;
    }

    private static Screen screen(int id, Size size, int scale120, int x, int y) {
        return Screen.newBuilder()
                .setId(id)
                .setWidth(size.width())
                .setHeight(size.height())
                .setScale120(scale120)
                .setX(x)
                .setY(y)
                .setName("headless-" + id)
                .build();
    }

    /** Pixels. */
    private record Size(int width, int height) {
        private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");

        static Size parse(String text) {
            var matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not WIDTHxHEIGHT in pixels");
            }
            int width = Integer.parseInt(matcher.group(1));
            int height = Integer.parseInt(matcher.group(2));
            if (Math.max(width, height) > Framebuffer.MAX_SIZE) {
                throw new TypeConversionException(
                        "'" + text + "': a side has at most " + Framebuffer.MAX_SIZE + " pixels");
            }
            return new Size(width, height);
        }

        /** For picocli. */
        static final class Converter implements ITypeConverter<Size> {
            @Override
            public Size convert(String text) {
                return parse(text);
            }
        }
    }

    /** From percent to 1/120; auto is 0. */
    static final class Percent implements ITypeConverter<Integer> {
        private static final Pattern TEXT = Pattern.compile("(\\d{1,5})%?");

        @Override
        public Integer convert(String text) {
            return text.equals("auto") ? 0 : parse(text);
        }

        static int parse(String text) {
            var matcher = TEXT.matcher(text);
            int percent = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            if (percent < LEAST_PERCENT || percent > MOST_PERCENT) {
                throw new TypeConversionException(
                        "'" + text + "' is not a percentage from " + LEAST_PERCENT + " to " + MOST_PERCENT);
            }
            return Math.round(percent * UNITS_OF_SCALE / 100f);
        }
    }

    /**
     * A screen that only exists in the viewer's memory.
     *
     * @param scale120 0 if none was given
     * @param placed whether a place was given
     */
    private record HeadlessScreen(Size size, int scale120, boolean placed, int x, int y) {
        private static final Pattern TEXT =
                Pattern.compile("(\\d+x\\d+)(?:@(\\d+%?))?(?:([+-]\\d{1,5})([+-]\\d{1,5}))?");

        static HeadlessScreen parse(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not WIDTHxHEIGHT[@PERCENT][+X+Y]");
            }
            boolean placed = matcher.group(3) != null;
            return new HeadlessScreen(
                    Size.parse(matcher.group(1)),
                    matcher.group(2) == null ? 0 : Percent.parse(matcher.group(2)),
                    placed,
                    placed ? Integer.parseInt(matcher.group(3)) : 0,
                    placed ? Integer.parseInt(matcher.group(4)) : 0);
        }

        /** For picocli. */
        static final class Converter implements ITypeConverter<HeadlessScreen> {
            @Override
            public HeadlessScreen convert(String text) {
                return parse(text);
            }
        }
    }
}
