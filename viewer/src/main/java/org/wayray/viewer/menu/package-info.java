/**
 * The on-screen menu of the viewer: {@link org.wayray.viewer.menu.ViewerMenu} holds the entries and which one is chosen,
 * {@link org.wayray.viewer.menu.MenuLayout} says where they are, {@link org.wayray.viewer.menu.MenuPainter} draws them. Whoever has
 * something to offer makes a {@link org.wayray.viewer.menu.MenuEntry} and adds it; none of this knows SDL.
 */
@NullMarked
package org.wayray.viewer.menu;

import org.jspecify.annotations.NullMarked;
