package org.wayray.compositor.globals.capture;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.capture.Captures;
import org.wayray.compositor.capture.CursorSeries;
import org.wayray.compositor.capture.PictureSeries;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.Output;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureCursorSessionV1Protocol;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureCursorSessionV1Protocol.Event;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureCursorSessionV1Protocol.Request;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureSessionV1Protocol;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * ext_image_copy_capture_cursor_session_v1: where the seat's cursor is above an output, and pictures of it. There is one seat, so
 * whose wl_pointer it is does not matter. Confined to the session loop.
 */
final class ExtImageCopyCaptureCursorSessionV1 implements RequestHandler<Request> {
    private final Resource<Request, Event> resource;
    private final Captures captures;
    private final Optional<Output> output;
    private final Runnable follower = this::update;
    private @Nullable Offset<Physical> position;
    private @Nullable Offset<Physical> hotSpot;
    private boolean inside;
    private boolean hasSession;

    ExtImageCopyCaptureCursorSessionV1(Resource<Request, Event> resource, Captures captures, Optional<Output> output) {
        this.resource = resource;
        this.captures = captures;
        this.output = output;
        resource.setHandler(this);
        captures.addFollower(follower);
        resource.onDestroy(() -> captures.removeFollower(follower));
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
            case Request.GetCaptureSession(int session) -> getCaptureSession(session);
        }
    }

    private void getCaptureSession(int id) {
        if (hasSession) {
            throw new ProtocolException(
                    resource,
                    ExtImageCopyCaptureCursorSessionV1Protocol.Error.DUPLICATE_SESSION,
                    "the pictures of a cursor session have been asked for");
        }
        hasSession = true;
        new ExtImageCopyCaptureSessionV1(
                resource.client().create(ExtImageCopyCaptureSessionV1Protocol.INTERFACE, id, resource.version()),
                captures,
                listener -> output.filter(captures::has)
                        .map(found -> (PictureSeries) new CursorSeries(captures, found, listener)));
    }

    /** Tells where the cursor is, if that has changed. Called once per batch of events. */
    private void update() {
        var above = output.filter(captures::has).filter(captures.cursor()::isAbove);
        if (above.isEmpty()) {
            if (inside) {
                inside = false;
                position = null;
                hotSpot = null;
                resource.send(new Event.Leave());
            }
            return;
        }
        if (resource.client().isBehind()) {
            return;
        }
        if (!inside) {
            inside = true;
            resource.send(new Event.Enter());
        }
        var nowAt = captures.cursor().position(above.get());
        if (!nowAt.equals(position)) {
            position = nowAt;
            resource.send(new Event.Position(nowAt.x(), nowAt.y()));
        }
        var nowPointing = captures.cursor().hotSpot(above.get().scale());
        if (!nowPointing.equals(hotSpot)) {
            hotSpot = nowPointing;
            resource.send(new Event.Hotspot(nowPointing.x(), nowPointing.y()));
        }
    }
}
