/**
 * Locking of the session. {@link org.wayray.compositor.globals.sessionlock.ExtSessionLockManagerV1} is the global; what a lock means is in
 * {@link org.wayray.compositor.wm.SessionLock}.
 */
@NullMarked
package org.wayray.compositor.globals.sessionlock;

import org.jspecify.annotations.NullMarked;
