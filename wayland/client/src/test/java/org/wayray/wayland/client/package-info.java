/** Tests of the client's side against a server of literal words. */
@NullMarked
package org.wayray.wayland.client;

import org.jspecify.annotations.NullMarked;
