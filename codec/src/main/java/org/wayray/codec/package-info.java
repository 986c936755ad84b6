/**
 * Pixels to bytes and back, without threads, sockets or clocks.
 *
 * <p>Pixels are heap {@code int[]} in 0xAARRGGBB order. What is coded is a framebuffer, which is opaque: alpha is not
 * coded, and a decoded pixel has alpha 255. Every coding here is lossless in the other 24 bits and stands on its own: it never
 * refers to an earlier picture, so a lost frame spoils nothing after it. The one that does neither, H.264, is in
 * {@link org.wayray.codec.video}.
 *
 * <p>Start reading at {@link org.wayray.codec.RegionEncoder} and {@link org.wayray.codec.RegionDecoder}; what to encode is
 * found by {@link org.wayray.codec.ChangeFinder}. {@link org.wayray.codec.PixelRegion} is the set of pixels that damage is
 * kept in. The bytes are described in {@code docs/protocol/codings.md}.
 */
@NullMarked
package org.wayray.codec;

import org.jspecify.annotations.NullMarked;
