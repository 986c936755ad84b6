/** Links between two processes of one machine: {@link org.wayray.link.unix.UnixLink}. */
@NullMarked
package org.wayray.link.unix;

import org.jspecify.annotations.NullMarked;
