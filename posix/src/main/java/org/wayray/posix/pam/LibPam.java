package org.wayray.posix.pam;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The functions of libpam that we use, under their own names, each wrapped once; what they do is in their manual pages. To be
 * touched after {@link PamTransaction} has found the library. Any thread, but a handle belongs to one.
 */
final class LibPam {
    static final String NAME = "libpam.so.0";

    /** {@code int conv(int count, const struct pam_message **, struct pam_response **, void *)}. */
    private static final FunctionDescriptor CONVERSATION =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);

    private static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup(NAME, Arena.global());
    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle CALLOC = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("calloc"), FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle FREE =
            LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS));

    private static final MethodHandle PAM_START =
            function("pam_start", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle PAM_START_CONFDIR =
            function("pam_start_confdir", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle PAM_END = function("pam_end", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle PAM_AUTHENTICATE = step("pam_authenticate");
    private static final MethodHandle PAM_ACCT_MGMT = step("pam_acct_mgmt");
    private static final MethodHandle PAM_CHAUTHTOK = step("pam_chauthtok");
    private static final MethodHandle PAM_SETCRED = step("pam_setcred");
    private static final MethodHandle PAM_OPEN_SESSION = step("pam_open_session");
    private static final MethodHandle PAM_CLOSE_SESSION = step("pam_close_session");
    private static final MethodHandle PAM_SET_ITEM =
            function("pam_set_item", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle PAM_GET_ITEM =
            function("pam_get_item", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle PAM_PUTENV =
            function("pam_putenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle PAM_GETENVLIST =
            function("pam_getenvlist", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle PAM_STRERROR =
            function("pam_strerror", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));

    private LibPam() {}

    /** What a conversation function does: see {@code pam_conv}. It must not throw. */
    interface Conversation {
        int converse(int count, MemorySegment messages, MemorySegment responses, MemorySegment data);
    }

    /** One of the calls that take a handle and flags and may talk to the person. */
    enum Step {
        AUTHENTICATE(PAM_AUTHENTICATE),
        ACCT_MGMT(PAM_ACCT_MGMT),
        CHAUTHTOK(PAM_CHAUTHTOK),
        SETCRED(PAM_SETCRED),
        OPEN_SESSION(PAM_OPEN_SESSION),
        CLOSE_SESSION(PAM_CLOSE_SESSION);

        private final MethodHandle handle;

        Step(MethodHandle handle) {
            this.handle = handle;
        }

        int call(MemorySegment pam, int flags) {
            try {
                return (int) handle.invokeExact(pam, flags);
            } catch (Throwable t) {
                throw unexpected(t);
            }
        }
    }

    private static MethodHandle step(String name) {
        return function(name, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), descriptor);
    }

    private static AssertionError unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new AssertionError("a foreign call was made with arguments it was not declared with", thrown);
    }

    /** A pointer by which C can call the conversation, as long as the arena is open. */
    static MemorySegment pointer(Conversation conversation, Arena arena) {
        try {
            var handle = MethodHandles.lookup()
                    .findVirtual(
                            Conversation.class,
                            "converse",
                            MethodType.methodType(
                                    int.class,
                                    int.class,
                                    MemorySegment.class,
                                    MemorySegment.class,
                                    MemorySegment.class));
            return LINKER.upcallStub(handle.bindTo(conversation), CONVERSATION, arena);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the method is above", e);
        }
    }

    /** Memory of the C library, all zero; NULL if there is none. */
    static MemorySegment calloc(long count, long size) {
        try {
            return (MemorySegment) CALLOC.invokeExact(count, size);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Gives memory of the C library back. */
    static void free(MemorySegment memory) {
        try {
            FREE.invokeExact(memory);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int pam_start(MemorySegment service, MemorySegment user, MemorySegment conversation, MemorySegment handle) {
        try {
            return (int) PAM_START.invokeExact(service, user, conversation, handle);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int pam_start_confdir(
            MemorySegment service,
            MemorySegment user,
            MemorySegment conversation,
            MemorySegment folder,
            MemorySegment handle) {
        try {
            return (int) PAM_START_CONFDIR.invokeExact(service, user, conversation, folder, handle);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int pam_end(MemorySegment pam, int status) {
        try {
            return (int) PAM_END.invokeExact(pam, status);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int pam_set_item(MemorySegment pam, int item, MemorySegment value) {
        try {
            return (int) PAM_SET_ITEM.invokeExact(pam, item, value);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int pam_get_item(MemorySegment pam, int item, MemorySegment value) {
        try {
            return (int) PAM_GET_ITEM.invokeExact(pam, item, value);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int pam_putenv(MemorySegment pam, MemorySegment variable) {
        try {
            return (int) PAM_PUTENV.invokeExact(pam, variable);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment pam_getenvlist(MemorySegment pam) {
        try {
            return (MemorySegment) PAM_GETENVLIST.invokeExact(pam);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static MemorySegment pam_strerror(MemorySegment pam, int error) {
        try {
            return (MemorySegment) PAM_STRERROR.invokeExact(pam, error);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
