package org.wayray.compositor.output;

import org.wayray.compositor.geometry.Scale;

/**
 * Where a viewer shows an output: a window or a monitor. Immutable.
 *
 * @param id the viewer's number for it; 0 if there is none
 * @param name what a person calls it; may be empty
 * @param x left edge in the viewer's own coordinates, of which only the order counts
 * @param y top edge, likewise
 * @param mode its pixels and its refresh, which the output takes over
 * @param scale what the output's scale is to be
 */
public record Screen(int id, String name, int x, int y, OutputMode mode, Scale scale) {}
