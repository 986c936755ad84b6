package org.wayray.compositor.output;

import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Physical;

/** What one of those who paint an output has to paint again. Confined to the session loop. */
public final class OutputDamage {

    /** Beyond this many, looking at rectangles costs more than painting what lies between them. */
    private static final int MAX_RECTS = 64;

    private Region<Physical> region = Region.empty();

    OutputDamage() {}

    public Region<Physical> region() {
        return region;
    }

    /** Hands the damage to the one who paints it now. */
    public Region<Physical> take() {
        Region<Physical> taken = region;
        region = Region.empty();
        return taken;
    }

    void add(Rect<Physical> rect) {
        region = region.union(rect).simplified(MAX_RECTS);
    }

    void set(Rect<Physical> all) {
        region = Region.of(all);
    }
}
