/**
 * The session's side of the clipboard that it shares with its viewer: offers go to and fro as lists of formats, and data follows when
 * somebody pastes. Nothing here waits, nothing that either side does makes it keep much, and {@link
 * org.wayray.compositor.clipboard.ClipboardOptions} says what is allowed.
 *
 * <p>Start reading at {@link org.wayray.compositor.clipboard.ViewerClipboard}.
 */
@NullMarked
package org.wayray.compositor.clipboard;

import org.jspecify.annotations.NullMarked;
