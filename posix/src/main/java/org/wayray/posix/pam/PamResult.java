package org.wayray.posix.pam;

/** What a call of libpam came to, by the numbers of Linux-PAM; those that we treat alike are {@link #OTHER}. */
public enum PamResult {
    /** Done. */
    SUCCESS(0),
    /** Not allowed. */
    PERMISSION_DENIED(6),
    /** Wrong password, or whatever proof was asked for. */
    AUTHENTICATION_FAILED(7),
    /** The modules cannot reach what knows the passwords. */
    AUTHENTICATION_UNAVAILABLE(9),
    /** There is no such user. */
    USER_UNKNOWN(10),
    /** Too many attempts in this transaction. */
    TOO_MANY_TRIES(11),
    /** The password has expired: it has to be changed. */
    NEW_PASSWORD_REQUIRED(12),
    /** The account has expired or is locked. */
    ACCOUNT_EXPIRED(13),
    /** The session cannot be opened or closed. */
    SESSION_FAILED(14),
    /** The person gave up, or could not be asked. */
    CONVERSATION_FAILED(19),
    /** The new password was not accepted. */
    PASSWORD_NOT_CHANGED(20),
    /** Not now. */
    TRY_AGAIN(24),
    /** A module wants everything to end. */
    ABORT(26),
    /** Anything else: mostly a mistake in the configuration. */
    OTHER(-1);

    private final int code;

    PamResult(int code) {
        this.code = code;
    }

    static PamResult of(int code) {
        for (var result : values()) {
            if (result.code == code) {
                return result;
            }
        }
        return OTHER;
    }
}
