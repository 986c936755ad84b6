package org.wayray.compositor.globals.selection;

import java.util.List;
import org.wayray.compositor.globals.MimeTypes;
import org.wayray.compositor.seat.DataSource;
import org.wayray.compositor.seat.Selection;
import org.wayray.posix.Fd;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.WireFd;

/** What a client offers as a selection; each protocol adds its events. Confined to the session loop. */
abstract class SelectionSource implements DataSource {
    private final Resource<?, ?> resource;
    private final MimeTypes mimeTypes = new MimeTypes();

    /** @param selections those that it can become */
    SelectionSource(Resource<?, ?> resource, List<Selection> selections) {
        this.resource = resource;
        resource.onDestroy(() -> selections.forEach(selection -> selection.sourceGone(this)));
    }

    final void offer(String mimeType) {
        mimeTypes.add(mimeType);
    }

    @Override
    public final List<String> mimeTypes() {
        return mimeTypes.list();
    }

    @Override
    public final void send(String mimeType, Fd target) {
        if (resource.client().isBehind()) {
            // who asks faster than the source can answer gets nothing, rather than the source disconnected
            target.close();
        } else {
            sendTo(mimeType, WireFd.owning(target));
        }
    }

    /** Asks the client for the data. */
    abstract void sendTo(String mimeType, WireFd target);
}
