package org.wayray.compositor.globals.capture;

import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.globals.WlShmBuffer;
import org.wayray.compositor.scene.BufferAccessException;

/**
 * A client's buffer that waits for a picture. Its memory is kept also if the client destroys the buffer meanwhile. Confined to
 * the session loop.
 */
final class TargetBuffer implements AutoCloseable {
    private final WlShmBuffer buffer;

    TargetBuffer(WlShmBuffer buffer) {
        this.buffer = buffer;
        buffer.retain();
    }

    /**
     * Writes a part of a picture.
     *
     * @param area of the picture
     * @param origin of the picture that goes to the buffer's upper left corner
     */
    void write(Framebuffer picture, Rect<Physical> area, Offset<Physical> origin) throws BufferAccessException {
        buffer.write(
                new Rect<>(area.x() - origin.x(), area.y() - origin.y(), area.width(), area.height()),
                picture.pixels(),
                picture.index(area.x(), area.y()),
                picture.stride());
    }

    @Override
    public void close() {
        buffer.forget();
    }
}
