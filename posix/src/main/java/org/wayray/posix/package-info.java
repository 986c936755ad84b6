/**
 * What the operating system gives: descriptors, Unix sockets that carry them, shared memory. Start reading at {@link
 * org.wayray.posix.Fd}, then {@link org.wayray.posix.UnixSocket} and {@link org.wayray.posix.ClientMemory}.
 *
 * <p>No type here shows a native address or a memory segment. What differs between operating systems is behind one
 * interface in the package {@code libc}, which the module keeps to itself.
 */
@NullMarked
package org.wayray.posix;

import org.jspecify.annotations.NullMarked;
