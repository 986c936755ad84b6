package org.wayray.compositor.geometry;

import java.util.Optional;
import org.wayray.compositor.geometry.Space.Buffer;

/**
 * How a client has turned its content before it wrote it into the buffer (wl_output.transform as used by
 * wl_surface.set_buffer_transform; rotations are counter-clockwise, flips happen before them around the vertical axis).
 *
 * <p>Each of the eight is an optional exchange of the axes followed by optional mirrors, which is all that a copy loop needs
 * to know: the buffer column of an upright pixel {@code (u, v)} is {@code u}, or {@code v} if {@link #swapsAxes}, counted from
 * the other end if {@link #mirrorsColumns}; likewise for the row.
 */
public enum BufferTransform {
    NORMAL(0, false, false, false),
    ROTATED_90(1, true, false, true),
    ROTATED_180(2, false, true, true),
    ROTATED_270(3, true, true, false),
    FLIPPED(4, false, true, false),
    FLIPPED_90(5, true, false, false),
    FLIPPED_180(6, false, false, true),
    FLIPPED_270(7, true, true, true);

    private final int wireValue;
    private final boolean swapsAxes;
    private final boolean mirrorsColumns;
    private final boolean mirrorsRows;

    BufferTransform(int wireValue, boolean swapsAxes, boolean mirrorsColumns, boolean mirrorsRows) {
        this.wireValue = wireValue;
        this.swapsAxes = swapsAxes;
        this.mirrorsColumns = mirrorsColumns;
        this.mirrorsRows = mirrorsRows;
    }

    /** The transform with Wayland's number, if there is one. */
    public static Optional<BufferTransform> of(int wireValue) {
        for (BufferTransform transform : values()) {
            if (transform.wireValue == wireValue) {
                return Optional.of(transform);
            }
        }
        return Optional.empty();
    }

    /** Wayland's number for this transform (wl_output.transform). */
    public int wireValue() {
        return wireValue;
    }

    /** Whether columns of the upright content are rows of the buffer. */
    public boolean swapsAxes() {
        return swapsAxes;
    }

    /** Whether buffer columns run against the upright axis that they come from. */
    public boolean mirrorsColumns() {
        return mirrorsColumns;
    }

    /** Whether buffer rows run against the upright axis that they come from. */
    public boolean mirrorsRows() {
        return mirrorsRows;
    }

    /** The size of the upright content of a buffer of {@code size}, still in buffer pixels. */
    public Size<Buffer> upright(Size<Buffer> size) {
        return swapsAxes ? new Size<>(/* width= */ size.height(), /* height= */ size.width()) : size;
    }

    /** Where a rectangle of the upright content lies in a buffer of {@code bufferSize}. */
    public Rect<Buffer> fromUpright(Rect<Buffer> rect, Size<Buffer> bufferSize) {
        int x = swapsAxes ? rect.y() : rect.x();
        int y = swapsAxes ? rect.x() : rect.y();
        int width = swapsAxes ? rect.height() : rect.width();
        int height = swapsAxes ? rect.width() : rect.height();
        return new Rect<>(
                mirrorsColumns ? bufferSize.width() - x - width : x,
                mirrorsRows ? bufferSize.height() - y - height : y,
                width,
                height);
    }

    /** Where a rectangle of a buffer of {@code bufferSize} lies in the upright content. */
    public Rect<Buffer> toUpright(Rect<Buffer> rect, Size<Buffer> bufferSize) {
        int x = mirrorsColumns ? bufferSize.width() - rect.right() : rect.x();
        int y = mirrorsRows ? bufferSize.height() - rect.bottom() : rect.y();
        return swapsAxes
                ? new Rect<>(y, x, rect.height(), rect.width())
                : new Rect<>(x, y, rect.width(), rect.height());
    }
}
