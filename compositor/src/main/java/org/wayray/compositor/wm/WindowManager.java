package org.wayray.compositor.wm;

import java.util.Optional;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.seat.InputPolicy;
import org.wayray.compositor.seat.Press;

/**
 * The policy: decides what becomes of windows and of their requests. Called on the session loop.
 *
 * <p>Requests are only passed on when the protocol allows them: the serial that a client shows for a move or a resize has been
 * checked.
 */
public interface WindowManager extends InputPolicy {

    /** A client sets up a window and waits for its first configure. */
    void started(Window window);

    /** A window has content for the first time, or again: it needs a place. */
    void mapped(Window window);

    /** A window has no content any more, or is gone. Its properties are still there. */
    void unmapped(Window window);

    /** The client of a mapped window committed: state and size may be others. */
    void committed(Window window);

    /** A client asks to be maximised, or no longer; it must get a configure whatever is decided. */
    void maximizeRequested(Window window, boolean on);

    /** A client asks to fill an output, or no longer; it must get a configure whatever is decided. */
    void fullscreenRequested(Window window, boolean on, Optional<Output> output);

    void minimizeRequested(Window window);

    /** The user chose a window, or a program that has the user's attention passed it on to the window. */
    void activate(Window window);

    /** A window would like to have the user's attention, which it may not take. */
    void attentionRequested(Window window);

    /** The user drags the window by what is pressed on one of its client's surfaces. */
    void moveRequested(Window window, Press press);

    /** The user drags an edge or corner by what is pressed on one of the client's surfaces. */
    void resizeRequested(Window window, Direction edges, Press press);

    /**
     * What the popups of a surface are kept inside of, in the scene.
     *
     * @param parent a window, a part of the shell, or a popup of either
     */
    Rect<Logical> popupBounds(Surface parent);

    /** Outputs came, went or changed. */
    void outputsChanged();
}
