/**
 * Away or not: {@link org.wayray.compositor.globals.idle.ExtIdleNotifierV1} tells, and
 * {@link org.wayray.compositor.globals.idle.ZwpIdleInhibitManagerV1} prevents. What they mean is in
 * {@link org.wayray.compositor.seat.Idleness}.
 */
@NullMarked
package org.wayray.compositor.globals.idle;

import org.jspecify.annotations.NullMarked;
