package org.wayray.transport;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import io.netty.handler.codec.quic.QuicStreamPriority;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Limits;

/** How QUIC is set up for a remote desktop: the same on both sides unless said otherwise. */
final class QuicTuning {
    /** The application protocol that TLS agrees on. The version of the messages is negotiated inside. */
    static final String ALPN = "wayray/1";

    /** A connection on which nothing was heard for so long is gone, unless the server says otherwise. */
    static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

    /** How often a viewer that sends nothing shows that it is there; three may be lost before the idle timeout. */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(3);

    /** How long a side that ended the connection in good order waits for the other to read the last messages. */
    static final Duration LINGER = Duration.ofSeconds(3);

    /** How long a close for an error waits for room in the congestion window: a round trip and some. */
    static final Duration CLOSE_DELAY = Duration.ofMillis(200);

    /** The largest packet that is tried: an Ethernet frame less IPv6 and UDP headers. */
    private static final int MAX_PACKET = 1452;

    /** How much a viewer lets come in before it has read it: several frames of a large screen. */
    private static final int VIEWER_CONNECTION_WINDOW = 24 * 1024 * 1024;

    private static final int VIEWER_STREAM_WINDOW = 16 * 1024 * 1024;

    /** The same for a server; viewers send little. */
    private static final int SERVER_CONNECTION_WINDOW = 1024 * 1024;

    private static final int SERVER_STREAM_WINDOW = 256 * 1024;

    /** What the kernel is asked to hold for the socket; it may grant less. */
    static final int SOCKET_BUFFER = 4 * 1024 * 1024;

    /**
     * The bytes that name a connection in every packet towards a server: enough that nobody guesses one. QUIC's most would be 20,
     * which is a third of a packet with a key in it.
     */
    private static final int SERVER_CONNECTION_ID = 8;

    /** The same towards a viewer, which has a socket for each connection. */
    private static final int VIEWER_CONNECTION_ID = 4;

    private QuicTuning() {}

    /** What a server accepts. */
    static <B extends QuicCodecBuilder<B>> B server(B codec, Duration idleTimeout) {
        return common(codec, idleTimeout)
                .localConnectionIdLength(SERVER_CONNECTION_ID)
                .initialMaxData(SERVER_CONNECTION_WINDOW)
                .initialMaxStreamDataBidirectionalRemote(SERVER_STREAM_WINDOW)
                .initialMaxStreamsBidirectional(Channel.OPENED.size() + Limits.TRANSFERS);
    }

    /** What a viewer accepts. The server opens no streams. */
    static <B extends QuicCodecBuilder<B>> B viewer(B codec) {
        return common(codec, IDLE_TIMEOUT)
                .localConnectionIdLength(VIEWER_CONNECTION_ID)
                .initialMaxData(VIEWER_CONNECTION_WINDOW)
                .initialMaxStreamDataBidirectionalLocal(VIEWER_STREAM_WINDOW)
                .initialMaxStreamsBidirectional(0);
    }

    private static <B extends QuicCodecBuilder<B>> B common(B codec, Duration idleTimeout) {
        return codec.maxIdleTimeout(idleTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .congestionControlAlgorithm(QuicCongestionControlAlgorithm.BBR)
                .maxSendUdpPayloadSize(MAX_PACKET)
                .maxRecvUdpPayloadSize(MAX_PACKET)
                .discoverPmtu(true)
                .initialMaxStreamsUnidirectional(0)
                .activeMigration(true)
                .activeConnectionIdLimit(4);
    }

    /**
     * Who goes first when there is more to send than the path takes. All incremental: with equal urgency and without it, one stream
     * would starve the other.
     */
    static QuicStreamPriority priority(Channel channel) {
        int urgency = switch (channel) {
            case CONTROL, INPUT, AUDIO -> 0;
            case CURSOR -> 1;
            case DISPLAY -> 3;
            case CLIPBOARD, USB -> 6;
        };
        return new QuicStreamPriority(urgency, true);
    }

    /** Transfers yield to everything. */
    static final QuicStreamPriority TRANSFER_PRIORITY = new QuicStreamPriority(6, true);

    /** The stream option that all need: a peer that has finished sending may still be sent to. */
    static final ChannelOption<Boolean> HALF_CLOSURE = ChannelOption.ALLOW_HALF_CLOSURE;
}
