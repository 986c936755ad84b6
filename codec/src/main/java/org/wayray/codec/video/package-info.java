/**
 * H.264 for pictures that move, by FFmpeg. Start reading at {@link org.wayray.codec.video.VideoEncoders} and
 * {@link org.wayray.codec.video.VideoStreams}, the two ends of a stream.
 *
 * <p>The library is loaded when the first encoder is looked for or the first picture is decoded, and not before.
 */
@NullMarked
package org.wayray.codec.video;

import org.jspecify.annotations.NullMarked;
