package org.wayray.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.wayray.link.Link;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * Connects a viewer to servers. One network thread serves every connection that it makes. For any thread.
 */
public final class QuicViewerConnector implements AutoCloseable {
    /** How long a server may take to answer before it counts as not there. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final TrustPolicy trust;
    private final Optional<TlsIdentity> identity;
    private final Duration timeout;
    private final NetworkThread network;

    /**
     * Loads QUIC's native library, for a program that is about to make a connector and has other things to do meanwhile. Whether it can
     * be loaded is told by the constructors. Any thread.
     */
    public static void preload() {
        NetworkThread.loadNatives();
    }

    /**
     * For servers that ask viewers for nothing.
     *
     * @throws IOException if QUIC does not run on this machine; the message says why
     */
    public QuicViewerConnector(TrustPolicy trust) throws IOException {
        this(trust, Optional.empty());
    }

    /**
     * For servers that may ask viewers for a certificate.
     *
     * @param identity what is shown to those that ask
     * @throws IOException if QUIC does not run on this machine; the message says why
     */
    public QuicViewerConnector(TrustPolicy trust, Optional<TlsIdentity> identity) throws IOException {
        this(trust, identity, TIMEOUT);
    }

    /**
     * With everything chosen.
     *
     * @param identity what is shown to servers that ask for a client certificate
     * @param timeout how long a server may take to answer
     * @throws IOException if QUIC does not run on this machine; the message says why
     */
    public QuicViewerConnector(TrustPolicy trust, Optional<TlsIdentity> identity, Duration timeout) throws IOException {
        this.trust = trust;
        this.identity = identity;
        this.timeout = timeout;
        this.network = new NetworkThread("wayray-viewer-net");
    }

    /**
     * Connects. Where a name has several addresses they are tried one after another, without waiting for the first to time out.
     *
     * @param host a name, or an address as text
     * @return the link, with its channels open and nothing sent on it; or a {@link ConnectFailure}
     */
    public CompletableFuture<Link<ToViewer, ToSession>> connect(String host, int port) {
        CompletableFuture<Link<ToViewer, ToSession>> result = new CompletableFuture<>();
        Thread.ofVirtual().name("wayray-resolve").start(() -> {
            try {
                List<InetSocketAddress> addresses = Arrays.stream(InetAddress.getAllByName(host))
                        .map(address -> new InetSocketAddress(address, port))
                        .toList();
                new ConnectRace(
                                network,
                                new ConnectAttempt.Target(host, port, trust, identity, timeout),
                                addresses,
                                result)
                        .start();
            } catch (UnknownHostException e) {
                result.completeExceptionally(new ConnectFailure(
                        ConnectFailure.Kind.UNKNOWN_HOST,
                        "There is no address for " + host + ".",
                        "Check the name, and that this machine's name service works.",
                        e));
            }
        });
        return result;
    }

    /** Ends every link in good order, which takes a few seconds at most, and the network thread. Not on the network thread. */
    @Override
    public void close() {
        network.close();
    }
}
