package org.wayray.compositor.capture;

import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Physical;

/**
 * One picture of a series.
 *
 * @param pixels to be read at once: they change with the next picture
 * @param changed what differs from the picture before in the series
 */
public record Picture(Framebuffer pixels, Region<Physical> changed) {}
