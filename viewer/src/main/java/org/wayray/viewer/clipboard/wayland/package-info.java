/**
 * The selections of a Wayland compositor that offers a data control protocol, as a
 * {@link org.wayray.viewer.clipboard.DeskClipboard}. Start reading at
 * {@link org.wayray.viewer.clipboard.wayland.WaylandClipboard}.
 */
@NullMarked
package org.wayray.viewer.clipboard.wayland;

import org.jspecify.annotations.NullMarked;
