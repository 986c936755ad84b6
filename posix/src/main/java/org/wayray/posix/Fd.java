package org.wayray.posix;

/** A file descriptor with one owner. */
public final class Fd {
    private Fd() {}
}
