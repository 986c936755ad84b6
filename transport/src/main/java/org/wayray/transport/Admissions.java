package org.wayray.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts who is connected, and decides about one more. Confined to the network thread.
 *
 * <p>Beyond the limits there is a small reserve of connections that are taken only to be told why they cannot stay; beyond the reserve
 * they are closed at once.
 */
final class Admissions {
    /** Connections that may be there at a time just to be refused with a reason. */
    static final int RESERVE = 16;

    /** Handshakes under way from which on a newcomer has to show that it receives at its address; costs it a round trip. */
    static final int PRESSURE = 32;

    /** What to do with a newcomer. */
    enum Verdict {
        ADMIT,
        /** Let it in as far as a Refusal needs. */
        REFUSE,
        /** Close it at once. */
        DROP
    }

    private final int limit;
    private final int limitPerNetwork;
    private final Map<ByteBuffer, Integer> admitted = new HashMap<>();
    private int total;
    private int refusing;
    private int handshakes;

    Admissions(int limit, int limitPerNetwork) {
        this.limit = limit;
        this.limitPerNetwork = limitPerNetwork;
    }

    /** A newcomer; its verdict is given back to {@link #leave} when it goes. */
    Verdict enter(InetAddress from) {
        int same = admitted.getOrDefault(network(from), 0);
        if (total < limit && same < limitPerNetwork) {
            total++;
            admitted.put(network(from), same + 1);
            return Verdict.ADMIT;
        }
        if (refusing < RESERVE) {
            refusing++;
            return Verdict.REFUSE;
        }
        return Verdict.DROP;
    }

    void leave(InetAddress from, Verdict verdict) {
        switch (verdict) {
            case ADMIT -> {
                total--;
                admitted.computeIfPresent(network(from), (network, count) -> count == 1 ? null : count - 1);
            }
            case REFUSE -> refusing--;
            case DROP -> {
                // was never counted
            }
        }
    }

    void handshakeBegins() {
        handshakes++;
    }

    void handshakeEnds() {
        handshakes--;
    }

    /** Whether so many handshakes are under way that newcomers must prove their address. */
    boolean underPressure() {
        return handshakes >= PRESSURE;
    }

    int total() {
        return total;
    }

    /** What counts as one origin: an IPv4 address, or the first 64 bits of an IPv6 one, which a single host may use up alone. */
    private static ByteBuffer network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
