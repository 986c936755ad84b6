/**
 * The program behind {@code ./wayray bench}; start with {@link org.wayray.benchmarks.bench.Bench}. A run of a workload starts a
 * server in a process of its own, an application in another ({@code application}), and in this one the real viewer without a
 * window ({@link org.wayray.benchmarks.bench.Desk}), which knows from the pictures themselves which one it sees ({@code film}).
 * Between viewer and server there may be a modelled line ({@code line}). A run writes what people read to standard error, and as
 * the last line of standard output one JSON object.
 */
@NullMarked
package org.wayray.benchmarks.bench;

import org.jspecify.annotations.NullMarked;
