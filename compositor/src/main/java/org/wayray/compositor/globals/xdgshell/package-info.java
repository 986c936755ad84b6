/**
 * xdg_shell: windows and popups of applications. Translates between the protocol's objects and {@code wm}'s model; one class per
 * interface.
 *
 * <p>Start reading at {@link org.wayray.compositor.globals.xdgshell.XdgWmBase}, then {@code XdgSurface}.
 */
@NullMarked
package org.wayray.compositor.globals.xdgshell;

import org.jspecify.annotations.NullMarked;
