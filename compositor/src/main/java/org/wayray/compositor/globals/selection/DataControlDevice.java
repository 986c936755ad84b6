package org.wayray.compositor.globals.selection;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.globals.PacedNews;
import org.wayray.compositor.seat.DataSource;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.seat.Selection;
import org.wayray.wayland.server.Resource;

/**
 * A clipboard manager's view of both selections, whoever has the keyboard; each protocol adds its events.
 *
 * <p>It is told what a selection is once the batch of events has ended, and only while it reads: a program that copies all the
 * time cannot drown those who watch. What it was offered before is void at once. That a device is finished is never said, as the
 * seat lives as long as the session. Confined to the session loop.
 */
abstract class DataControlDevice {
    private final Resource<?, ?> resource;
    private final View clipboard;
    private final View primary;
    private final PacedNews news;
    private boolean scheduled;

    DataControlDevice(Resource<?, ?> resource, Seat seat) {
        this.resource = resource;
        clipboard = new View(seat.selection());
        primary = new View(seat.primarySelection());
        news = new PacedNews(resource, this::tell);
        resource.onDestroy(() -> {
            clipboard.revoke();
            primary.revoke();
        });
    }

    /** Tells what the selections are at the start. */
    final void start() {
        news.tell();
    }

    final void clipboardChanged() {
        changed(clipboard);
    }

    final void primaryChanged() {
        changed(primary);
    }

    final Selection clipboard() {
        return clipboard.selection;
    }

    final Selection primary() {
        return primary.selection;
    }

    private void changed(View view) {
        view.revoke();
        view.stale = true;
        if (!scheduled) {
            scheduled = true;
            resource.client().display().loop().execute(() -> {
                scheduled = false;
                news.tell();
            });
        }
    }

    private void tell() {
        if (clipboard.stale) {
            sendSelection(clipboard.renew());
        }
        if (primary.stale && knowsPrimary()) {
            sendPrimarySelection(primary.renew());
        }
    }

    /** Whether the client's version has the primary selection. */
    abstract boolean knowsPrimary();

    /** Makes an offer and tells the client its formats. */
    abstract SelectionOffer announce(DataSource source);

    /** @param offer the id of an offer or 0 */
    abstract void sendSelection(int offer);

    /** @param offer the id of an offer or 0 */
    abstract void sendPrimarySelection(int offer);

    /** What the client knows of one selection. */
    private final class View {
        private final Selection selection;
        private @Nullable SelectionOffer offer;
        private boolean stale = true;

        View(Selection selection) {
            this.selection = selection;
        }

        void revoke() {
            if (offer != null) {
                offer.revoke();
                offer = null;
            }
        }

        int renew() {
            stale = false;
            offer = selection.source().map(DataControlDevice.this::announce).orElse(null);
            return offer == null ? 0 : offer.id();
        }
    }
}
