/** What the operating system gives: descriptors, sockets that carry them, polling, shared memory. Start reading at {@link org.wayray.posix.Fd}. */
@NullMarked
package org.wayray.posix;

import org.jspecify.annotations.NullMarked;
