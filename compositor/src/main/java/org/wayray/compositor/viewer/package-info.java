/**
 * The session's side of an attached viewer: its input goes to the seat, the output's picture and the cursor go to it.
 *
 * <p>Confined to the session loop. Start reading at {@link org.wayray.compositor.viewer.AttachedViewer}.
 */
@NullMarked
package org.wayray.compositor.viewer;

import org.jspecify.annotations.NullMarked;
