/** Tests of the server, most of them with a client on the same loop; start at {@link ServerFixture}. */
@NullMarked
package org.wayray.wayland.server;

import org.jspecify.annotations.NullMarked;
