/**
 * The selections of an X server as a {@link org.wayray.viewer.clipboard.DeskClipboard}, by the conventions of the ICCCM. Start
 * reading at {@link org.wayray.viewer.clipboard.x11.X11Clipboard}.
 */
@NullMarked
package org.wayray.viewer.clipboard.x11;

import org.jspecify.annotations.NullMarked;
