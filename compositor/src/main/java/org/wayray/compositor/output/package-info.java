/**
 * What clients draw for: the outputs, each with its mode, scale and place in the scene, and the damage that is still to be
 * painted on it. A pure model, confined to the session loop. Start reading at {@link org.wayray.compositor.output.Output}.
 */
@NullMarked
package org.wayray.compositor.output;

import org.jspecify.annotations.NullMarked;
