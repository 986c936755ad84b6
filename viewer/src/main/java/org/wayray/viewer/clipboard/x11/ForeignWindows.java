package org.wayray.viewer.clipboard.x11;

import java.util.HashMap;
import java.util.Map;
import org.wayray.posix.xcb.XcbConnection;

/** Windows of others whose end and properties we are told of, each as long as anybody here cares. Confined to the loop. */
final class ForeignWindows {
    private final XcbConnection x;
    private final Map<Integer, Integer> users = new HashMap<>();

    ForeignWindows(XcbConnection x) {
        this.x = x;
    }

    /** Begins to care; whether there is such a window. */
    boolean watch(int window) {
        if (!users.containsKey(window)
                && !x.selectEvents(window, XcbConnection.PROPERTY_CHANGE | XcbConnection.STRUCTURE_NOTIFY)) {
            return false;
        }
        users.merge(window, 1, Integer::sum);
        return true;
    }

    /** Ceases to care; once for each {@link #watch} that said yes. */
    void unwatch(int window) {
        if (users.computeIfPresent(window, (key, count) -> count == 1 ? null : count - 1) == null) {
            x.selectEvents(window, 0);
        }
    }

    int count() {
        return users.size();
    }
}
