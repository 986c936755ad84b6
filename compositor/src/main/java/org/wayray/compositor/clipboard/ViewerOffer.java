package org.wayray.compositor.clipboard;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.wayray.clipboard.Formats;
import org.wayray.compositor.seat.DataSource;
import org.wayray.posix.Fd;
import org.wayray.protocol.v1.Selection;

/**
 * What was copied at the viewer, as the session's clients see it. It ends with the viewer's next offer, and with the viewer. Confined to
 * the session loop.
 */
final class ViewerOffer implements DataSource {
    /** Brings the data. */
    interface Courier {
        /** A client pastes; the descriptor is the callee's. */
        void bring(ViewerOffer offer, String format, Fd target);
    }

    private final Courier courier;
    private final Selection selection;
    private final int serial;
    private final List<String> wireFormats;
    private final List<String> formats;
    private boolean over;

    /** The files that were brought for this offer, once somebody has asked for them; all who ask share them. */
    @Nullable
    CompletableFuture<List<Path>> files;

    ViewerOffer(Courier courier, Selection selection, int serial, List<String> wireFormats) {
        this.courier = courier;
        this.selection = selection;
        this.serial = serial;
        this.wireFormats = wireFormats;
        this.formats = Formats.fromWire(wireFormats);
    }

    Selection selection() {
        return selection;
    }

    int serial() {
        return serial;
    }

    /** The formats that the viewer can be asked for. */
    List<String> wireFormats() {
        return wireFormats;
    }

    @Override
    public List<String> mimeTypes() {
        return formats;
    }

    @Override
    public void send(String mimeType, Fd target) {
        if (over) {
            target.close();
        } else {
            courier.bring(this, mimeType, target);
        }
    }

    @Override
    public void cancelled() {
        over = true;
    }

    /** The viewer no longer has the data. */
    void end() {
        over = true;
    }
}
