package org.wayray.compositor.globals;

import java.time.Duration;
import org.wayray.wayland.server.Resource;

/**
 * What a client is told of something that others change as often as they like: at once, or if it has too much to read already, later,
 * and then only how things are by that time. So nobody can have it disconnected by telling it more than it reads. Confined to the
 * session loop.
 */
public final class PacedNews {
    private static final Duration RETRY = Duration.ofMillis(100);

    private final Resource<?, ?> resource;
    private final Runnable teller;
    private boolean waiting;

    /**
     * No news yet.
     *
     * @param resource whose client is told, as long as it lives
     * @param teller sends how things are
     */
    public PacedNews(Resource<?, ?> resource, Runnable teller) {
        this.resource = resource;
        this.teller = teller;
    }

    /** Something is different. */
    public void tell() {
        if (!resource.isAlive()) {
            return;
        }
        if (!resource.client().isBehind()) {
            teller.run();
        } else if (!waiting) {
            waiting = true;
            resource.client().display().loop().schedule(RETRY, () -> {
                waiting = false;
                tell();
            });
        }
    }
}
