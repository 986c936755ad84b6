/**
 * What is copied at the desk and pasted in the session, and the other way. Start reading at
 * {@link org.wayray.viewer.clipboard.DeskClipboard}, which is what the desk has; data moves from a
 * {@link org.wayray.viewer.clipboard.Content} to a {@link org.wayray.viewer.clipboard.ByteSink}, at the speed of the slower of
 * the two and never as a whole.
 */
@NullMarked
package org.wayray.viewer.clipboard;

import org.jspecify.annotations.NullMarked;
