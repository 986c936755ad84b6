package org.wayray.posix.xkb;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;

/** Whether libxkbcommon is on this machine. Any thread. */
final class XkbLibrary {
    private XkbLibrary() {}

    /** Loads the library, or says what to install. {@link LibXkbCommon} can be used after that. */
    static void require(String name) throws XkbException {
        require(
                name,
                "without it there are no keymaps, and no key reaches an application. "
                        + "Install it (Debian and Ubuntu: apt install libxkbcommon0; elsewhere: libxkbcommon).");
    }

    /** The same, for another library than the main one. */
    static void require(String name, String consequence) throws XkbException {
        try (var arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name, arena);
        } catch (IllegalArgumentException e) {
            var failure =
                    new XkbException(XkbException.Reason.LIBRARY_MISSING, name + " cannot be loaded: " + consequence);
            failure.initCause(e);
            throw failure;
        }
    }
}
