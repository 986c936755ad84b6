/**
 * The event loop that owns a session: descriptors, timers and posted tasks on one thread. Start reading at {@link
 * org.wayray.posix.event.EventLoop}.
 */
@NullMarked
package org.wayray.posix.event;

import org.jspecify.annotations.NullMarked;
