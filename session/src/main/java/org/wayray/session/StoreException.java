package org.wayray.session;

/** The store cannot do what was asked: its file is damaged, its disk is full, or another program has changed it. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what could not be done, as part of a sentence for an administrator */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param message what could not be done, as part of a sentence for an administrator */
    public StoreException(String message) {
        super(message);
    }
}
