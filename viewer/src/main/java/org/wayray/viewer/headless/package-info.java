/** The viewer without a window: {@link org.wayray.viewer.headless.HeadlessPresenter} keeps the picture for a file. */
@NullMarked
package org.wayray.viewer.headless;

import org.jspecify.annotations.NullMarked;
