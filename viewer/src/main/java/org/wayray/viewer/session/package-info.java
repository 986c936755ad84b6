/**
 * The portable core of the viewer: connection, handshake, picture, input and reconnection, without a window system. Start
 * with {@link org.wayray.viewer.session.ViewerSession}; it shows itself through a
 * {@link org.wayray.viewer.session.Presenter} and lives on one thread, the owner of its
 * {@link org.wayray.viewer.session.ViewerLoop}.
 */
@NullMarked
package org.wayray.viewer.session;

import org.jspecify.annotations.NullMarked;
