package org.wayray.viewer.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.wayray.codec.CodecException;
import org.wayray.codec.Coding;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.KeptPixels;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.RegionDecoder;
import org.wayray.codec.video.VideoStreams;
import org.wayray.protocol.v1.Area;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Region;

/**
 * The picture of one remote output, as far as its frames have come. Believes no number in a frame. Confined to the viewer's
 * loop.
 */
final class RemotePicture implements AutoCloseable {
    private final RegionDecoder decoder = new RegionDecoder();
    private final VideoStreams streams = new VideoStreams();
    private final PixelRegion damage = new PixelRegion();

    /** What could not be decoded and has not been sent again: copying from there would spread it. */
    private final PixelRegion lost = new PixelRegion();

    /** What was covered, for when it is uncovered. */
    private final KeptPixels kept = new KeptPixels();

    private Framebuffer framebuffer;

    /**
     * A black picture.
     *
     * @throws CodecException if no picture can have that size
     */
    RemotePicture(int width, int height) throws CodecException {
        framebuffer = create(width, height);
    }

    private static Framebuffer create(int width, int height) throws CodecException {
        if (width < 1 || height < 1 || width > Framebuffer.MAX_SIZE || height > Framebuffer.MAX_SIZE) {
            throw new CodecException("a picture of " + Integer.toUnsignedString(width) + "x"
                    + Integer.toUnsignedString(height) + " pixels");
        }
        return new Framebuffer(width, height);
    }

    /** The pixels. */
    Framebuffer framebuffer() {
        return framebuffer;
    }

    /** What changed since the owner last cleared it. */
    PixelRegion damage() {
        return damage;
    }

    /**
     * Takes on a size. What both sizes have in common keeps its place until frames cover it, so that nothing flickers; the rest is
     * black.
     *
     * @throws CodecException if no picture can have that size
     */
    void resize(int width, int height) throws CodecException {
        var before = framebuffer;
        if (before.width() == width && before.height() == height) {
            return;
        }
        framebuffer = create(width, height);
        framebuffer.copyFrom(before, 0, 0, Math.min(width, before.width()), Math.min(height, before.height()));
        damage.clear();
        lost.clear();
        kept.clear();
    }

    /** Keeps nothing any more of what was covered; what is shown stays. */
    void forgetKept() {
        kept.clear();
    }

    /**
     * Decodes a frame of the current size into the picture and adds it to the damage.
     *
     * @return the parts that could not be decoded, each with its reason; normally none
     */
    List<Failure> apply(Frame frame, ByteBuffer payload) {
        var into = framebuffer;
        if (frame.getForgetKept()) {
            kept.clear();
        }
        List<Failure> failures = List.of();
        int from = payload.position();
        for (int i = 0; i < frame.getRegionsCount(); i++) {
            var region = frame.getRegions(i);
            int length = region.getLength();
            try {
                if (region.getKeep()) {
                    keep(region, into);
                }
                if (length < 0 || length > payload.limit() - from) {
                    throw new CodecException("a region of " + Integer.toUnsignedString(length) + " bytes in a rest of "
                            + (payload.limit() - from));
                }
                var coding = Coding.of(region.getCodingValue());
                var bytes = payload.slice(from, length);
                if (coding == Coding.COPY) {
                    requireIntact(RegionDecoder.copySource(bytes, region.getWidth(), region.getHeight()));
                }
                decode(coding, bytes, region, into);
                var rect = new PixelRect(region.getX(), region.getY(), region.getWidth(), region.getHeight());
                damage.add(rect);
                lost.subtract(rect);
                from += length;
            } catch (CodecException e) {
                if (failures.isEmpty()) {
                    failures = new ArrayList<>();
                }
                var area = area(region, into);
                lost.add(new PixelRect(area.getX(), area.getY(), area.getWidth(), area.getHeight()));
                failures.add(new Failure(area, e));
                if (length >= 0 && length <= payload.limit() - from) {
                    from += length;
                } else {
                    streams.close(); // what follows is garbled, and may have been of any of them
                }
            }
        }
        return failures;
    }

    private void decode(Coding coding, ByteBuffer bytes, Region region, Framebuffer into) throws CodecException {
        int x = region.getX();
        int y = region.getY();
        if (coding == Coding.H264) {
            streams.decode(bytes, x, y, region.getWidth(), region.getHeight(), into);
        } else if (coding == Coding.KEPT) {
            if (bytes.hasRemaining()) {
                throw new CodecException("kept pixels with " + bytes.remaining() + " bytes");
            }
            kept.show(into, PixelRect.clamped(x, y, region.getWidth(), region.getHeight()));
        } else {
            decoder.decode(coding, bytes, x, y, region.getWidth(), region.getHeight(), into);
        }
    }

    private void keep(Region region, Framebuffer from) throws CodecException {
        var rect = PixelRect.clamped(region.getX(), region.getY(), region.getWidth(), region.getHeight());
        if (rect.isEmpty() || !from.bounds().contains(rect)) {
            throw new CodecException(rect + " cannot be kept of " + from.bounds());
        }
        kept.keep(from, rect, lost);
    }

    private void requireIntact(PixelRect source) throws CodecException {
        if (lost.intersects(source)) {
            throw new CodecException("a copy from " + source + ", which was lost");
        }
    }

    /** The part of the picture that a region names, or all of it where the region makes no sense. */
    private static Area area(Region region, Framebuffer picture) {
        var rect = PixelRect.clamped(region.getX(), region.getY(), region.getWidth(), region.getHeight())
                .intersection(picture.bounds());
        if (rect.isEmpty()) {
            rect = picture.bounds();
        }
        return Area.newBuilder()
                .setX(rect.x())
                .setY(rect.y())
                .setWidth(rect.width())
                .setHeight(rect.height())
                .build();
    }

    @Override
    public void close() {
        decoder.close();
        streams.close();
        kept.clear();
    }

    /** A part that could not be decoded. */
    record Failure(Area area, CodecException cause) {}
}
