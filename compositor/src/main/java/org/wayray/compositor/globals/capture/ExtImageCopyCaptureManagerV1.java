package org.wayray.compositor.globals.capture;

import org.wayray.compositor.capture.Captures;
import org.wayray.compositor.globals.PerClient;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureCursorSessionV1Protocol;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureManagerV1Protocol;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureManagerV1Protocol.Request;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureSessionV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * ext_image_copy_capture_manager_v1: series of pictures of an output, and of the cursor by itself. DMA buffers are not offered, as
 * there is no GPU. Confined to the session loop.
 */
public final class ExtImageCopyCaptureManagerV1 {
    public static final int VERSION = 1;

    /** Sessions that a client may have at once: what each has been shown is remembered. */
    private static final int MOST_PER_CLIENT = 64;

    private final Captures captures;
    private final PerClient<Object> sessions = new PerClient<>();

    /** Offers the global. */
    public ExtImageCopyCaptureManagerV1(Display display, Captures captures) {
        this.captures = captures;
        display.global(ExtImageCopyCaptureManagerV1Protocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, NoMessage> resource) {
        resource.setHandler(request -> {
            switch (request) {
                case Request.CreateSession(int session, int source, int options) ->
                    createSession(resource, session, source, options);
                case Request.CreatePointerCursorSession(int session, int source, int ignoredPointer) ->
                    createPointerCursorSession(resource, session, source);
                case Request.Destroy() -> {}
            }
        });
    }

    private void createSession(Resource<Request, NoMessage> from, int id, int sourceId, int options) {
        if ((options & ~ExtImageCopyCaptureManagerV1Protocol.Options.PAINT_CURSORS) != 0) {
            throw new ProtocolException(
                    from,
                    ExtImageCopyCaptureManagerV1Protocol.Error.INVALID_OPTION,
                    "options " + Integer.toHexString(options));
        }
        var source = from.client().handler(sourceId, ExtImageCaptureSourceV1.class);
        var resource = from.client().create(ExtImageCopyCaptureSessionV1Protocol.INTERFACE, id, from.version());
        count(resource);
        new ExtImageCopyCaptureSessionV1(
                resource,
                captures,
                listener -> source.begin(
                        (options & ExtImageCopyCaptureManagerV1Protocol.Options.PAINT_CURSORS) != 0, listener));
    }

    private void createPointerCursorSession(Resource<Request, NoMessage> from, int id, int sourceId) {
        var source = from.client().handler(sourceId, ExtImageCaptureSourceV1.class);
        var resource = from.client().create(ExtImageCopyCaptureCursorSessionV1Protocol.INTERFACE, id, from.version());
        count(resource);
        new ExtImageCopyCaptureCursorSessionV1(resource, captures, source.output());
    }

    private void count(Resource<?, ?> session) {
        sessions.add(session, session, MOST_PER_CLIENT);
    }
}
