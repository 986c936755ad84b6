package org.wayray.posix.xkb;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import org.wayray.posix.libc.NativeBuffer;

/**
 * Where keymaps come from: the keyboard descriptions of this machine. Confined to one thread.
 *
 * <p>The server's environment (XKB_DEFAULT_LAYOUT and its like) has no influence: a session's keyboard is its viewer's.
 */
public final class XkbContext implements AutoCloseable {
    private static final int NO_DEFAULT_INCLUDES = 1;
    private static final int NO_ENVIRONMENT_NAMES = 2;

    /** The library writes to the standard error; what is wrong with a keymap is no line of this program's. */
    private static final int LOG_LEVEL_CRITICAL = 10;

    private static final int NO_KEYSYM = 0;

    private final NativeReference forNames;
    private final NativeReference forText;

    private XkbContext(NativeReference forNames, NativeReference forText) {
        this.forNames = forNames;
        this.forText = forText;
    }

    /**
     * A context; the caller closes it. Keymaps made of it live on.
     *
     * @throws XkbException when the library or the descriptions of keyboards are not installed
     */
    public static XkbContext create() throws XkbException {
        XkbLibrary.require(LibXkbCommon.NAME);
        var forNames = context(NO_ENVIRONMENT_NAMES);
        try {
            return new XkbContext(forNames, context(NO_ENVIRONMENT_NAMES | NO_DEFAULT_INCLUDES));
        } catch (XkbException e) {
            forNames.close();
            throw e;
        }
    }

    private static NativeReference context(int flags) throws XkbException {
        var address = LibXkbCommon.xkb_context_new(flags);
        if (address.address() == 0) {
            throw new XkbException(
                    XkbException.Reason.DATA_MISSING,
                    "the descriptions of keyboards are missing: without them there are no keymaps. "
                            + "Install them (Debian and Ubuntu: apt install xkb-data; elsewhere: xkeyboard-config).");
        }
        LibXkbCommon.xkb_context_set_log_level(address, LOG_LEVEL_CRITICAL);
        return new NativeReference(address, LibXkbCommon::xkb_context_unref);
    }

    /** For keymaps by name: finds the descriptions of this machine. */
    MemorySegment forNames() {
        return forNames.address();
    }

    /** For keymaps whose include statements had better find no file. */
    MemorySegment forText() {
        return forText.address();
    }

    /** The keysym of a name, for example {@code Return} or {@code adiaeresis}. */
    public OptionalInt keysym(String name) {
        forNames.address();
        try (var arena = Arena.ofConfined()) {
            int keysym = LibXkbCommon.xkb_keysym_from_name(arena.allocateFrom(name), 0);
            return keysym == NO_KEYSYM ? OptionalInt.empty() : OptionalInt.of(keysym);
        }
    }

    /** The name of a keysym, for a person. */
    public String keysymName(int keysym) {
        forNames.address();
        var buffer = NativeBuffer.segment();
        int length = LibXkbCommon.xkb_keysym_get_name(keysym, buffer, NativeBuffer.SIZE);
        return length < 0 ? "keysym 0x" + Integer.toHexString(keysym) : buffer.getString(0);
    }

    /** The character that a keysym stands for, or empty. */
    public OptionalInt keysymCodePoint(int keysym) {
        forNames.address();
        int codePoint = LibXkbCommon.xkb_keysym_to_utf32(keysym);
        return codePoint == 0 ? OptionalInt.empty() : OptionalInt.of(codePoint);
    }

    /** How many contexts, keymaps and states of this process are open. A test that leaves more than it found has a leak. */
    public static int open() {
        return NativeReference.open();
    }

    /** Gives it back; idempotent. */
    @Override
    public void close() {
        forNames.close();
        forText.close();
    }
}
