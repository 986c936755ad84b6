/**
 * Keymaps and keyboard state by libxkbcommon. Start reading at {@link org.wayray.posix.xkb.XkbContext}, then {@link
 * org.wayray.posix.xkb.XkbKeymap} and {@link org.wayray.posix.xkb.XkbState}.
 *
 * <p>Keys are given by their evdev code, as in wl_keyboard and linux/input-event-codes.h; the 8 that XKB adds stays inside.
 * All objects that come from one context belong to one thread: the library's counts of references are not atomic.
 */
@NullMarked
package org.wayray.posix.xkb;

import org.jspecify.annotations.NullMarked;
