/** Tests of the wire format against literal bytes. */
@NullMarked
package org.wayray.wayland.wire;

import org.jspecify.annotations.NullMarked;
