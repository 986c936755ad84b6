package org.wayray.compositor.globals.capture;

import java.util.Optional;
import org.wayray.compositor.capture.Captures;
import org.wayray.compositor.capture.PictureSeries;
import org.wayray.compositor.output.Output;
import org.wayray.wayland.protocols.extimagecapturesource.ExtImageCaptureSourceV1Protocol.Request;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/** ext_image_capture_source_v1: an output that pictures can be taken of, or nothing if it is gone. Confined to the session loop. */
final class ExtImageCaptureSourceV1 implements RequestHandler<Request> {
    private final Captures captures;
    private final Optional<Output> output;

    ExtImageCaptureSourceV1(Resource<Request, NoMessage> resource, Captures captures, Optional<Output> output) {
        this.captures = captures;
        this.output = output;
        resource.setHandler(this);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
        }
    }

    /** The output, if it is still there. */
    Optional<Output> output() {
        return output.filter(captures::has);
    }

    /** Begins a series of pictures; empty if there is nothing to take them of any more. */
    Optional<PictureSeries> begin(boolean withCursor, PictureSeries.Listener listener) {
        return output().map(found -> captures.of(found).begin(withCursor, listener));
    }
}
