package org.wayray.posix.xcb;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;

/** Whether the libraries of the X11 protocol are on this machine. Any thread. */
final class XcbLibrary {
    private XcbLibrary() {}

    /** Loads the libraries, or says what to install. {@link LibXcb} can be used after that. */
    static void require(String... names) throws XcbException {
        for (var name : names) {
            try (var arena = Arena.ofConfined()) {
                SymbolLookup.libraryLookup(name, arena);
            } catch (IllegalArgumentException e) {
                var failure = new XcbException(
                        XcbException.Reason.LIBRARY_MISSING,
                        name + " cannot be loaded. Install it (Debian and Ubuntu: apt install libxcb1 libxcb-xfixes0;"
                                + " elsewhere: libxcb).");
                failure.initCause(e);
                throw failure;
            }
        }
    }
}
