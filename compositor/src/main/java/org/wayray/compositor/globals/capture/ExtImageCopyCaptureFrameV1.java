package org.wayray.compositor.globals.capture;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.capture.Captures;
import org.wayray.compositor.capture.Picture;
import org.wayray.compositor.capture.PictureSeries;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.globals.WlShmBuffer;
import org.wayray.compositor.scene.BufferAccessException;
import org.wayray.wayland.protocols.core.WlOutputProtocol.Transform;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureFrameV1Protocol;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureFrameV1Protocol.Event;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureFrameV1Protocol.FailureReason;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureFrameV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * ext_image_copy_capture_frame_v1: one picture. Only what has changed since the session's last picture, and what the client says
 * is out of date in its buffer, is written. Confined to the session loop.
 */
final class ExtImageCopyCaptureFrameV1 implements RequestHandler<Request>, Captures.Waiting {
    private static final int MOST_RECTS = 64;

    private final Resource<Request, Event> resource;
    private final Captures captures;
    private final ExtImageCopyCaptureSessionV1 session;
    private Region<Physical> outOfDate = Region.empty();
    private @Nullable WlShmBuffer buffer;
    private @Nullable TargetBuffer target;
    /** Set while a picture is awaited. */
    private @Nullable PictureSeries awaited;

    private boolean attached;
    private boolean captured;

    ExtImageCopyCaptureFrameV1(
            Resource<Request, Event> resource, Captures captures, ExtImageCopyCaptureSessionV1 session) {
        this.resource = resource;
        this.captures = captures;
        this.session = session;
        resource.setHandler(this);
        resource.onDestroy(() -> {
            end();
            session.frameGone();
        });
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
            case Request.AttachBuffer(int id) -> attachBuffer(id);
            case Request.DamageBuffer(int x, int y, int width, int height) -> damageBuffer(x, y, width, height);
            case Request.Capture() -> capture();
        }
    }

    private void attachBuffer(int id) {
        requireNotCaptured();
        release();
        attached = true;
        buffer = WlShmBuffer.find(resource.client(), id).orElse(null);
        if (buffer != null) {
            target = new TargetBuffer(buffer);
        }
    }

    private void damageBuffer(int x, int y, int width, int height) {
        requireNotCaptured();
        if (x < 0 || y < 0 || width <= 0 || height <= 0) {
            throw new ProtocolException(
                    resource,
                    ExtImageCopyCaptureFrameV1Protocol.Error.INVALID_BUFFER_DAMAGE,
                    "damage of %dx%d at %d,%d".formatted(width, height, x, y));
        }
        outOfDate = outOfDate.union(Rect.clamped(x, y, width, height)).simplified(MOST_RECTS);
    }

    private void capture() {
        requireNotCaptured();
        if (!attached) {
            throw new ProtocolException(
                    resource, ExtImageCopyCaptureFrameV1Protocol.Error.NO_BUFFER, "no buffer is attached");
        }
        captured = true;
        var series = session.series();
        if (series.isEmpty()) {
            failed(FailureReason.STOPPED);
        } else if (buffer == null || !session.fits(buffer)) {
            failed(FailureReason.BUFFER_CONSTRAINTS);
        } else if (captures.add(this)) {
            awaited = series.get();
            awaited.await(true);
        } else {
            failed(FailureReason.UNKNOWN);
        }
    }

    private void requireNotCaptured() {
        if (captured) {
            throw new ProtocolException(
                    resource,
                    ExtImageCopyCaptureFrameV1Protocol.Error.ALREADY_CAPTURED,
                    "the picture has been asked for");
        }
    }

    @Override
    public Object client() {
        return resource.client();
    }

    @Override
    public boolean isBehind() {
        return resource.client().isBehind();
    }

    @Override
    public boolean isDue() {
        return awaited != null && awaited.isNew();
    }

    @Override
    public long refreshNanos() {
        return awaited == null ? 0 : awaited.refreshNanos();
    }

    @Override
    public void take() {
        var series = awaited;
        var into = target;
        if (series == null || into == null) {
            return;
        }
        Picture picture = series.take();
        try {
            var parts =
                    picture.changed().union(outOfDate).intersect(series.size().toRect());
            for (int i = 0; i < parts.size(); i++) {
                into.write(picture.pixels(), parts.rect(i), Offset.zero());
            }
        } catch (BufferAccessException e) {
            fail(FailureReason.UNKNOWN);
            return;
        }
        resource.send(new Event.Transform(Transform.NORMAL.value()));
        picture.changed()
                .forEach(rect -> resource.send(new Event.Damage(rect.x(), rect.y(), rect.width(), rect.height())));
        var time = PictureTime.of(captures.nowNanos());
        resource.send(new Event.PresentationTime(time.secondsHigh(), time.secondsLow(), time.nanos()));
        resource.send(new Event.Ready());
        end();
    }

    /** There will be no picture, if one is awaited. */
    void fail(FailureReason reason) {
        if (awaited != null) {
            end();
            failed(reason);
        }
    }

    private void failed(FailureReason reason) {
        release();
        resource.send(new Event.Failed(reason.value()));
    }

    private void end() {
        if (awaited != null) {
            captures.remove(this);
            awaited.await(false);
            awaited = null;
        }
        release();
    }

    private void release() {
        if (target != null) {
            target.close();
            target = null;
        }
    }
}
