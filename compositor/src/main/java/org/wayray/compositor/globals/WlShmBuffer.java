package org.wayray.compositor.globals;

import java.util.Optional;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Buffer;
import org.wayray.compositor.scene.BufferAccessException;
import org.wayray.compositor.scene.ClientBuffer;
import org.wayray.posix.ClientMemoryException;
import org.wayray.wayland.protocols.core.WlBufferProtocol.Event;
import org.wayray.wayland.protocols.core.WlBufferProtocol.Request;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * wl_buffer in a {@link WlShmPool}. A surface that took hold of it can still read it after the client has destroyed it.
 *
 * <p>Confined to the session loop.
 */
public final class WlShmBuffer implements RequestHandler<Request>, ClientBuffer {
    private final Resource<Request, Event> resource;
    private final WlShmPool pool;
    private final ShmFormat format;
    private final int offset;
    private final int stride;
    private final Size<Buffer> size;

    /** All numbers were checked against the pool. */
    WlShmBuffer(
            Resource<Request, Event> resource,
            WlShmPool pool,
            ShmFormat format,
            int offset,
            int width,
            int height,
            int stride) {
        this.resource = resource;
        this.pool = pool;
        this.format = format;
        this.offset = offset;
        this.stride = stride;
        this.size = new Size<>(width, height);
        pool.retain();
        resource.setHandler(this);
        resource.onDestroy(pool::release);
    }

    /** The buffer that a client names, if it is one in shared memory. */
    public static Optional<WlShmBuffer> find(Client client, int id) {
        return client.find(id, WlShmBuffer.class);
    }

    /** The number of its format, one of {@code wl_shm.format}. */
    public int format() {
        return format.wireFormat().value();
    }

    /** Bytes from row to row. */
    public int stride() {
        return stride;
    }

    /**
     * Writes a rectangle of pixels of a format with 32-bit words as they are: their red and blue are not exchanged.
     *
     * @param area within {@link #size}
     * @param at index of the first pixel in {@code pixels}
     * @param pixelStride from row to row in {@code pixels}
     * @throws BufferAccessException if the memory is not what the client said it is, or cannot be written
     */
    public void write(Rect<Buffer> area, int[] pixels, int at, int pixelStride) throws BufferAccessException {
        long first = offset + (long) area.y() * stride + (long) area.x() * format.bytesPerPixel();
        try {
            pool.memory().write(first, stride, area.width(), area.height(), pixels, at, pixelStride);
        } catch (ClientMemoryException e) {
            throw new BufferAccessException(String.valueOf(e.getMessage()), e);
        }
    }

    Resource<Request, Event> resource() {
        return resource;
    }

    boolean isAlive() {
        return resource.isAlive();
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
        }
    }

    @Override
    public Size<Buffer> size() {
        return size;
    }

    @Override
    public boolean isOpaque() {
        return format.isOpaque();
    }

    @Override
    public void read(Rect<Buffer> area, int[] pixels) throws BufferAccessException {
        long first = offset + (long) area.y() * stride + (long) area.x() * format.bytesPerPixel();
        int at = area.y() * size.width() + area.x();
        try {
            format.read(pool.memory(), first, stride, area.width(), area.height(), pixels, at, size.width());
        } catch (ClientMemoryException e) {
            throw new BufferAccessException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void retain() {
        pool.retain();
    }

    @Override
    public void release() {
        resource.send(new Event.Release());
        pool.release();
    }

    @Override
    public void forget() {
        pool.release();
    }
}
