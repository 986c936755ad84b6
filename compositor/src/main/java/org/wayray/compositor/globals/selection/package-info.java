/**
 * Selections beside the one of wl_data_device: the primary selection, and clipboard managers' view of both. All of them stand on
 * {@link org.wayray.compositor.seat.Selection}; sources and offers are the same in each protocol.
 *
 * <p>Start reading at {@link org.wayray.compositor.globals.selection.ZwpPrimarySelectionDeviceManagerV1}, then at
 * {@code DataControlDevice}.
 */
@NullMarked
package org.wayray.compositor.globals.selection;

import org.jspecify.annotations.NullMarked;
