package org.wayray.transport;

import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import java.nio.charset.StandardCharsets;
import org.wayray.protocol.PeerText;

/** The phrases with which connections are closed. */
final class Phrases {
    private Phrases() {}

    /** What the peer said when it closed the connection; empty if nothing. */
    static String of(QuicConnectionCloseEvent event) {
        try {
            return PeerText.readable(new String(event.reason(), StandardCharsets.UTF_8));
        } catch (NullPointerException nothing) {
            // the event keeps null for an empty phrase and stumbles over it; nothing else tells
            return "";
        }
    }
}
