package org.wayray.compositor.globals.capture;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.capture.Captures;
import org.wayray.compositor.capture.PictureSeries;
import org.wayray.compositor.globals.WlShmBuffer;
import org.wayray.wayland.protocols.core.WlShmProtocol.Format;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureFrameV1Protocol;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureFrameV1Protocol.FailureReason;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureSessionV1Protocol;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureSessionV1Protocol.Event;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureSessionV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * ext_image_copy_capture_session_v1: a series of pictures for one client, one frame at a time. A frame outlives its session.
 * Confined to the session loop.
 */
final class ExtImageCopyCaptureSessionV1 implements RequestHandler<Request>, PictureSeries.Listener {
    private final Resource<Request, Event> resource;
    private final Captures captures;
    private @Nullable PictureSeries series;
    private @Nullable ExtImageCopyCaptureFrameV1 frame;

    /** @param begin begins the series, if there is something to take pictures of */
    ExtImageCopyCaptureSessionV1(
            Resource<Request, Event> resource,
            Captures captures,
            Function<PictureSeries.Listener, Optional<PictureSeries>> begin) {
        this.resource = resource;
        this.captures = captures;
        resource.setHandler(this);
        resource.onDestroy(this::closeUnused);
        series = begin.apply(this).orElse(null);
        if (series == null) {
            resource.send(new Event.Stopped());
        } else {
            resized();
        }
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.CreateFrame(int id) -> createFrame(id);
            case Request.Destroy() -> {}
        }
    }

    private void createFrame(int id) {
        if (frame != null) {
            throw new ProtocolException(
                    resource,
                    ExtImageCopyCaptureSessionV1Protocol.Error.DUPLICATE_FRAME,
                    "the frame before is still there");
        }
        frame = new ExtImageCopyCaptureFrameV1(
                resource.client().create(ExtImageCopyCaptureFrameV1Protocol.INTERFACE, id, resource.version()),
                captures,
                this);
    }

    /** What pictures are taken of; empty when the session has stopped. */
    Optional<PictureSeries> series() {
        return Optional.ofNullable(series);
    }

    /** Whether a picture goes into a buffer as it is. */
    boolean fits(WlShmBuffer buffer) {
        return series().filter(pictures -> buffer.format() == format(pictures)
                        && buffer.size().width() == pictures.size().width()
                        && buffer.size().height() == pictures.size().height())
                .isPresent();
    }

    private static int format(PictureSeries pictures) {
        return (pictures.hasAlpha() ? Format.ARGB8888 : Format.XRGB8888).value();
    }

    void frameGone() {
        frame = null;
        closeUnused();
    }

    @Override
    public void resized() {
        series().ifPresent(pictures -> {
            var size = pictures.size();
            resource.send(new Event.BufferSize(size.width(), size.height()));
            resource.send(new Event.ShmFormat(format(pictures)));
            resource.send(new Event.Done());
        });
        if (frame != null) {
            frame.fail(FailureReason.BUFFER_CONSTRAINTS);
        }
    }

    @Override
    public void stopped() {
        resource.send(new Event.Stopped());
        if (frame != null) {
            frame.fail(FailureReason.STOPPED);
        }
        close();
    }

    private void closeUnused() {
        if (!resource.isAlive() && frame == null) {
            close();
        }
    }

    private void close() {
        if (series != null) {
            series.close();
            series = null;
        }
    }
}
