package org.wayray.viewer.sdl;

import org.lwjgl.sdl.SDL_EventFilter;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.linux.X11;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an X server's complaint from ending the process, which is what Xlib does with one that nobody handles. SDL asks the server about
 * windows of the window manager that may be gone by then, above all while the viewer closes; it does well without the answer.
 */
final class XErrors {
    /** Of struct XErrorEvent on machines of 64 bits: error_code and request_code. */
    private static final int ERROR_CODE = 32;

    private static final int REQUEST_CODE = 33;

    private static final Logger log = LoggerFactory.getLogger(XErrors.class);

    /** A function of two pointers, as Xlib wants it; what it returns does not matter. Never freed: Xlib keeps it. */
    private static final SDL_EventFilter HANDLER = SDL_EventFilter.create((display, error) -> {
        log.debug(
                "The X server refused request {} with error {}",
                Byte.toUnsignedInt(MemoryUtil.memGetByte(error + REQUEST_CODE)),
                Byte.toUnsignedInt(MemoryUtil.memGetByte(error + ERROR_CODE)));
        return false;
    });

    private XErrors() {}

    /** To be called before SDL starts, which hands on what it does not handle. Does nothing where there is no Xlib. */
    static void survive() {
        try {
            long setHandler = X11.getLibrary().getFunctionAddress("XSetErrorHandler");
            if (setHandler != MemoryUtil.NULL) {
                JNI.callPP(HANDLER.address(), setHandler);
            }
        } catch (UnsatisfiedLinkError e) {
            log.debug("No Xlib: {}", e.getMessage());
        }
    }
}
