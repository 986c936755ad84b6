package org.wayray.compositor.globals;

import org.wayray.posix.ClientMemory;
import org.wayray.posix.ClientMemoryException;
import org.wayray.wayland.protocols.core.WlBufferProtocol;
import org.wayray.wayland.protocols.core.WlShmPoolProtocol.Request;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;
import org.wayray.wayland.wire.WireEnum;

/**
 * wl_shm_pool: one file of a client's, from which buffers are cut. The memory is kept as long as the pool, one of its buffers,
 * or a surface that waits to use one of them lives.
 *
 * <p>Confined to the session loop.
 */
final class WlShmPool implements RequestHandler<Request> {
    private final Resource<Request, NoMessage> resource;
    private final ClientMemory memory;
    private final Runnable whenClosed;
    private int holders = 1;

    /**
     * @param memory owned by the pool from now on
     * @param whenClosed told when nobody holds the memory any longer
     */
    WlShmPool(Resource<Request, NoMessage> resource, ClientMemory memory, Runnable whenClosed) {
        this.resource = resource;
        this.memory = memory;
        this.whenClosed = whenClosed;
        resource.setHandler(this);
        resource.onDestroy(this::release);
    }

    ClientMemory memory() {
        return memory;
    }

    void retain() {
        holders++;
    }

    void release() {
        if (--holders == 0) {
            memory.close();
            whenClosed.run();
        }
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.CreateBuffer(int id, int offset, int width, int height, int stride, int format) ->
                createBuffer(id, offset, width, height, stride, format);
            case Request.Destroy() -> {}
            case Request.Resize(int size) -> resize(size);
        }
    }

    private void createBuffer(int id, int offset, int width, int height, int stride, int formatNumber) {
        ShmFormat format = ShmFormat.of(formatNumber)
                .orElseThrow(() ->
                        error(WlShmProtocol.Error.INVALID_FORMAT, "format 0x" + Integer.toHexString(formatNumber)));
        if (offset < 0
                || width <= 0
                || height <= 0
                || stride < (long) width * format.bytesPerPixel()
                || offset + (long) stride * height > memory.size()) {
            throw error(
                    WlShmProtocol.Error.INVALID_STRIDE,
                    "buffer of %dx%d with stride %d at %d in a pool of %d bytes"
                            .formatted(width, height, stride, offset, memory.size()));
        }
        new WlShmBuffer(
                resource.client().create(WlBufferProtocol.INTERFACE, id, 1),
                this,
                format,
                offset,
                width,
                height,
                stride);
    }

    private void resize(int size) {
        if (size < memory.size()) {
            throw error(WlShmProtocol.Error.INVALID_FD, "a pool can only grow, not to " + size + " bytes");
        }
        try {
            memory.resize(size);
        } catch (ClientMemoryException e) {
            throw error(WlShmProtocol.Error.INVALID_FD, String.valueOf(e.getMessage()));
        }
    }

    /** The interface has no errors of its own; by custom those of wl_shm are used. */
    private ProtocolException error(WireEnum code, String message) {
        return new ProtocolException(resource, code, message);
    }
}
