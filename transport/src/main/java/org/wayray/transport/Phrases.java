package org.wayray.transport;

import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import java.nio.charset.StandardCharsets;

/** Text that goes to or comes from a peer, made safe for a log line and for the room in a packet. */
final class Phrases {
    private static final int MAX_LENGTH = 300;

    private Phrases() {}

    /** The text without control characters, cut where it is too long for one packet. */
    static String readable(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - 3) + "...";
    }

    /** What the peer said when it closed the connection; empty if nothing. */
    static String of(QuicConnectionCloseEvent event) {
        try {
            return readable(new String(event.reason(), StandardCharsets.UTF_8));
        } catch (NullPointerException nothing) {
            // the event keeps null for an empty phrase and stumbles over it; nothing else tells
            return "";
        }
    }
}
