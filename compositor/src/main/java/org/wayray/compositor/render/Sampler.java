package org.wayray.compositor.render;

import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.BufferTransform;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.scene.Content;
import org.wayray.compositor.scene.SurfaceGeometry;
import org.wayray.compositor.scene.SurfaceState;

/**
 * Finds the content's colour for each pixel that a surface covers on an output: through buffer transform, buffer scale,
 * viewport and output scale. One is used for all surfaces in turn; its scratch arrays only grow.
 *
 * <p>Whatever part of the surface is asked for, a pixel's colour is the same: it depends on the pixel's place alone. That is
 * what makes painting only the damage correct.
 *
 * <p>Pixels that lie on the content's grid, or repeat it a whole number of times, are taken as they are; all others are
 * interpolated between the four nearest. Confined to the session loop.
 */
final class Sampler {

    /** Places are counted in 2^-32 of a content pixel. */
    private static final int SHIFT = 32;

    private static final long ONE = 1L << SHIFT;

    private int[] pixels = {};
    private int origin;
    private boolean interpolates;
    private boolean direct;
    private int opacity;
    private final Axis columns = new Axis();
    private final Axis rows = new Axis();
    private int[] line = {};
    private int[] under = {};

    /**
     * Chooses the surface to sample.
     *
     * @param place what the whole surface covers on the output
     * @param onGrid whether each pixel of the content is one of the output, the last ones repeated to the place's end
     * @param opacity see {@link SurfaceState#opacity}
     */
    void select(Content content, SurfaceGeometry geometry, Rect<Physical> place, boolean onGrid, int opacity) {
        this.opacity = opacity;
        pixels = content.pixels();
        BufferTransform transform = geometry.transform();
        int width = content.size().width();
        int height = content.size().height();
        origin = (transform.mirrorsColumns() ? width - 1 : 0) + (transform.mirrorsRows() ? (height - 1) * width : 0);
        int columnStride = transform.mirrorsColumns() ? -1 : 1;
        int rowStride = transform.mirrorsRows() ? -width : width;
        int scale = geometry.scale();
        var crop = geometry.crop();
        columns.select(
                place.x(),
                onGrid ? (int) (crop.width() * scale) : place.width(),
                crop.x() * scale,
                crop.width() * scale,
                transform.swapsAxes() ? rowStride : columnStride);
        rows.select(
                place.y(),
                onGrid ? (int) (crop.height() * scale) : place.height(),
                crop.y() * scale,
                crop.height() * scale,
                transform.swapsAxes() ? columnStride : rowStride);
        interpolates = !(columns.isRepeated() && rows.isRepeated());
        boolean repeatsLast = onGrid && place.width() > crop.width() * scale;
        direct = !interpolates && columns.isOneToOne() && columns.stride == 1 && !repeatsLast;
    }

    /** Whether pixels are mixed from several, so that the edge of an opaque region is not a sharp one. */
    boolean interpolates() {
        return interpolates;
    }

    /** Paints a part of the selected surface. */
    void paint(Rect<Physical> part, boolean opaque, Framebuffer target) {
        int width = part.width();
        if (line.length < width) {
            line = new int[width];
            under = new int[width];
        }
        if (!direct) {
            columns.prepare(part.x(), width);
        }
        for (int y = part.y(); y < part.bottom(); y++) {
            int targetAt = target.index(part.x(), y);
            if (direct && opaque && opacity == SurfaceState.OPAQUE) {
                System.arraycopy(pixels, directOffset(part.x(), y), target.pixels(), targetAt, width);
                continue;
            }
            fetch(part.x(), y, width);
            if (opacity != SurfaceState.OPAQUE) {
                Blend.fade(line, opacity, width);
            }
            if (opaque) {
                System.arraycopy(line, 0, target.pixels(), targetAt, width);
            } else {
                System.arraycopy(target.pixels(), targetAt, under, 0, width);
                Blend.over(line, under, width);
                System.arraycopy(under, 0, target.pixels(), targetAt, width);
            }
        }
    }

    /** Brings a row of colours to {@link #line}. */
    private void fetch(int x, int y, int count) {
        if (direct) {
            System.arraycopy(pixels, directOffset(x, y), line, 0, count);
        } else if (interpolates) {
            interpolate(y, count);
        } else {
            pick(y, count);
        }
    }

    private int directOffset(int x, int y) {
        return origin + rows.offset(y) + columns.offset(x);
    }

    private void pick(int y, int count) {
        int start = origin + rows.offset(y);
        for (int i = 0; i < count; i++) {
            line[i] = pixels[start + columns.first[i]];
        }
    }

    private void interpolate(int y, int count) {
        rows.prepare(y, 1);
        int upper = origin + rows.first[0];
        int lower = origin + rows.second[0];
        int down = rows.weight[0];
        for (int i = 0; i < count; i++) {
            int left = columns.first[i];
            int right = columns.second[i];
            int across = columns.weight[i];
            int above = mix(pixels[upper + left], pixels[upper + right], across);
            int below = mix(pixels[lower + left], pixels[lower + right], across);
            line[i] = mix(above, below, down);
        }
    }

    /** The colour {@code weight} 256ths of the way from {@code a} to {@code b}. */
    private static int mix(int a, int b, int weight) {
        int rest = 256 - weight;
        int low = ((a & 0xff00ff) * rest + (b & 0xff00ff) * weight + 0x800080) >>> 8;
        int high = ((a >>> 8) & 0xff00ff) * rest + ((b >>> 8) & 0xff00ff) * weight + 0x800080;
        return (low & 0xff00ff) | (high & 0xff00ff00);
    }

    /** The way from output pixels to content pixels along one axis. */
    private static final class Axis {
        int stride;
        int[] first = {};
        int[] second = {};
        int[] weight = {};
        private int placeStart;
        private long start;
        private long step;
        private int lowest;
        private int highest;
        private boolean repeated;

        void select(int placeAt, int placeLength, double contentAt, double contentLength, int memoryStride) {
            placeStart = placeAt;
            step = Math.round(contentLength / placeLength * ONE);
            start = Math.round(contentAt * ONE) + step / 2;
            lowest = (int) Math.floor(contentAt);
            highest = Math.max(lowest, (int) Math.ceil(contentAt + contentLength) - 1);
            stride = memoryStride;
            repeated = contentAt == lowest && placeLength % contentLength == 0;
        }

        boolean isOneToOne() {
            return step == ONE;
        }

        /** Whether each content pixel covers a whole number of output pixels, from the first on. */
        boolean isRepeated() {
            return repeated;
        }

        /** The content pixel nearest to an output pixel, as an offset in memory. */
        int offset(int place) {
            long at = (start + (place - placeStart) * step) >> SHIFT;
            return Math.clamp(at, lowest, highest) * stride;
        }

        /** Works out the two content pixels around each of {@code count} output pixels, and how far it is to the second. */
        void prepare(int place, int count) {
            if (first.length < count) {
                first = new int[count];
                second = new int[count];
                weight = new int[count];
            }
            for (int i = 0; i < count; i++) {
                if (repeated) {
                    first[i] = offset(place + i);
                    second[i] = first[i];
                    weight[i] = 0;
                } else {
                    long at = start + (long) (place + i - placeStart) * step - ONE / 2;
                    long pixel = at >> SHIFT;
                    first[i] = Math.clamp(pixel, lowest, highest) * stride;
                    second[i] = Math.clamp(pixel + 1, lowest, highest) * stride;
                    weight[i] = (int) (at >> (SHIFT - 8)) & 0xff;
                }
            }
        }
    }
}
