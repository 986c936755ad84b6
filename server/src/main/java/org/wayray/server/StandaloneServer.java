package org.wayray.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.posix.PosixException;
import org.wayray.posix.xkb.XkbException;
import org.wayray.transport.FrontDoorOptions;
import org.wayray.transport.QuicFrontDoor;
import org.wayray.transport.TlsIdentity;
import org.wayray.transport.ViewerCertificates;

/**
 * A server with one session in the same process. It owns the session's loop and thread, the port, the Wayland socket and the
 * application it started, and gives all of them back in {@link #close}. Thread-safe.
 */
public final class StandaloneServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StandaloneServer.class);

    private final StandaloneSession session;
    private final QuicFrontDoor frontDoor;
    private final @Nullable Application application;

    private StandaloneServer(StandaloneSession session, QuicFrontDoor frontDoor, @Nullable Application application) {
        this.session = session;
        this.frontDoor = frontDoor;
        this.application = application;
    }

    /**
     * Starts everything; when this returns, applications and viewers can connect.
     *
     * @throws ProgramException something that it needs cannot be used; nothing is left behind then
     */
    public static StandaloneServer start(StandaloneOptions options) {
        var doorOptions = doorOptions(options);
        var session = session(options.session());
        try {
            var frontDoor = open(doorOptions, session);
            try {
                return new StandaloneServer(session, frontDoor, application(options));
            } catch (RuntimeException e) {
                frontDoor.close();
                throw e;
            }
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Where viewers connect, with the real port. */
    public InetSocketAddress address() {
        return frontDoor.address();
    }

    /** Where applications connect. */
    public Path waylandSocket() {
        return session.waylandSocket();
    }

    /** Completes with the exit status when the application that was asked for ends; never if none was. */
    public CompletableFuture<Integer> applicationEnded() {
        return application == null ? new CompletableFuture<>() : application.ended();
    }

    /** Completes if the session fails and cannot go on: a bug of ours. The server is of no more use then. */
    public CompletableFuture<Void> sessionLost() {
        return session.lost();
    }

    /** Ends the session: its viewer is told and leaves, its applications are disconnected. The server runs on without it. */
    public void endSession() {
        session.end();
    }

    /** Ends application, session (its viewer is told) and viewers' connections, in this order, and waits for them. */
    @Override
    public void close() {
        if (application != null) {
            application.close();
        }
        session.close();
        frontDoor.close();
    }

    private static TlsIdentity identity(StandaloneOptions.Identity identity) {
        try {
            return switch (identity) {
                case StandaloneOptions.OwnIdentity(var directory) ->
                    TlsIdentity.loadOrCreate(directory, List.of("localhost", hostName()));
                case StandaloneOptions.GivenIdentity(var certificate, var key) -> TlsIdentity.load(certificate, key);
            };
        } catch (IOException e) {
            throw cannotStart(
                    "the server has no certificate to show",
                    e,
                    "name another place with --state-dir, or a certificate of your own with --cert and --key");
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            log.debug("this machine's name has no address", e);
            return "wayray";
        }
    }

    /** What of it is the front door's. */
    static FrontDoorOptions doorOptions(StandaloneOptions options) {
        var identity = identity(options.identity());
        var address =
                new InetSocketAddress(options.listen().host(), options.listen().port());
        if (address.isUnresolved()) {
            throw new ProgramException(
                    ExitStatus.CANNOT_START,
                    new Diagnostic(
                            "cannot listen on " + options.listen(),
                            "the name " + options.listen().host() + " has no address",
                            "give an address of this machine, such as 127.0.0.1 or 0.0.0.0"));
        }
        var doorOptions = FrontDoorOptions.of(address, identity);
        if (options.clientAuthority().isPresent()) {
            return doorOptions.withViewers(
                    viewerCertificates(options.clientAuthority().get()));
        }
        if (!address.getAddress().isLoopbackAddress()) {
            log.warn(
                    "every viewer that reaches {} gets this session: --client-ca lets in only those with a certificate",
                    options.listen());
        }
        return doorOptions;
    }

    private static ViewerCertificates viewerCertificates(Path authority) {
        try {
            return ViewerCertificates.issuedBy(authority);
        } catch (IOException e) {
            throw cannotStart(
                    "the authority of the viewers' certificates cannot be used", e, "give a PEM file with --client-ca");
        }
    }

    /** Starts a session in this process. */
    static StandaloneSession session(SessionOptions options) {
        try {
            return StandaloneSession.start(options);
        } catch (PosixException e) {
            throw cannotStart(
                    "the session cannot start",
                    e,
                    "if another server has the Wayland socket '" + options.socketName()
                            + "', choose a name with --socket NAME");
        } catch (XkbException e) {
            throw cannotStart("the session cannot start", e, remedy(e.reason()));
        }
    }

    static String remedy(XkbException.Reason reason) {
        return switch (reason) {
            case LIBRARY_MISSING -> "install libxkbcommon (Debian and Ubuntu: apt install libxkbcommon0)";
            case DATA_MISSING -> "install the keyboard descriptions (Debian and Ubuntu: apt install xkb-data)";
            case NAMES, TEXT ->
                "install the keyboard descriptions again: the usual layout is not among them\n"
                        + "(Debian and Ubuntu: apt install --reinstall xkb-data)";
        };
    }

    private static QuicFrontDoor open(FrontDoorOptions doorOptions, StandaloneSession session) {
        try {
            return QuicFrontDoor.open(doorOptions, session::receive);
        } catch (IOException e) {
            throw cannotStart(
                    "cannot open the front door",
                    e,
                    "choose another address with --listen HOST:PORT (port 0 takes a free one), or end the program\n"
                            + "that holds this one: ss -lunp shows it");
        }
    }

    private static @Nullable Application application(StandaloneOptions options) {
        return options.application().isEmpty()
                ? null
                : application(options.application().get(), options.session());
    }

    /** Starts a program in a session. */
    static Application application(String command, SessionOptions session) {
        try {
            var application = Application.start(command, session.runtimeDirectory(), session.socketName());
            application.ended().thenAccept(status -> log.info("'{}' ended with status {}", command, status));
            return application;
        } catch (IOException e) {
            throw cannotStart("cannot start '" + command + "'", e, "the program is started through /bin/sh");
        }
    }

    static ProgramException cannotStart(String what, Exception why, String remedy) {
        return new ProgramException(
                ExitStatus.CANNOT_START, new Diagnostic(what, String.valueOf(why.getMessage()), remedy), why);
    }
}
