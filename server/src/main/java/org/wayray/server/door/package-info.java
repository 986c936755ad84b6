/**
 * The front door of a server whose sessions are processes of their own: {@link org.wayray.server.door.FrontDoor} takes viewers in, finds
 * out by their token which session they are to see, and passes their messages on.
 */
@NullMarked
package org.wayray.server.door;

import org.jspecify.annotations.NullMarked;
