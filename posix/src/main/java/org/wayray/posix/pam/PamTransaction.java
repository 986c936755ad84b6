package org.wayray.posix.pam;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One login, from the first question to the end of the session: libpam's handle. Confined to one thread, which its methods block
 * for as long as modules and the person take.
 */
public final class PamTransaction implements AutoCloseable {
    private static final int SERVICE_ERROR = 3;

    private static final int ITEM_USER = 2;
    private static final int ITEM_TTY = 3;
    private static final int ITEM_REMOTE_HOST = 4;

    private static final int ESTABLISH_CREDENTIALS = 0x2;
    private static final int DELETE_CREDENTIALS = 0x4;
    private static final int ONLY_IF_EXPIRED = 0x20;
    private static final int NO_EMPTY_PASSWORD = 0x1;

    private static final int MOST_VARIABLES = 1024;
    private static final int MOST_TEXT = 1 << 16;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment handle;
    private int last;
    private boolean closed;

    private PamTransaction(String service, String user, @Nullable Path folder, PamConversation person)
            throws PamException {
        var pointer = arena.allocate(ADDRESS);
        try {
            requireLibrary();
            // struct pam_conv { function, data }
            var conversation = arena.allocate(ADDRESS, 2);
            conversation.set(ADDRESS, 0, LibPam.pointer(new Conversation(person), arena));
            var name = arena.allocateFrom(service);
            var userName = user.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(user);
            last = folder == null
                    ? LibPam.pam_start(name, userName, conversation, pointer)
                    : LibPam.pam_start_confdir(
                            name, userName, conversation, arena.allocateFrom(folder.toString()), pointer);
            handle = pointer.get(ADDRESS, 0);
            if (last != 0) {
                throw new PamException(
                        PamResult.of(last), "the login service '" + service + "' cannot be started: " + reason(last));
            }
        } catch (PamException | RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Begins.
     *
     * @param service names the file in /etc/pam.d that says which modules are asked
     * @param user who wants to log in; empty: the modules ask
     * @param person whom the modules talk to
     * @throws PamException libpam is not there, or the service cannot be read
     */
    public static PamTransaction start(String service, String user, PamConversation person) throws PamException {
        return new PamTransaction(service, user, null, person);
    }

    /** The same, with the service's file in another folder than /etc/pam.d. */
    public static PamTransaction start(String service, String user, Path folder, PamConversation person)
            throws PamException {
        return new PamTransaction(service, user, folder, person);
    }

    /** Tells modules, and their logs, from where the person comes: a terminal's or display's name, and a host; empty: unknown. */
    public void comesFrom(String terminal, String host) throws PamException {
        set(ITEM_TTY, terminal);
        set(ITEM_REMOTE_HOST, host);
    }

    /** Sets a variable for modules, such as XDG_SESSION_TYPE. */
    public void setVariable(String name, String value) throws PamException {
        try (var call = Arena.ofConfined()) {
            check("set " + name, LibPam.pam_putenv(handle, call.allocateFrom(name + "=" + value)));
        }
    }

    /** Has the person prove who they are. */
    public void authenticate() throws PamException {
        step("authenticate", LibPam.Step.AUTHENTICATE, NO_EMPTY_PASSWORD);
    }

    /**
     * Checks that the account may be used now.
     *
     * @throws PamException with {@link PamResult#NEW_PASSWORD_REQUIRED}: {@link #changeExpiredPassword} can help
     */
    public void checkAccount() throws PamException {
        step("check the account", LibPam.Step.ACCT_MGMT, NO_EMPTY_PASSWORD);
    }

    /** Has the person choose a new password, because the old one has expired. */
    public void changeExpiredPassword() throws PamException {
        step("change the password", LibPam.Step.CHAUTHTOK, ONLY_IF_EXPIRED);
    }

    /** Opens the session: credentials, limits, directories, whatever modules do for one. */
    public void openSession() throws PamException {
        step("establish credentials", LibPam.Step.SETCRED, ESTABLISH_CREDENTIALS);
        try {
            step("open the session", LibPam.Step.OPEN_SESSION, 0);
        } catch (PamException e) {
            LibPam.Step.SETCRED.call(handle, DELETE_CREDENTIALS);
            throw e;
        }
    }

    /** Undoes {@link #openSession}. */
    public void closeSession() throws PamException {
        try {
            step("close the session", LibPam.Step.CLOSE_SESSION, 0);
        } finally {
            LibPam.Step.SETCRED.call(handle, DELETE_CREDENTIALS);
        }
    }

    /** Who is logging in; modules may have asked, or may have changed it. Empty before anybody knows. */
    public Optional<String> user() throws PamException {
        try (var call = Arena.ofConfined()) {
            var pointer = call.allocate(ADDRESS);
            check("tell the user", LibPam.pam_get_item(handle, ITEM_USER, pointer));
            var name = pointer.get(ADDRESS, 0);
            return name.address() == 0
                    ? Optional.empty()
                    : Optional.of(name.reinterpret(MOST_TEXT).getString(0));
        }
    }

    /** The variables that modules want the session to have. */
    public Map<String, String> variables() {
        var variables = new LinkedHashMap<String, String>();
        var list = LibPam.pam_getenvlist(handle);
        if (list.address() == 0) {
            return variables;
        }
        list = list.reinterpret(MOST_VARIABLES * ADDRESS.byteSize());
        for (int i = 0; i < MOST_VARIABLES; i++) {
            var entry = list.getAtIndex(ADDRESS, i);
            if (entry.address() == 0) {
                break;
            }
            var parts = entry.reinterpret(MOST_TEXT).getString(0).split("=", 2);
            if (parts.length == 2) {
                variables.put(parts[0], parts[1]);
            }
            LibPam.free(entry);
        }
        LibPam.free(list);
        return variables;
    }

    /** Ends the transaction, and tells modules how its last call went. An open session is not closed by this. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LibPam.pam_end(handle, last);
            arena.close();
        }
    }

    private void set(int item, String value) throws PamException {
        if (!value.isEmpty()) {
            try (var call = Arena.ofConfined()) {
                check("say where the person is", LibPam.pam_set_item(handle, item, call.allocateFrom(value)));
            }
        }
    }

    private void step(String what, LibPam.Step step, int flags) throws PamException {
        check(what, step.call(handle, flags));
    }

    private void check(String what, int code) throws PamException {
        last = code;
        if (code != 0) {
            throw new PamException(PamResult.of(code), "cannot " + what + ": " + reason(code));
        }
    }

    private static String reason(int code) {
        var text = LibPam.pam_strerror(MemorySegment.NULL, code);
        return text.address() == 0
                ? "code " + code
                : text.reinterpret(MOST_TEXT).getString(0);
    }

    private static void requireLibrary() throws PamException {
        try (var probe = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(LibPam.NAME, probe);
        } catch (IllegalArgumentException e) {
            var failure = new PamException(
                    PamResult.of(SERVICE_ERROR),
                    LibPam.NAME + " cannot be loaded: without it nobody can log in. "
                            + "Install it (Debian and Ubuntu: apt install libpam0g; elsewhere: linux-pam).");
            failure.initCause(e);
            throw failure;
        }
    }
}
