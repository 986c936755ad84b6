package org.wayray.benchmarks.film;

/**
 * Which picture of a film.
 *
 * @param tick how often the content has moved on
 * @param keys how often a key was pressed
 */
public record Moment(int tick, int keys) {}
