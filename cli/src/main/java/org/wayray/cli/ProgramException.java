package org.wayray.cli;

import org.jspecify.annotations.Nullable;

/** Ends a program with a {@link Diagnostic} and an {@link ExitStatus}; no stack trace is shown for it. */
public final class ProgramException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Diagnostic diagnostic;
    private final ExitStatus status;

    public ProgramException(ExitStatus status, Diagnostic diagnostic) {
        this(status, diagnostic, null);
    }

    /** @param cause kept for the debug log, not shown to the user */
    public ProgramException(ExitStatus status, Diagnostic diagnostic, @Nullable Throwable cause) {
        super(diagnostic.what(), cause);
        this.diagnostic = diagnostic;
        this.status = status;
    }

    public Diagnostic diagnostic() {
        return diagnostic;
    }

    public ExitStatus status() {
        return status;
    }
}
