package org.wayray.compositor.globals.selection;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.seat.DataSource;
import org.wayray.posix.Fd;
import org.wayray.wayland.wire.WireFd;

/**
 * A client's right to read a selection, until it is another one. After that nothing is read: the descriptor is closed. Confined
 * to the session loop.
 */
final class SelectionOffer {
    private final int id;
    private @Nullable DataSource source;

    /** @param id of the client's object */
    SelectionOffer(int id, DataSource source) {
        this.id = id;
        this.source = source;
    }

    int id() {
        return id;
    }

    void receive(String mimeType, WireFd target) {
        if (source != null) {
            source.send(mimeType, target.take(Fd.class));
        }
    }

    void revoke() {
        source = null;
    }
}
