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
 * <p>Beyond the limits there is a small reserve of connections that are taken only to be told why they cannot stay. Beyond the reserve a
 * newcomer gets no answer at all, which costs nothing.
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
        REFUSE
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

    /** Whether there is not even a place in the reserve for a newcomer. */
    boolean hopeless(InetAddress from) {
        return refusing >= RESERVE && !hasRoom(from);
    }

    /** A newcomer who is not {@link #hopeless}; the verdict is given back to {@link #leave} when it goes. */
    Verdict enter(InetAddress from) {
        if (!hasRoom(from)) {
            refusing++;
            return Verdict.REFUSE;
        }
        total++;
        admitted.merge(network(from), 1, Integer::sum);
        return Verdict.ADMIT;
    }

    /** One that came in has gone. */
    void leave(InetAddress from, Verdict verdict) {
        switch (verdict) {
            case ADMIT -> {
                total--;
                admitted.computeIfPresent(network(from), (network, count) -> count == 1 ? null : count - 1);
            }
            case REFUSE -> refusing--;
        }
    }

    private boolean hasRoom(InetAddress from) {
        return total < limit && admitted.getOrDefault(network(from), 0) < limitPerNetwork;
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
