/**
 * Conformance as commands: suites that others wrote, run against a session of ours and against compositors to compare with.
 * {@link org.wayray.conformance.Conformance} is the program behind {@code ./wayray conformance}.
 */
@NullMarked
package org.wayray.conformance;

import org.jspecify.annotations.NullMarked;
