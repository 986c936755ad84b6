/**
 * What a session tells the JDK's flight recorder: {@code org.wayray.Frame}, {@code org.wayray.Input} and {@code
 * org.wayray.Connection}. docs/statistics.md has the fields and how to take a recording.
 *
 * <p>The flight recorder is never loaded because of us: that takes a tenth of a second. Ask {@link
 * org.wayray.compositor.recording.FlightRecording} before touching an event.
 */
@NullMarked
package org.wayray.compositor.recording;

import org.jspecify.annotations.NullMarked;
