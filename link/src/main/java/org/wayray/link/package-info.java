/**
 * A viewer's connection to a session as messages with back-pressure. The session and the viewer know only this package; what
 * carries the messages is a memory queue ({@link org.wayray.link.InProcessLink}), or a network in the transport module.
 *
 * <p>Start reading at {@link org.wayray.link.Link}.
 */
@NullMarked
package org.wayray.link;

import org.jspecify.annotations.NullMarked;
