package org.wayray.posix.xkb;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of libxkbcommon that we use, under their own names, each wrapped once; what they do is in the library's
 * reference. To be touched after {@link XkbLibrary#require} only. Any thread, but an object of the library belongs to one.
 */
final class LibXkbCommon {
    static final String NAME = "libxkbcommon.so.0";

    private static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup(NAME, Arena.global());
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle FREE =
            LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS));

    private static final MethodHandle XKB_CONTEXT_NEW =
            function("xkb_context_new", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle XKB_CONTEXT_UNREF =
            function("xkb_context_unref", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle XKB_CONTEXT_SET_LOG_LEVEL =
            function("xkb_context_set_log_level", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    private static final MethodHandle XKB_KEYMAP_NEW_FROM_NAMES =
            function("xkb_keymap_new_from_names", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle XKB_KEYMAP_NEW_FROM_BUFFER = function(
            "xkb_keymap_new_from_buffer",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT));
    private static final MethodHandle XKB_KEYMAP_REF =
            function("xkb_keymap_ref", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle XKB_KEYMAP_UNREF =
            function("xkb_keymap_unref", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle XKB_KEYMAP_GET_AS_STRING =
            function("xkb_keymap_get_as_string", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle XKB_KEYMAP_KEY_REPEATS =
            function("xkb_keymap_key_repeats", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle XKB_KEYMAP_NUM_LAYOUTS =
            function("xkb_keymap_num_layouts", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle XKB_KEYMAP_LAYOUT_GET_NAME =
            function("xkb_keymap_layout_get_name", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle XKB_STATE_NEW =
            function("xkb_state_new", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle XKB_STATE_UNREF = function("xkb_state_unref", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle XKB_STATE_UPDATE_KEY =
            function("xkb_state_update_key", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle XKB_STATE_UPDATE_MASK = function(
            "xkb_state_update_mask",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle XKB_STATE_SERIALIZE_MODS =
            function("xkb_state_serialize_mods", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle XKB_STATE_SERIALIZE_LAYOUT =
            function("xkb_state_serialize_layout", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle XKB_STATE_KEY_GET_ONE_SYM =
            function("xkb_state_key_get_one_sym", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle XKB_STATE_KEY_GET_UTF8 =
            function("xkb_state_key_get_utf8", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle XKB_STATE_MOD_NAME_IS_ACTIVE =
            function("xkb_state_mod_name_is_active", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle XKB_KEYSYM_FROM_NAME =
            function("xkb_keysym_from_name", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle XKB_KEYSYM_GET_NAME =
            function("xkb_keysym_get_name", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle XKB_KEYSYM_TO_UTF32 =
            function("xkb_keysym_to_utf32", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private LibXkbCommon() {}

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), descriptor);
    }

    private static AssertionError unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new AssertionError("a foreign call was made with arguments it was not declared with", thrown);
    }

    /** Gives memory of the C library back. */
    static void free(MemorySegment memory) {
        try {
            FREE.invokeExact(memory);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xkb_context_new(int flags) {
        try {
            return (MemorySegment) XKB_CONTEXT_NEW.invokeExact(flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static void xkb_context_unref(MemorySegment context) {
        try {
            XKB_CONTEXT_UNREF.invokeExact(context);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static void xkb_context_set_log_level(MemorySegment context, int level) {
        try {
            XKB_CONTEXT_SET_LOG_LEVEL.invokeExact(context, level);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xkb_keymap_new_from_names(MemorySegment context, MemorySegment names, int flags) {
        try {
            return (MemorySegment) XKB_KEYMAP_NEW_FROM_NAMES.invokeExact(context, names, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xkb_keymap_new_from_buffer(
            MemorySegment context, MemorySegment buffer, long length, int format, int flags) {
        try {
            return (MemorySegment) XKB_KEYMAP_NEW_FROM_BUFFER.invokeExact(context, buffer, length, format, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xkb_keymap_ref(MemorySegment keymap) {
        try {
            return (MemorySegment) XKB_KEYMAP_REF.invokeExact(keymap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static void xkb_keymap_unref(MemorySegment keymap) {
        try {
            XKB_KEYMAP_UNREF.invokeExact(keymap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xkb_keymap_get_as_string(MemorySegment keymap, int format) {
        try {
            return (MemorySegment) XKB_KEYMAP_GET_AS_STRING.invokeExact(keymap, format);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_keymap_key_repeats(MemorySegment keymap, int key) {
        try {
            return (int) XKB_KEYMAP_KEY_REPEATS.invokeExact(keymap, key);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_keymap_num_layouts(MemorySegment keymap) {
        try {
            return (int) XKB_KEYMAP_NUM_LAYOUTS.invokeExact(keymap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xkb_keymap_layout_get_name(MemorySegment keymap, int layout) {
        try {
            return (MemorySegment) XKB_KEYMAP_LAYOUT_GET_NAME.invokeExact(keymap, layout);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment xkb_state_new(MemorySegment keymap) {
        try {
            return (MemorySegment) XKB_STATE_NEW.invokeExact(keymap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static void xkb_state_unref(MemorySegment state) {
        try {
            XKB_STATE_UNREF.invokeExact(state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_state_update_key(MemorySegment state, int key, int direction) {
        try {
            return (int) XKB_STATE_UPDATE_KEY.invokeExact(state, key, direction);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_state_update_mask(
            MemorySegment state,
            int depressed,
            int latched,
            int locked,
            int depressedLayout,
            int latchedLayout,
            int lockedLayout) {
        try {
            return (int) XKB_STATE_UPDATE_MASK.invokeExact(
                    state, depressed, latched, locked, depressedLayout, latchedLayout, lockedLayout);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_state_serialize_mods(MemorySegment state, int components) {
        try {
            return (int) XKB_STATE_SERIALIZE_MODS.invokeExact(state, components);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_state_serialize_layout(MemorySegment state, int components) {
        try {
            return (int) XKB_STATE_SERIALIZE_LAYOUT.invokeExact(state, components);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_state_key_get_one_sym(MemorySegment state, int key) {
        try {
            return (int) XKB_STATE_KEY_GET_ONE_SYM.invokeExact(state, key);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_state_key_get_utf8(MemorySegment state, int key, MemorySegment buffer, long size) {
        try {
            return (int) XKB_STATE_KEY_GET_UTF8.invokeExact(state, key, buffer, size);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_state_mod_name_is_active(MemorySegment state, MemorySegment name, int components) {
        try {
            return (int) XKB_STATE_MOD_NAME_IS_ACTIVE.invokeExact(state, name, components);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_keysym_from_name(MemorySegment name, int flags) {
        try {
            return (int) XKB_KEYSYM_FROM_NAME.invokeExact(name, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_keysym_get_name(int keysym, MemorySegment buffer, long size) {
        try {
            return (int) XKB_KEYSYM_GET_NAME.invokeExact(keysym, buffer, size);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int xkb_keysym_to_utf32(int keysym) {
        try {
            return (int) XKB_KEYSYM_TO_UTF32.invokeExact(keysym);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
