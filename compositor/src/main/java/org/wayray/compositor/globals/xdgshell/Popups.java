package org.wayray.compositor.globals.xdgshell;

import java.util.ArrayList;
import java.util.List;

/** The popups of one parent, the oldest first. Confined to the session loop. */
public final class Popups {
    private final List<XdgPopup> popups = new ArrayList<>();

    /** Of a parent that has none yet. */
    public Popups() {}

    void add(XdgPopup popup) {
        popups.add(popup);
    }

    void remove(XdgPopup popup) {
        popups.remove(popup);
    }

    /** Whether there are any that are not dismissed. */
    boolean hasOpen() {
        return popups.stream().anyMatch(popup -> !popup.isDismissed());
    }

    /** Dismisses all, the newest first: the parent is being unmapped. */
    public void dismissAll() {
        List.copyOf(popups).reversed().forEach(XdgPopup::dismiss);
    }

    /** The parent's place or size changed: the popups follow. */
    public void placeAgain() {
        popups.forEach(XdgPopup::placeAgain);
    }
}
