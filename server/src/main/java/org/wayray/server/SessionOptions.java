package org.wayray.server;

import java.nio.file.Path;
import java.util.Optional;
import org.wayray.compositor.clipboard.ClipboardOptions;
import org.wayray.compositor.policy.ClientPolicy;

/**
 * How one session behaves. Immutable.
 *
 * @param size of the session's output until a viewer names its own
 * @param runtimeDirectory where the Wayland socket is made
 * @param socketName the socket's name there
 * @param policy which clients may do what
 * @param clipboard what may be shared with viewers
 * @param viewerPort a Unix socket, to be made, on which another process of this user brings viewers
 * @param traceWayland whether all Wayland traffic is written to standard error
 */
record SessionOptions(
        OutputSize size,
        Path runtimeDirectory,
        String socketName,
        ClientPolicy policy,
        ClipboardOptions clipboard,
        Optional<Path> viewerPort,
        boolean traceWayland) {}
