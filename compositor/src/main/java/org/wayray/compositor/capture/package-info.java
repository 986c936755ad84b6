/**
 * Pictures of what an output shows, for screenshots and recorders. They are made from the composed scene and from nothing else,
 * so a locked session shows its lock; and only while somebody asks.
 *
 * <p>Confined to the session loop. Start reading at {@link org.wayray.compositor.capture.OutputPictures}, then
 * {@link org.wayray.compositor.capture.Captures}.
 */
@NullMarked
package org.wayray.compositor.capture;

import org.jspecify.annotations.NullMarked;
