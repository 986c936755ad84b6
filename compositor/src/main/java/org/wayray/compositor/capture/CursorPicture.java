package org.wayray.compositor.capture;

import java.util.Optional;
import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.render.SurfaceImage;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.seat.Seat;

/**
 * The cursor as it would be seen on an output, which the viewer draws otherwise. Only cursors that a client has drawn: the
 * viewer's own arrow is not known here, so no picture has it.
 *
 * <p>Confined to the session loop.
 */
public final class CursorPicture {
    /** The largest width and height; what is beyond is cut off. */
    private static final int MOST_PIXELS = 512;

    private final Seat seat;
    private final SurfaceImage images = new SurfaceImage();

    CursorPicture(Seat seat) {
        this.seat = seat;
    }

    /** What is the cursor now, if a client has drawn one and the pointer is somewhere. */
    public Optional<Surface> surface() {
        return seat.cursor().surface().filter(surface -> seat.pointer().isPresent() && surface.hasContent());
    }

    /** Whether the cursor is seen on an output. */
    public boolean isAbove(Output output) {
        return !place(output).isEmpty();
    }

    /** Width and height of a cursor's image. */
    Size<Physical> size(Surface cursor, Scale scale) {
        Rect<Physical> size = scale.toPhysical(cursor.size().toRect());
        return new Size<>(Math.clamp(size.width(), 1, MOST_PIXELS), Math.clamp(size.height(), 1, MOST_PIXELS));
    }

    /** Where the cursor points, in pixels of the output's picture. */
    public Offset<Physical> position(Output output) {
        var position = seat.pointer().position();
        double factor = output.scale().factor();
        return Offset.clamped((int) Math.floor((position.x() - output.position().x()) * factor), (int)
                Math.floor((position.y() - output.position().y()) * factor));
    }

    /** Which pixel of the image points. */
    public Offset<Physical> hotSpot(Scale scale) {
        var hotSpot = seat.cursor().hotSpot();
        return Offset.clamped(
                (int) Math.round(hotSpot.x() * scale.factor()), (int) Math.round(hotSpot.y() * scale.factor()));
    }

    /** The image, with alpha; empty when {@link #surface} is. */
    public Optional<Framebuffer> image(Scale scale) {
        return surface().map(surface -> images.of(surface, scale, MOST_PIXELS));
    }

    /** Where the image lies in the output's picture; empty when there is none. */
    Rect<Physical> place(Output output) {
        return surface()
                .map(surface -> output.scale().toPhysical(surface.size().toRect()))
                .map(size -> new Rect<Physical>(0, 0, Math.max(1, size.width()), Math.max(1, size.height()))
                        .translated(position(output).minus(hotSpot(output.scale())))
                        .intersect(output.mode().size().toRect()))
                .orElse(Rect.empty());
    }

    /** Paints the cursor over the output's picture. */
    void paintOver(Output output, Rect<Physical> clip, Framebuffer target) {
        surface().ifPresent(surface -> {
            Rect<Physical> size = output.scale().toPhysical(surface.size().toRect());
            Rect<Physical> whole = new Rect<Physical>(0, 0, Math.max(1, size.width()), Math.max(1, size.height()))
                    .translated(position(output).minus(hotSpot(output.scale())));
            images.paintOver(surface, whole, clip, target);
        });
    }
}
