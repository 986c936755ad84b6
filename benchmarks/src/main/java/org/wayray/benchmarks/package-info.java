/**
 * What the parts of the picture's way cost, as JMH benchmarks; {@code bench} measures all of it from end to end. One command builds
 * and runs all, or those whose name matches:
 *
 * <pre>{@code
 * ./wayray bench kernels [NAME]
 * }</pre>
 *
 * <p>It says for each how often the same pixels could have been copied meanwhile: the benchmark {@code copy} of the same class and
 * parameters is the reference. Processor time is compared, not time that passed, for machines that do other things besides
 * ({@link org.wayray.benchmarks.ProcessorTime}). Allocated bytes must be none for compare, encode and decode but for the handles
 * that zstd's binding makes. All of JMH's own options are there too: {@code java -jar benchmarks/target/benchmarks.jar -h}. {@code
 * docs/performance.md} has the figures and how to read them.
 */
@NullMarked
package org.wayray.benchmarks;

import org.jspecify.annotations.NullMarked;
