/**
 * The program {@code wrsrvd}. {@link org.wayray.server.StandaloneServer} is a server with one session in the same process:
 * start reading there. {@link org.wayray.server.Reception} greets viewers and leads them to the session.
 */
@NullMarked
package org.wayray.server;

import org.jspecify.annotations.NullMarked;
