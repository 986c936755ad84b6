package org.wayray.compositor.seat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.wayray.compositor.scene.Surface;

/**
 * The chain of popups that hold an explicit grab: a menu, its submenu and so on.
 *
 * <p>Confined to the session loop. While the chain is not empty its topmost popup has the keyboard, the pointer enters only
 * surfaces of its client, and a press anywhere else dismisses all. Source: xdg_popup.grab.
 */
public final class PopupGrabs {

    /** A popup as the seat sees it. */
    public interface Popup {
        Surface surface();

        /** Unmaps it and tells its client; it has left the chain already. */
        void dismiss();
    }

    private final Deque<Popup> chain = new ArrayDeque<>();
    private final Runnable changed;
    private boolean refusing;

    /** @param changed runs after the chain's topmost popup became another one */
    PopupGrabs(Runnable changed) {
        this.changed = changed;
    }

    public boolean isActive() {
        return !chain.isEmpty();
    }

    /** The popup that has the keyboard. */
    public Optional<Popup> topmost() {
        return Optional.ofNullable(chain.peekLast());
    }

    public boolean holds(Popup popup) {
        return chain.contains(popup);
    }

    /** Whether the pointer may enter {@code surface}. */
    boolean admits(Surface surface) {
        return chain.isEmpty() || chain.peekLast().surface().client().equals(surface.client());
    }

    /** Adds a popup on top. Whatever grabs of another client there are end. */
    public void add(Popup popup) {
        if (refusing) {
            popup.dismiss();
            return;
        }
        if (!admits(popup.surface())) {
            dismissAll();
        }
        chain.addLast(popup);
        changed.run();
    }

    /** Takes a popup out, and dismisses those above it. */
    public void remove(Popup popup) {
        if (chain.contains(popup)) {
            dismissAbove(popup);
            chain.remove(popup);
            changed.run();
        }
    }

    /** Dismisses all popups, and those that come from now on at once; or takes popups again. */
    void refuse(boolean on) {
        refusing = on;
        if (on) {
            dismissAll();
        }
    }

    /** Dismisses all popups, the topmost first. */
    public void dismissAll() {
        if (!chain.isEmpty()) {
            while (!chain.isEmpty()) {
                chain.removeLast().dismiss();
            }
            changed.run();
        }
    }

    private void dismissAbove(Popup popup) {
        while (!chain.isEmpty() && !popup.equals(chain.peekLast())) {
            chain.removeLast().dismiss();
        }
    }
}
