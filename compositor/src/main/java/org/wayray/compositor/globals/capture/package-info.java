/**
 * Screenshots and recordings: zwlr_screencopy and ext_image_copy_capture over the pictures of
 * {@link org.wayray.compositor.capture}.
 *
 * <p>Start reading at {@link org.wayray.compositor.globals.capture.ZwlrScreencopyManagerV1}.
 */
@NullMarked
package org.wayray.compositor.globals.capture;

import org.jspecify.annotations.NullMarked;
