package org.wayray.compositor.globals;

import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Buffer;
import org.wayray.compositor.scene.ClientBuffer;
import org.wayray.wayland.protocols.core.WlBufferProtocol;
import org.wayray.wayland.protocols.singlepixelbuffer.WpSinglePixelBufferManagerV1Protocol;
import org.wayray.wayland.protocols.singlepixelbuffer.WpSinglePixelBufferManagerV1Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wp_single_pixel_buffer_manager_v1: buffers of one pixel of any colour, which a wp_viewport stretches. Colours are kept with eight
 * bits for each channel, as all others.
 *
 * <p>Confined to the session loop.
 */
public final class WpSinglePixelBufferManagerV1 {
    public static final int VERSION = 1;

    /** Offers the global. */
    public WpSinglePixelBufferManagerV1(Display display) {
        display.global(
                WpSinglePixelBufferManagerV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
    }

    private record Bound(Resource<Request, NoMessage> resource) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.CreateU32RgbaBuffer(int id, int r, int g, int b, int a) ->
                    new PixelBuffer(
                            resource.client().create(WlBufferProtocol.INTERFACE, id, 1), premultiplied(r, g, b, a));
            }
        }
    }

    /** The pixel 0xAARRGGBB of channels of 32 bits. No colour is above its alpha. */
    private static int premultiplied(int r, int g, int b, int a) {
        int alpha = channel(a);
        return alpha << 24
                | Math.min(channel(r), alpha) << 16
                | Math.min(channel(g), alpha) << 8
                | Math.min(channel(b), alpha);
    }

    /** The upper eight of 32 bits, rounded. */
    private static int channel(int value) {
        return (int) ((Integer.toUnsignedLong(value) * 255 + 0x7fff_ffffL) / 0xffff_ffffL);
    }

    /** wl_buffer of one pixel, which needs no memory of the client's. */
    private record PixelBuffer(Resource<WlBufferProtocol.Request, WlBufferProtocol.Event> resource, int pixel)
            implements RequestHandler<WlBufferProtocol.Request>, ClientBuffer {
        PixelBuffer {
            resource.setHandler(this);
        }

        @Override
        public void handle(WlBufferProtocol.Request request) {
            switch (request) {
                case WlBufferProtocol.Request.Destroy() -> {}
            }
        }

        @Override
        public Size<Buffer> size() {
            return new Size<>(1, 1);
        }

        @Override
        public boolean isOpaque() {
            return pixel >>> 24 == 255;
        }

        @Override
        public void read(Rect<Buffer> area, int[] pixels) {
            if (!area.isEmpty()) {
                pixels[0] = pixel;
            }
        }

        @Override
        public void retain() {}

        @Override
        public void release() {
            resource.send(new WlBufferProtocol.Event.Release());
        }

        @Override
        public void forget() {}
    }
}
