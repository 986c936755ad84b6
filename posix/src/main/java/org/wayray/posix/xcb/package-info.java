/**
 * X11 by libxcb, as far as selections need it. Start reading at {@link org.wayray.posix.xcb.XcbConnection}. The library is
 * optional: where it is missing, {@link org.wayray.posix.xcb.XcbConnection#open} says so.
 */
@NullMarked
package org.wayray.posix.xcb;

import org.jspecify.annotations.NullMarked;
