package org.wayray.viewer.sdl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.lwjgl.sdl.SDLError;
import org.lwjgl.sdl.SDLHints;
import org.lwjgl.sdl.SDLInit;
import org.lwjgl.sdl.SDLVideo;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;

/** SDL's video part: its start, and what must be known about the machine for it. Stateless; SDL itself is one per process. */
final class SdlVideo {
    private static final String HEADLESS =
            "wrclient --headless --screenshot FILE --after SECONDS HOST:PORT needs no display";

    private SdlVideo() {}

    /**
     * Starts SDL.
     *
     * @param environment of the process: where the display is
     * @return the name of the video driver in use
     * @throws ProgramException there is no display
     */
    static String start(Map<String, String> environment) {
        boolean unix = !systemName().startsWith("Mac") && !systemName().startsWith("Windows");
        if (unix && !hasDisplay(environment)) {
            throw noDisplay("neither WAYLAND_DISPLAY nor DISPLAY is set", "start it from a graphical desktop");
        }
        // the JVM's own handlers end the program in good order
        SDLHints.SDL_SetHint(SDLHints.SDL_HINT_NO_SIGNAL_HANDLERS, "1");
        SDLHints.SDL_SetHint(SDLHints.SDL_HINT_APP_ID, "org.wayray.wrclient");
        SDLHints.SDL_SetHint(SDLHints.SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
        // a full-screen window that turns the desktop's compositor off makes it flicker on the way in and out
        SDLHints.SDL_SetHint(SDLHints.SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
        // the click that gives the window the focus is meant for what lies under the pointer
        SDLHints.SDL_SetHint(SDLHints.SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
        // without this the window's surface is a texture, drawn by llvmpipe where there is no GPU: 20 ms instead of 1
        SDLHints.SDL_SetHint(SDLHints.SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
        // Alt+Tab is the session's; whoever wants to leave has the menu for it
        SDLHints.SDL_SetHint(SDLHints.SDL_HINT_ALLOW_ALT_TAB_WHILE_GRABBED, "0");
        if (unix && !isSet(environment, "SDL_VIDEO_DRIVER")) {
            SDLHints.SDL_SetHint(SDLHints.SDL_HINT_VIDEO_DRIVER, drivers(environment));
        }
        if (isSet(environment, "DISPLAY")) {
            XErrors.survive();
        }
        if (!SDLInit.SDL_Init(SDLInit.SDL_INIT_VIDEO)) {
            throw noDisplay(
                    "the display " + displays(environment) + " cannot be used (SDL: " + SDLError.SDL_GetError() + ")",
                    "see whether it runs and lets this user in");
        }
        return String.valueOf(SDLVideo.SDL_GetCurrentVideoDriver());
    }

    /**
     * Whether this machine has a device that could be a GPU. Asked before anything of OpenGL is loaded, because on a machine
     * without one that would cost the start some tenths of a second.
     */
    static boolean mayHaveGpu() {
        if (!systemName().equals("Linux")) {
            return true;
        }
        if (Files.exists(Path.of("/dev/nvidiactl"))) {
            return true;
        }
        try (var devices = Files.newDirectoryStream(Path.of("/dev/dri"), "renderD*")) {
            return devices.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private static String systemName() {
        return System.getProperty("os.name", "");
    }

    private static boolean hasDisplay(Map<String, String> environment) {
        return isSet(environment, "WAYLAND_DISPLAY")
                || isSet(environment, "DISPLAY")
                || isSet(environment, "SDL_VIDEO_DRIVER");
    }

    /** Only displays that are there; X11 before Wayland where there is no GPU, because Wayland needs OpenGL for each frame. */
    private static String drivers(Map<String, String> environment) {
        boolean wayland = isSet(environment, "WAYLAND_DISPLAY");
        boolean x11 = isSet(environment, "DISPLAY");
        if (wayland && x11) {
            return mayHaveGpu() ? "wayland,x11" : "x11,wayland";
        }
        return wayland ? "wayland" : "x11";
    }

    private static String displays(Map<String, String> environment) {
        return Stream.of("WAYLAND_DISPLAY", "DISPLAY")
                .filter(name -> isSet(environment, name))
                .map(name -> name + "=" + environment.get(name))
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }

    private static ProgramException noDisplay(String why, String remedy) {
        return new ProgramException(
                ExitStatus.NO_DISPLAY, new Diagnostic("cannot open a window", why, remedy + "\n" + HEADLESS));
    }
}
