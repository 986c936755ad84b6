package org.wayray.compositor.globals.capture;

import org.wayray.compositor.capture.Captures;
import org.wayray.compositor.globals.WlOutputs;
import org.wayray.wayland.protocols.extimagecapturesource.ExtImageCaptureSourceV1Protocol;
import org.wayray.wayland.protocols.extimagecapturesource.ExtOutputImageCaptureSourceManagerV1Protocol;
import org.wayray.wayland.protocols.extimagecapturesource.ExtOutputImageCaptureSourceManagerV1Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/** ext_output_image_capture_source_manager_v1: outputs as what pictures are taken of. Confined to the session loop. */
public final class ExtOutputImageCaptureSourceManagerV1 {
    public static final int VERSION = 1;

    private final Captures captures;

    /** Offers the global. */
    public ExtOutputImageCaptureSourceManagerV1(Display display, Captures captures) {
        this.captures = captures;
        display.global(ExtOutputImageCaptureSourceManagerV1Protocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, NoMessage> resource) {
        resource.setHandler(request -> {
            switch (request) {
                case Request.CreateSource(int source, int output) -> createSource(resource, source, output);
                case Request.Destroy() -> {}
            }
        });
    }

    private void createSource(Resource<Request, NoMessage> from, int id, int output) {
        var client = from.client();
        new ExtImageCaptureSourceV1(
                client.create(ExtImageCaptureSourceV1Protocol.INTERFACE, id, from.version()),
                captures,
                WlOutputs.find(client, output));
    }
}
