/**
 * What both sides of a clipboard need, whoever they talk to: which formats an offer has and how one is made from another ({@link
 * org.wayray.clipboard.Formats}), and copied files that travel with their contents ({@link org.wayray.clipboard.FilePacker}, {@link
 * org.wayray.clipboard.ReceivedFiles}). What comes from a peer is never trusted.
 *
 * <p>Start reading at {@link org.wayray.clipboard.Formats}.
 */
@NullMarked
package org.wayray.clipboard;

import org.jspecify.annotations.NullMarked;
