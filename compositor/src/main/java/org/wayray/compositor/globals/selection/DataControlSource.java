package org.wayray.compositor.globals.selection;

import java.util.List;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.WireEnum;

/** What a clipboard manager offers: its formats are fixed once it is used, which is once. Confined to the session loop. */
abstract class DataControlSource extends SelectionSource {
    private final Resource<?, ?> resource;
    private boolean used;

    DataControlSource(Resource<?, ?> resource, Seat seat) {
        super(resource, List.of(seat.selection(), seat.primarySelection()));
        this.resource = resource;
    }

    /** Adds a format; {@code tooLate} is the protocol's error for a source that is used already. */
    final void offer(String mimeType, WireEnum tooLate) {
        if (used) {
            throw new ProtocolException(resource, tooLate, "a format for a source that is used already");
        }
        offer(mimeType);
    }

    /** Takes the source into use, which {@code device} asked for; {@code again} is the protocol's error for the second time. */
    final void use(Resource<?, ?> device, WireEnum again) {
        if (used) {
            throw new ProtocolException(device, again, resource + " has been used already");
        }
        used = true;
    }
}
