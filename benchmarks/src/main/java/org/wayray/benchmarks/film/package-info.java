/**
 * What the end-to-end bench shows: pictures that follow from the count of ticks and of key presses alone, so that whoever sees
 * one knows what it should have been. Start with {@link org.wayray.benchmarks.film.Film}. The photographs are made up but have
 * what coders feel in real ones: edges, shading, texture at every scale, and the noise of a sensor.
 */
@NullMarked
package org.wayray.benchmarks.film;

import org.jspecify.annotations.NullMarked;
