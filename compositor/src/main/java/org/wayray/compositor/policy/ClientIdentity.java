package org.wayray.compositor.policy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who a client is, as far as the server can know it. Immutable.
 *
 * @param pid the process that connected
 * @param program its executable when it connected, with all links resolved; empty when that cannot be seen
 * @param sandbox the sandbox it runs in, when it came through one's socket
 */
public record ClientIdentity(int pid, Optional<Path> program, Optional<SandboxContext> sandbox) {}
