package org.wayray.server.door;

import java.nio.file.Path;

/**
 * How a front door runs its sessions. Immutable.
 *
 * @param launcher starts them
 * @param folder holds one folder for each of them, with its socket
 * @param user whose they are
 * @param mostSessions beyond which none is started for a new token
 */
public record SessionsOptions(SessionLauncher launcher, Path folder, String user, int mostSessions) {}
