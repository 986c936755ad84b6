/**
 * WLCS, Canonical's conformance suite for Wayland compositors, run against a compositor of ours in another process. {@link
 * org.wayray.conformance.wlcs.WlcsCommand} is the command, {@link org.wayray.conformance.wlcs.Wlcs} the suite made ready to run.
 * The module that the suite loads and the kept results are in {@code conformance/wlcs}, where a README says more.
 */
@NullMarked
package org.wayray.conformance.wlcs;

import org.jspecify.annotations.NullMarked;
