package org.wayray.viewer;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.Endpoint;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.link.Link;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.transport.ConnectFailure;
import org.wayray.transport.QuicViewerConnector;
import org.wayray.transport.TlsIdentity;
import org.wayray.transport.TrustPolicy;
import org.wayray.viewer.session.ServerConnector;

/**
 * A server at the far end of a network. Loading what QUIC and TLS need takes longer than opening a window, so it begins on a
 * thread of its own as soon as this exists, and goes on to the first connection without being asked. Any thread.
 */
final class QuicServer implements ServerConnector, AutoCloseable {
    private final Endpoint endpoint;
    private final CompletableFuture<QuicViewerConnector> connector = new CompletableFuture<>();

    /** The first connection, which is begun before anybody asks for it; null once somebody has. */
    private final AtomicReference<@Nullable CompletableFuture<Link<ToViewer, ToSession>>> first =
            new AtomicReference<>();

    /** Where the decision about the server's key comes from. */
    interface TrustSource {
        /** @throws IOException the file that says it cannot be used; the message says why */
        TrustPolicy load() throws IOException;
    }

    /** Where the viewer's certificate and key come from. */
    interface IdentitySource {
        /**
         * What is shown to a server that asks for a certificate; empty if there is nothing to show.
         *
         * @throws IOException a file of it cannot be used; the message says why
         */
        Optional<TlsIdentity> load() throws IOException;
    }

    /** Begins to load what is the same for every server; for a program that does not know yet which one it is to reach. */
    static void preload() {
        Thread.ofPlatform().daemon().name("preload-network").start(QuicViewerConnector::preload);
    }

    QuicServer(Endpoint endpoint, TrustSource trust, IdentitySource identity) {
        this.endpoint = endpoint;
        Thread.ofPlatform().daemon().name("load-network").start(() -> load(trust, identity));
    }

    private void load(TrustSource trust, IdentitySource identity) {
        try {
            var ready = new QuicViewerConnector(trust.load(), identity.load());
            first.set(ready.connect(endpoint.host(), endpoint.port()));
            connector.complete(ready);
        } catch (IOException e) {
            connector.completeExceptionally(new ProgramException(
                    ExitStatus.CANNOT_START,
                    new Diagnostic("cannot connect to " + endpoint, String.valueOf(e.getMessage()), ""),
                    e));
        } catch (RuntimeException | LinkageError e) {
            connector.completeExceptionally(e);
        }
    }

    @Override
    public CompletionStage<Link<ToViewer, ToSession>> connect() {
        return connector
                .thenCompose(ready -> {
                    var begun = first.getAndSet(null);
                    return begun != null ? begun : ready.connect(endpoint.host(), endpoint.port());
                })
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(explained(failure)));
    }

    private Throwable explained(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof ConnectFailure known)) {
            return cause;
        }
        var status = switch (known.kind()) {
            case UNTRUSTED -> ExitStatus.NOT_TRUSTED;
            case LOCAL -> ExitStatus.CANNOT_START;
            default -> ExitStatus.CANNOT_CONNECT;
        };
        return new ProgramException(
                status,
                new Diagnostic("cannot connect to " + endpoint, String.valueOf(known.getMessage()), known.hint()),
                known);
    }

    @Override
    public String server() {
        return endpoint.toString();
    }

    /** Lets the connections say their last words, at most a few seconds, and ends them. */
    @Override
    public void close() {
        @Nullable QuicViewerConnector ready = connector.isCompletedExceptionally() ? null : connector.getNow(null);
        if (ready != null) {
            ready.close();
        }
    }
}
