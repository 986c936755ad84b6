package org.wayray.posix.xkb;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What the keys of a keyboard mean. Immutable but for {@link #close}; confined to its context's thread, or, once the context is
 * closed, to any one thread that it is handed to. Making one takes some 10 ms.
 */
public final class XkbKeymap implements AutoCloseable {
    /** The longest text taken: several times what a keymap of four layouts has. */
    public static final int MOST_TEXT_BYTES = 512 * 1024;

    /** What XKB adds to evdev's codes. */
    static final int EVDEV_OFFSET = 8;

    /** How an include statement may lead to a file that describes no keyboard; the escape could hide the others. */
    private static final Pattern OTHER_FILES = Pattern.compile("\\\\|\\.\\./|[\"+|^][/%]");

    /** What leads to a file, or joins another to it. In a keymap that includes nothing there are many; it loses nothing. */
    private static final Pattern PARTS = Pattern.compile("include|augment|override|replace|[+|^]");

    /** Parsing a file takes about a millisecond, in which nothing else happens. */
    private static final int MOST_PARTS = 256;

    private static final int TEXT_V1 = 1;
    private static final int NO_FLAGS = 0;

    private final NativeReference reference;

    private XkbKeymap(MemorySegment address) {
        this.reference = new NativeReference(address, LibXkbCommon::xkb_keymap_unref);
    }

    /** Takes a reference that the library gave. */
    static XkbKeymap owning(MemorySegment address) {
        return new XkbKeymap(address);
    }

    MemorySegment address() {
        return reference.address();
    }

    /**
     * The keymap of that name; the caller closes it.
     *
     * @throws XkbException when this machine does not know the names
     */
    public static XkbKeymap fromNames(XkbContext context, XkbNames names) throws XkbException {
        try (var arena = Arena.ofConfined()) {
            var ruleNames = arena.allocate(ADDRESS, 5);
            ruleNames.setAtIndex(ADDRESS, 0, arena.allocateFrom(names.rules()));
            ruleNames.setAtIndex(ADDRESS, 1, arena.allocateFrom(names.model()));
            ruleNames.setAtIndex(ADDRESS, 2, arena.allocateFrom(names.layout()));
            ruleNames.setAtIndex(ADDRESS, 3, arena.allocateFrom(names.variant()));
            ruleNames.setAtIndex(ADDRESS, 4, arena.allocateFrom(names.options()));
            var address = LibXkbCommon.xkb_keymap_new_from_names(context.forNames(), ruleNames, NO_FLAGS);
            if (address.address() == 0) {
                throw new XkbException(
                        XkbException.Reason.NAMES, "this machine has no keymap for " + names + " (setxkbmap -print)");
            }
            return new XkbKeymap(address);
        }
    }

    /**
     * The keymap of a text, as wl_keyboard.keymap carries it; the caller closes it. The text may be a stranger's: it is
     * limited to {@link #MOST_TEXT_BYTES}, and what it includes it finds among the descriptions of keyboards or not at all; nor
     * does it find anything when it includes very much. wtype and others include most of theirs.
     *
     * @throws XkbException when it is none
     */
    public static XkbKeymap fromText(XkbContext context, String text) throws XkbException {
        // Each char has at least one byte: nothing is copied of a text that is too long anyway.
        byte[] bytes = text.length() > MOST_TEXT_BYTES ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MOST_TEXT_BYTES || text.indexOf('\0') >= 0) {
            throw new XkbException(
                    XkbException.Reason.TEXT,
                    "a keymap's text has 1 to " + MOST_TEXT_BYTES + " bytes, none of them 0; this one has "
                            + text.length() + " characters");
        }
        boolean finds = !OTHER_FILES.matcher(text).find()
                && PARTS.matcher(text).results().limit(MOST_PARTS + 1L).count() <= MOST_PARTS;
        var includes = finds ? context.forNames() : context.forText();
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            var address = LibXkbCommon.xkb_keymap_new_from_buffer(includes, buffer, bytes.length, TEXT_V1, NO_FLAGS);
            if (address.address() == 0) {
                throw new XkbException(XkbException.Reason.TEXT, "the text is not a keymap that libxkbcommon takes");
            }
            return new XkbKeymap(address);
        }
    }

    /** The whole keymap as text, for clients; they get it with a zero byte behind. */
    public String text() {
        var text = LibXkbCommon.xkb_keymap_get_as_string(reference.address(), TEXT_V1);
        if (text.address() == 0) {
            throw new IllegalStateException("libxkbcommon has no text for a keymap of its own");
        }
        try {
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } finally {
            LibXkbCommon.free(text);
        }
    }

    /** Whether a key that is held repeats; modifiers do not. */
    public boolean repeats(int evdevKey) {
        return LibXkbCommon.xkb_keymap_key_repeats(reference.address(), evdevKey + EVDEV_OFFSET) != 0;
    }

    /** How many layouts one can switch between. */
    public int layoutCount() {
        return LibXkbCommon.xkb_keymap_num_layouts(reference.address());
    }

    /** The name of a layout for a person, for example {@code German}; empty when it has none. */
    public String layoutName(int layout) {
        var name = LibXkbCommon.xkb_keymap_layout_get_name(reference.address(), layout);
        return name.address() == 0 ? "" : name.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** This keymap once more; the caller closes it. Each lives as long as it is not closed. */
    public XkbKeymap share() {
        return new XkbKeymap(LibXkbCommon.xkb_keymap_ref(reference.address()));
    }

    /** A keyboard with no key held; the caller closes it. It outlives this object. */
    public XkbState newState() {
        return new XkbState(LibXkbCommon.xkb_state_new(reference.address()));
    }

    /** Gives it back; idempotent. */
    @Override
    public void close() {
        reference.close();
    }
}
