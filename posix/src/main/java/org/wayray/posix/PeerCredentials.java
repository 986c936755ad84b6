package org.wayray.posix;

/**
 * Who was at the other end of a Unix socket when it was connected, as the kernel says. Immutable.
 *
 * @param pid process; it may be gone, and its number another's
 * @param uid user, to be read as unsigned
 * @param gid group, to be read as unsigned
 */
public record PeerCredentials(int pid, int uid, int gid) {}
