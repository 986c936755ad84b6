package org.wayray.session;

/** What a session is for. */
public enum SessionKind {
    /** Asks who is there; nothing else can be started in it. */
    GREETER,
    /** The desktop of a user who logged in. */
    USER,
    /** A desktop for whoever shows the token; gone with its session. */
    ANONYMOUS,
    /** One application and nothing else. */
    KIOSK
}
