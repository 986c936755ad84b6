/**
 * Windows and their management: where they lie, which one is active, what becomes of their requests to move, resize,
 * maximise; and the solver that places popups.
 *
 * <p>Knows surfaces and the seat but not the wire: {@code globals.xdgshell} translates. Start reading at {@link
 * org.wayray.compositor.wm.FloatingWindowManager}.
 */
@NullMarked
package org.wayray.compositor.wm;

import org.jspecify.annotations.NullMarked;
