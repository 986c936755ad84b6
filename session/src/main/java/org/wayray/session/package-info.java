/**
 * Which sessions there are, whose they are, and what state each is in. {@link org.wayray.session.SessionRegistry} is the place to
 * start: everything that happens to a session goes through it, and is in the {@link org.wayray.session.store} before anybody acts
 * on it.
 */
@NullMarked
package org.wayray.session;

import org.jspecify.annotations.NullMarked;
