package org.wayray.conformance.applications;

import java.nio.file.Path;
import java.util.Optional;
import org.wayray.testkit.Picture;

/** A compositor that programs run in. {@link #close} may find faults, which it throws as an {@link AssertionError}. */
interface Venue extends AutoCloseable {
    String name();

    /** What its clients get as {@code XDG_RUNTIME_DIR}. */
    Path runtimeDirectory();

    /** The file name of its socket there. */
    String display();

    /** Its X display, if it serves one. */
    Optional<String> xDisplay();

    /** What somebody in front of it sees, if that can be had. */
    Optional<Picture> picture();

    /** What was to be seen before there was any program. */
    Optional<Picture> background();

    @Override
    void close();
}
