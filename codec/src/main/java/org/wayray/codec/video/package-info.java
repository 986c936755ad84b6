/**
 * H.264 for pictures that move, by FFmpeg. Start reading at {@link org.wayray.codec.video.VideoEncoders} and
 * {@link org.wayray.codec.video.VideoStreams}, the two ends of a stream.
 *
 * <p>The library is loaded when the first encoder is looked for or the first picture is decoded, and not before: 0.4 s and 20 MB.
 * An encoder opens with its first picture, which takes four times as long as another; at 640x360 it has 9 MB then. A picture of
 * 640x360 is coded in some 2 ms and decoded in 1 ms, one of 1280x800 in 8 and 3 ms. {@code docs/performance.md} has the figures.
 */
@NullMarked
package org.wayray.codec.video;

import org.jspecify.annotations.NullMarked;
