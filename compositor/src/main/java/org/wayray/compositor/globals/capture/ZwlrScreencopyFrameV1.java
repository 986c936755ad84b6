package org.wayray.compositor.globals.capture;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.capture.Captures;
import org.wayray.compositor.capture.Picture;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.globals.WlShmBuffer;
import org.wayray.compositor.scene.BufferAccessException;
import org.wayray.wayland.protocols.core.WlShmProtocol.Format;
import org.wayray.wayland.protocols.wlrscreencopy.ZwlrScreencopyFrameV1Protocol;
import org.wayray.wayland.protocols.wlrscreencopy.ZwlrScreencopyFrameV1Protocol.Event;
import org.wayray.wayland.protocols.wlrscreencopy.ZwlrScreencopyFrameV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zwlr_screencopy_frame_v1: one picture. It is taken after the batch of events that asked for it, or later when it waits for
 * damage. Fails when the output has changed its size or is gone. Confined to the session loop.
 */
final class ZwlrScreencopyFrameV1 implements RequestHandler<Request>, Captures.Waiting {
    private static final int BYTES_PER_PIXEL = 4;

    private final Resource<Request, Event> resource;
    private final Captures captures;
    private final ZwlrScreencopyManagerV1.Shown shown;
    private final Rect<Physical> area;
    private @Nullable TargetBuffer target;
    private boolean used;
    private boolean ended;
    private boolean withDamage;

    /** @param area of the output, not empty */
    ZwlrScreencopyFrameV1(
            Resource<Request, Event> resource,
            Captures captures,
            ZwlrScreencopyManagerV1.Shown shown,
            Rect<Physical> area) {
        this.resource = resource;
        this.captures = captures;
        this.shown = shown;
        this.area = area;
        resource.setHandler(this);
        resource.onDestroy(() -> {
            end();
            shown.remove(this);
        });
        resource.send(new Event.Buffer(Format.XRGB8888.value(), area.width(), area.height(), stride()));
        resource.send(new Event.BufferDone());
    }

    /** Answers a client that asked for a picture of nothing. */
    static void failed(Resource<Request, Event> resource) {
        resource.send(new Event.Failed());
        resource.makeInert();
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Copy(int buffer) -> copy(buffer, false);
            case Request.Destroy() -> {}
            case Request.CopyWithDamage(int buffer) -> copy(buffer, true);
        }
    }

    private void copy(int bufferId, boolean onDamage) {
        if (used) {
            throw new ProtocolException(
                    resource, ZwlrScreencopyFrameV1Protocol.Error.ALREADY_USED, "a frame is copied once");
        }
        used = true;
        if (ended) {
            return;
        }
        WlShmBuffer buffer = WlShmBuffer.find(resource.client(), bufferId)
                .filter(this::fits)
                .orElseThrow(() -> new ProtocolException(
                        resource,
                        ZwlrScreencopyFrameV1Protocol.Error.INVALID_BUFFER,
                        "wl_buffer@%d is not one of %dx%d, xrgb8888, stride %d, in shared memory"
                                .formatted(bufferId, area.width(), area.height(), stride())));
        withDamage = onDamage;
        target = new TargetBuffer(buffer);
        shown.series().await(true);
        if (!captures.add(this)) {
            fail();
        }
    }

    private boolean fits(WlShmBuffer buffer) {
        return buffer.format() == Format.XRGB8888.value()
                && buffer.size().width() == area.width()
                && buffer.size().height() == area.height()
                && buffer.stride() == stride();
    }

    private int stride() {
        return area.width() * BYTES_PER_PIXEL;
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
        return !withDamage || shown.series().isNew(area);
    }

    @Override
    public long refreshNanos() {
        return shown.series().refreshNanos();
    }

    @Override
    public void take() {
        TargetBuffer into = target;
        if (ended || into == null) {
            return;
        }
        Picture picture = shown.series().take(area);
        try {
            into.write(picture.pixels(), area, area.origin());
        } catch (BufferAccessException e) {
            fail();
            return;
        }
        resource.send(new Event.Flags(0));
        if (withDamage) {
            picture.changed()
                    .forEach(rect -> resource.send(
                            new Event.Damage(rect.x() - area.x(), rect.y() - area.y(), rect.width(), rect.height())));
        }
        var time = PictureTime.of(captures.nowNanos());
        resource.send(new Event.Ready(time.secondsHigh(), time.secondsLow(), time.nanos()));
        end();
    }

    /** There will be no picture. */
    void fail() {
        if (!ended) {
            end();
            resource.send(new Event.Failed());
        }
    }

    private void end() {
        ended = true;
        captures.remove(this);
        if (target != null) {
            shown.series().await(false);
            target.close();
            target = null;
        }
    }
}
