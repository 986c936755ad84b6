/**
 * How long frames take from a client's commit to the desk, and what they cost: {@link
 * org.wayray.viewer.statistics.StatisticsFile} writes it to a file, {@link org.wayray.viewer.statistics.RecentFigures} has what
 * the overlay shows. Both see frames as a {@link org.wayray.viewer.session.FrameObserver} and count them in a {@link
 * org.wayray.viewer.statistics.Period}. docs/statistics.md says what each figure is.
 */
@NullMarked
package org.wayray.viewer.statistics;

import org.jspecify.annotations.NullMarked;
