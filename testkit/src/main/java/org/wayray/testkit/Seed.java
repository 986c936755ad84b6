package org.wayray.testkit;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random values that can be had again. A test makes its generator with {@link #fresh} and puts the seed into its failure
 * messages; with {@code -Dwayray.seed=NUMBER} the run is repeated.
 *
 * @param value the seed
 */
public record Seed(long value) {
    /** A new seed, or the one that was asked for on the command line. */
    public static Seed fresh() {
        var asked = Long.getLong("wayray.seed");
        return new Seed(asked != null ? asked : System.nanoTime());
    }

    /** A generator that starts from this seed. */
    public RandomGenerator generator() {
        return new SplittableRandom(value);
    }

    /** Says how to repeat the run. */
    @Override
    public String toString() {
        return "seed " + value + " (repeat with -Dwayray.seed=" + value + ")";
    }
}
