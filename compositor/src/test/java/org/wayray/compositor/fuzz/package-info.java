/**
 * Clients that send valid requests without sense to everything that a session offers, as the descriptions of the protocols have
 * it: a new global is tried as soon as it is registered. Start reading at {@link org.wayray.compositor.fuzz.FuzzTest}.
 */
@NullMarked
package org.wayray.compositor.fuzz;

import org.jspecify.annotations.NullMarked;
