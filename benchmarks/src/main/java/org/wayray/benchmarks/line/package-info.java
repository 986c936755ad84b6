/**
 * A long line between viewer and server, in user space: {@link org.wayray.benchmarks.line.Line} is a relay for datagrams that
 * behaves as {@link org.wayray.benchmarks.line.LineModel} says. It needs no privilege.
 */
@NullMarked
package org.wayray.benchmarks.line;

import org.jspecify.annotations.NullMarked;
