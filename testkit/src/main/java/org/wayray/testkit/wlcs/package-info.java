/**
 * A compositor for WLCS, the conformance suite, driven from outside over a control socket: {@link
 * org.wayray.testkit.wlcs.WlcsServer} is the program, {@link org.wayray.testkit.wlcs.WlcsInstance} the compositor of one test. The
 * other side, and the protocol between them, is in {@code conformance/wlcs}.
 */
@NullMarked
package org.wayray.testkit.wlcs;

import org.jspecify.annotations.NullMarked;
