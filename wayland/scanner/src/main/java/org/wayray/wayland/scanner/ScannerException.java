package org.wayray.wayland.scanner;

/** A protocol file cannot be turned into Java; the message says where and why. */
public final class ScannerException extends Exception {
    private static final long serialVersionUID = 1;

    ScannerException(String message) {
        super(message);
    }

    ScannerException(String message, Throwable cause) {
        super(message, cause);
    }
}
