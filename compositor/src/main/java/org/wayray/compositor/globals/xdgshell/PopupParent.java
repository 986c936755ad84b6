package org.wayray.compositor.globals.xdgshell;

import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;

/** What a popup can belong to: a window, another popup, or a surface of another shell. Called on the session loop. */
public interface PopupParent {

    Surface surface();

    /** What the user takes for the surface, as seen from its top left corner: popups are placed relative to it. */
    Rect<Logical> windowGeometry();

    /** The popups that belong to it. */
    Popups popups();
}
