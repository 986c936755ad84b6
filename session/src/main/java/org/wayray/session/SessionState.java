package org.wayray.session;

/** Where a session is in its life. */
public enum SessionState {
    /** Asked for; its processes are being started. */
    CREATED,
    /** A viewer shows it. */
    ACTIVE,
    /** Nobody looks: its applications go on, nothing is rendered or sent. */
    SUSPENDED,
    /** Over, for good. */
    DESTROYED;

    /** Whether a session may go from this state to that one; a session never goes to the state that it is in. */
    public boolean mayBecome(SessionState next) {
        return switch (this) {
            // straight to suspended: the viewer left while the session was being started
            case CREATED -> next != CREATED;
            case ACTIVE -> next == SUSPENDED || next == DESTROYED;
            case SUSPENDED -> next == ACTIVE || next == DESTROYED;
            case DESTROYED -> false;
        };
    }

    /** Whether the session has processes, or is about to. */
    public boolean isLive() {
        return this != DESTROYED;
    }
}
