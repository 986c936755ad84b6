/**
 * What the viewer says about itself on the screen: {@link org.wayray.viewer.status.StatusPage} holds the words,
 * {@link org.wayray.viewer.status.StatusPainter} draws them.
 */
@NullMarked
package org.wayray.viewer.status;

import org.jspecify.annotations.NullMarked;
