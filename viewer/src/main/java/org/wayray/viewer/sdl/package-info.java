/**
 * The viewer in a window, by SDL 3 through LWJGL. Start with {@link org.wayray.viewer.sdl.SdlPresenter}: it owns the thread
 * on which everything here runs. A {@link org.wayray.viewer.sdl.Canvas} puts pixels into the window, in software or by the GPU.
 */
@NullMarked
package org.wayray.viewer.sdl;

import org.jspecify.annotations.NullMarked;
