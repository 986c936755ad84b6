package org.wayray.benchmarks.bench;

import java.util.Map;
import java.util.TreeMap;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Region;

/** How the regions of frames were coded. Confined to the viewer's loop. */
final class CodecMix {
    private final Map<String, Share> shares = new TreeMap<>();
    private long frames;

    /**
     * @param regions how many
     * @param bytes of their payloads
     */
    record Share(long regions, long bytes) {}

    void count(Frame frame) {
        frames++;
        for (Region region : frame.getRegionsList()) {
            shares.merge(
                    name(region),
                    new Share(1, region.getLength()),
                    (a, b) -> new Share(a.regions + b.regions, a.bytes + b.bytes));
        }
    }

    private static String name(Region region) {
        return region.getCoding().name();
    }

    /** From here on. */
    void clear() {
        shares.clear();
        frames = 0;
    }

    long frames() {
        return frames;
    }

    /** A copy. */
    Map<String, Share> shares() {
        return new TreeMap<>(shares);
    }
}
