package org.wayray.posix.xkb;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;

/** Whether libxkbcommon is on this machine. Any thread. */
final class XkbLibrary {
    private XkbLibrary() {}

    /** Loads the library, or says what to install. {@link LibXkbCommon} can be used after that. */
    static void require(String name) throws XkbException {
        try (var arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name, arena);
        } catch (IllegalArgumentException e) {
            var failure = new XkbException(
                    XkbException.Reason.LIBRARY_MISSING,
                    name + " cannot be loaded: without it there are no keymaps, and no key reaches an application. "
                            + "Install it (Debian and Ubuntu: apt install libxkbcommon0; elsewhere: libxkbcommon).");
            failure.initCause(e);
            throw failure;
        }
    }
}
