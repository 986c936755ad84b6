/**
 * The C library, not exported: {@link org.wayray.posix.libc.Libc} holds the foreign functions, {@link
 * org.wayray.posix.libc.Os} is everything that differs between operating systems.
 *
 * <p>Convention of the whole package, the Linux kernel's own: a call that can fail returns a number that is not negative,
 * or the negated errno. Nothing is thrown and nothing allocated on the way; {@link org.wayray.posix.PosixException} is made
 * above this package, where it is known what the call was about.
 */
@NullMarked
package org.wayray.posix.libc;

import org.jspecify.annotations.NullMarked;
