package org.wayray.transport;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * Tries a server's addresses: the next one starts a moment after the one before it, or at once when that fails; the first that succeeds
 * wins (the idea of RFC 8305). Confined to the network thread once started.
 */
final class ConnectRace {
    private static final long HEAD_START_MILLIS = 250;

    private final NetworkThread network;
    private final ConnectAttempt.Target target;
    private final Deque<InetSocketAddress> untried;
    private final CompletableFuture<Link<ToViewer, ToSession>> result;
    private int running;
    private @Nullable ConnectFailure worst;

    ConnectRace(
            NetworkThread network,
            ConnectAttempt.Target target,
            Collection<InetSocketAddress> addresses,
            CompletableFuture<Link<ToViewer, ToSession>> result) {
        this.network = network;
        this.target = target;
        this.untried = new ArrayDeque<>(addresses);
        this.result = result;
    }

    void start() {
        network.loop().execute(this::tryNext);
    }

    private void tryNext() {
        InetSocketAddress address = untried.poll();
        if (address == null || result.isDone()) {
            return;
        }
        running++;
        new ConnectAttempt(network, target, address).start().whenComplete(this::attempted);
        if (!untried.isEmpty()) {
            network.loop().schedule(this::tryNext, HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void attempted(@Nullable Link<ToViewer, ToSession> link, @Nullable Throwable failure) {
        running--;
        if (link != null) {
            if (!result.complete(link)) {
                link.close(CloseReason.finished("another address of the same server answered first"));
            }
            return;
        }
        ConnectFailure reason = ConnectAttempt.failure(failure);
        if (worst == null || worst.kind() == ConnectFailure.Kind.NO_ANSWER) {
            worst = reason;
        }
        if (reason.kind() == ConnectFailure.Kind.UNTRUSTED || (untried.isEmpty() && running == 0)) {
            result.completeExceptionally(worst);
        } else {
            tryNext();
        }
    }
}
