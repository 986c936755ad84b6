/**
 * What the parts of the picture's way cost. One command builds and runs all, or those whose name matches:
 *
 * <pre>{@code
 * ./mvnw -q -pl benchmarks -am -DskipTests package && java -jar benchmarks/target/benchmarks.jar [NAME] -prof gc \
 *     -prof org.wayray.benchmarks.ProcessorTime
 * }</pre>
 *
 * <p>{@code -prof gc} adds the bytes that each operation allocates, which for compare, encode and decode must be none but for
 * the handles that zstd's binding makes; the other one adds the processor time, for machines that do other things besides; {@code -rf
 * json} writes the results to a file. {@code docs/performance.md} has the figures and how to read them.
 */
@NullMarked
package org.wayray.benchmarks;

import org.jspecify.annotations.NullMarked;
