package org.wayray.wayland.wire;

import org.jspecify.annotations.Nullable;

/** What a message's ids are checked against. */
public interface ObjectTable {
    /** The interface of the object with this id, null when there is none that a message may name. */
    @Nullable
    WireInterface<?, ?> interfaceOf(int id);

    /** Whether the peer may give this id to a new object. */
    boolean isFreeForPeer(int id);
}
