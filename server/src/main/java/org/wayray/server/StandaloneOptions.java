package org.wayray.server;

import java.nio.file.Path;
import java.util.Optional;
import org.wayray.cli.Endpoint;
import org.wayray.compositor.clipboard.ClipboardOptions;
import org.wayray.compositor.policy.ClientPolicy;

/**
 * How a {@link StandaloneServer} behaves. Immutable.
 *
 * @param listen the UDP address; port 0 takes a free one
 * @param size of the session's output before any viewer, and with one that names no screens
 * @param runtimeDirectory where the Wayland socket is made
 * @param socketName the socket's name there
 * @param identity what the server shows to viewers
 * @param clientAuthority a PEM file; only viewers with a certificate of it are let in
 * @param policy which clients may do what
 * @param clipboard what may be shared with viewers
 * @param application a shell command to start in the session
 * @param traceWayland whether all Wayland traffic is written to standard error
 */
public record StandaloneOptions(
        Endpoint listen,
        OutputSize size,
        Path runtimeDirectory,
        String socketName,
        Identity identity,
        Optional<Path> clientAuthority,
        ClientPolicy policy,
        ClipboardOptions clipboard,
        Optional<String> application,
        boolean traceWayland) {
    /** With the clipboard shared as {@link ClipboardOptions#DEFAULT} says. */
    public StandaloneOptions(
            Endpoint listen,
            OutputSize size,
            Path runtimeDirectory,
            String socketName,
            Identity identity,
            Optional<Path> clientAuthority,
            ClientPolicy policy,
            Optional<String> application,
            boolean traceWayland) {
        this(
                listen,
                size,
                runtimeDirectory,
                socketName,
                identity,
                clientAuthority,
                policy,
                ClipboardOptions.DEFAULT,
                application,
                traceWayland);
    }

    /** Where the server's certificate comes from. */
    public sealed interface Identity {}

    /** The server's own, made in this directory when it is not there yet. */
    public record OwnIdentity(Path directory) implements Identity {}

    /** The site's. Both PEM. */
    public record GivenIdentity(Path certificate, Path key) implements Identity {}

    /** What of it is the session's. */
    SessionOptions session() {
        return new SessionOptions(
                size, runtimeDirectory, socketName, policy, clipboard, Optional.empty(), traceWayland);
    }
}
