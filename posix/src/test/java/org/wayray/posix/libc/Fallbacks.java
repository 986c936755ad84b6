package org.wayray.posix.libc;

/** What operating systems without epoll and eventfd use, for tests on those that have them. */
public final class Fallbacks {
    private Fallbacks() {}

    /** A poller by poll(2). */
    public static Poller poller() {
        return new PollPoller();
    }

    /** A wake-up by a pipe. */
    public static WakeUp wakeUp() {
        return new PipeWakeUp(Os.current());
    }
}
