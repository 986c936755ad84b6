/**
 * The protocol of the desktop's own parts, as panels and launchers. {@link org.wayray.compositor.globals.layershell.ZwlrLayerShellV1}
 * is the global; what the parts mean is in {@link org.wayray.compositor.wm.LayerShell}.
 */
@NullMarked
package org.wayray.compositor.globals.layershell;

import org.jspecify.annotations.NullMarked;
