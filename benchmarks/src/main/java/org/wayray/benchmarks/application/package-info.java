/**
 * The application of the end-to-end bench, in a process of its own: {@link org.wayray.benchmarks.application.FilmPlayer} shows a
 * film in a full screen window, as any Wayland client would.
 */
@NullMarked
package org.wayray.benchmarks.application;

import org.jspecify.annotations.NullMarked;
