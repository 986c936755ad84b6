/**
 * Who may do what: {@link org.wayray.compositor.policy.ClientPolicy} decides which {@linkplain
 * org.wayray.compositor.policy.Privilege privileges} a client has, and so which globals it is offered. Knows nothing of the wire.
 */
@NullMarked
package org.wayray.compositor.policy;

import org.jspecify.annotations.NullMarked;
