package org.wayray.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.wayray.protocol.Limits;

/**
 * How a front door behaves. Immutable.
 *
 * @param listen the UDP address and port; port 0 takes any free one
 * @param identity what the server shows
 * @param viewers what viewers must show; empty: nothing
 * @param maxConnections viewers at a time; one more is told that the server is busy
 * @param maxConnectionsPerAddress viewers at a time from one IPv4 address or one IPv6 /64 network
 * @param helloTimeout within which a viewer has finished the handshake and sent its first message
 * @param idleTimeout after which a viewer that was not heard of is gone; viewers show themselves every three seconds
 * @param maxQueuedBytes what may wait to be sent to one viewer before it is given up
 */
public record FrontDoorOptions(
        InetSocketAddress listen,
        TlsIdentity identity,
        Optional<ViewerCertificates> viewers,
        int maxConnections,
        int maxConnectionsPerAddress,
        Duration helloTimeout,
        Duration idleTimeout,
        long maxQueuedBytes) {
    /** The port that WayRay has unless told otherwise. */
    public static final int DEFAULT_PORT = 4433;

    /** Room for one largest frame and what goes beside it. */
    private static final long MAX_QUEUED = Limits.FRAME_PAYLOAD + 4L * 1024 * 1024;

    /** The usual values for everything but address and identity. */
    public static FrontDoorOptions of(InetSocketAddress listen, TlsIdentity identity) {
        return new FrontDoorOptions(
                listen,
                identity,
                Optional.empty(),
                256,
                32,
                Duration.ofSeconds(5),
                QuicTuning.IDLE_TIMEOUT,
                MAX_QUEUED);
    }

    /** The same with certificates asked of viewers. */
    public FrontDoorOptions withViewers(ViewerCertificates certificates) {
        return new FrontDoorOptions(
                listen,
                identity,
                Optional.of(certificates),
                maxConnections,
                maxConnectionsPerAddress,
                helloTimeout,
                idleTimeout,
                maxQueuedBytes);
    }

    /** The same with other limits on connections. */
    public FrontDoorOptions withMaxConnections(int total, int perAddress) {
        return new FrontDoorOptions(
                listen, identity, viewers, total, perAddress, helloTimeout, idleTimeout, maxQueuedBytes);
    }

    /** The same with other patience. */
    public FrontDoorOptions withTimeouts(Duration hello, Duration idle) {
        return new FrontDoorOptions(
                listen, identity, viewers, maxConnections, maxConnectionsPerAddress, hello, idle, maxQueuedBytes);
    }

    /** The same with another limit on what waits for one viewer. */
    public FrontDoorOptions withMaxQueuedBytes(long bytes) {
        return new FrontDoorOptions(
                listen, identity, viewers, maxConnections, maxConnectionsPerAddress, helloTimeout, idleTimeout, bytes);
    }
}
