package org.wayray.compositor.globals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.wm.Window;
import org.wayray.compositor.wm.WindowList;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Resource;

/**
 * What the lists of all windows have in common: one handle for each window on each list, which a client has for as long as it
 * likes, told of every change, and closed when the window goes.
 *
 * <p>A client that does not read what it is sent is told later, so that the windows of others cannot drown it. Confined to the
 * session loop.
 */
abstract class ForeignToplevels implements WindowList.Listener {
    /** Handles of one client, those of windows that are gone included. */
    static final int MOST_HANDLES = 1 << 14;

    static final int MOST_LISTS = 64;

    private final WindowList windows;
    private final List<Listing> listings = new ArrayList<>();
    private final PerClient<Listing> lists = new PerClient<>();
    private final PerClient<Handle> handles = new PerClient<>();

    ForeignToplevels(WindowList windows) {
        this.windows = windows;
        windows.addListener(this);
    }

    /** Announces a window on a list. The handle has been told nothing else yet. */
    abstract Handle announce(Listing listing, Window window);

    /** The handles that a client has, of windows that are there or were. */
    final List<Handle> handles(Client client) {
        return List.copyOf(handles.of(client));
    }

    @Override
    public final boolean changed(Window window) {
        boolean told = true;
        for (var listing : List.copyOf(listings)) {
            told &= listing.tell(window);
        }
        return told;
    }

    @Override
    public final void unmapped(Window window) {
        for (var listing : List.copyOf(listings)) {
            var handle = listing.handles.remove(window);
            if (handle != null && handle.resource.isAlive()) {
                handle.close();
                handle.resource.makeInert();
            }
            listing.endIfOver();
        }
    }

    /** One window on one list. */
    abstract static class Handle {
        private final Resource<?, ?> resource;

        Handle(Resource<?, ?> resource) {
            this.resource = resource;
        }

        /** The handle's id, or 0 if the client let go of it. */
        final int idIfAlive() {
            return resource.isAlive() ? resource.id() : 0;
        }

        /** Tells what the client does not know yet. */
        abstract void update();

        /** Tells that the window is gone. */
        abstract void close();
    }

    /** One list of a client's. */
    final class Listing {
        private final Resource<?, ?> resource;
        private final Map<Window, Handle> handles = new HashMap<>();
        private boolean stopped;

        Listing(Resource<?, ?> resource) {
            this.resource = resource;
            lists.add(resource, this, MOST_LISTS);
            resource.onDestroy(this::stop);
            listings.add(this);
        }

        Resource<?, ?> resource() {
            return resource;
        }

        /** Announces the windows that there are. */
        void start() {
            windows.windows().forEach(this::tell);
        }

        /** Announces no more windows; those that were announced are still followed. */
        void stop() {
            stopped = true;
            endIfOver();
        }

        /** The handle of a window, or null if the client has none. */
        @Nullable
        Handle handle(Window window) {
            return handles.get(window);
        }

        private boolean tell(Window window) {
            var client = resource.client();
            if (!client.isAlive()) {
                return true;
            }
            if (client.isBehind()) {
                return false;
            }
            var handle = handles.get(window);
            if (handle == null && !stopped) {
                if (ForeignToplevels.this.handles.of(client).size() >= MOST_HANDLES) {
                    var error = client.noMemory("more than " + MOST_HANDLES + " handles of windows");
                    client.protocolError(error.resource(), error.code(), error.getMessage());
                    return true;
                }
                handle = announce(this, window);
                handles.put(window, handle);
                ForeignToplevels.this.handles.add(handle.resource, handle);
                handle.resource.onDestroy(this::endIfOver);
            }
            if (handle != null && handle.resource.isAlive()) {
                handle.update();
            }
            return true;
        }

        private void endIfOver() {
            if (stopped && handles.values().stream().noneMatch(handle -> handle.resource.isAlive())) {
                listings.remove(this);
            }
        }
    }
}
