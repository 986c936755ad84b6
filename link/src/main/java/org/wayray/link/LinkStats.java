package org.wayray.link;

/**
 * What a connection measures about itself. Immutable.
 *
 * @param roundTripNanos smoothed round-trip time of the network
 * @param sentBytes bytes that left on the wire so far, with everything that the transport adds
 * @param receivedBytes bytes that arrived
 * @param lostPackets packets that had to be sent again
 * @param sentPackets packets that left
 * @param deliveryBytesPerSecond the transport's estimate of what the path carries now
 */
public record LinkStats(
        long roundTripNanos,
        long sentBytes,
        long receivedBytes,
        long lostPackets,
        long sentPackets,
        long deliveryBytesPerSecond) {}
