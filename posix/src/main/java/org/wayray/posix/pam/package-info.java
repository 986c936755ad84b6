/**
 * Logging in, as the system's administrator has set it up: libpam. {@link org.wayray.posix.pam.PamTransaction} is the place to
 * start. Its modules run in the process that calls them, block, and may do anything to it; so it belongs into a process of its own.
 */
@NullMarked
package org.wayray.posix.pam;

import org.jspecify.annotations.NullMarked;
