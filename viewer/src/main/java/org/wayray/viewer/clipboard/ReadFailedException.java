package org.wayray.viewer.clipboard;

import java.io.IOException;

/** Data that was read through a stream did not come. Immutable. */
final class ReadFailedException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient ReadFailure failure;

    ReadFailedException(ReadFailure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    ReadFailure failure() {
        return failure;
    }
}
