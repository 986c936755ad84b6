/**
 * The program {@code wrclient}. {@link org.wayray.viewer.WrClient} reads the command line and puts the parts together: the
 * session's core ({@code session}), the network ({@link org.wayray.viewer.QuicServer}), and a window ({@code sdl}) or none
 * ({@code headless}).
 */
@NullMarked
package org.wayray.viewer;

import org.jspecify.annotations.NullMarked;
