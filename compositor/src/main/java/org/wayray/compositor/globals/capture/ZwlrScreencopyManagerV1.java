package org.wayray.compositor.globals.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wayray.compositor.capture.Captures;
import org.wayray.compositor.capture.OutputPictures;
import org.wayray.compositor.capture.PictureSeries;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.globals.PerClient;
import org.wayray.compositor.globals.WlOutputs;
import org.wayray.compositor.output.Output;
import org.wayray.wayland.protocols.wlrscreencopy.ZwlrScreencopyFrameV1Protocol;
import org.wayray.wayland.protocols.wlrscreencopy.ZwlrScreencopyManagerV1Protocol;
import org.wayray.wayland.protocols.wlrscreencopy.ZwlrScreencopyManagerV1Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwlr_screencopy_manager_v1: pictures of an output or a part of it, for grim, wf-recorder and their like. DMA buffers are not
 * offered, as there is no GPU. Confined to the session loop.
 */
public final class ZwlrScreencopyManagerV1 {
    public static final int VERSION = 3;

    /** Objects for the global that a client may have at once: what each has been shown is remembered. */
    private static final int MOST_PER_CLIENT = 64;

    private final Captures captures;
    private final PerClient<Bound> managers = new PerClient<>();

    /** Offers the global. */
    public ZwlrScreencopyManagerV1(Display display, Captures captures) {
        this.captures = captures;
        display.global(ZwlrScreencopyManagerV1Protocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, NoMessage> resource) {
        var manager = new Bound(resource);
        resource.setHandler(manager);
        managers.add(resource, manager, MOST_PER_CLIENT);
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, NoMessage> resource;
        private final Map<Seen, Shown> shown = new HashMap<>();

        Bound(Resource<Request, NoMessage> resource) {
            this.resource = resource;
            resource.onDestroy(() -> List.copyOf(shown.values()).forEach(Shown::managerGone));
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.CaptureOutput(int frame, int overlayCursor, int output) ->
                    capture(frame, overlayCursor, output, Rect.everything());
                case Request.CaptureOutputRegion(
                        int frame,
                        int overlayCursor,
                        int output,
                        int x,
                        int y,
                        int width,
                        int height) ->
                    capture(
                            frame,
                            overlayCursor,
                            output,
                            width > 0 && height > 0 ? Rect.clamped(x, y, width, height) : Rect.empty());
                case Request.Destroy() -> {}
            }
        }

        /** @param part in logical coordinates of the output */
        private void capture(int id, int overlayCursor, int outputId, Rect<Logical> part) {
            var frame = resource.client().create(ZwlrScreencopyFrameV1Protocol.INTERFACE, id, resource.version());
            Optional<Output> output = WlOutputs.find(resource.client(), outputId);
            Rect<Physical> area = output.map(found -> physical(found, part)).orElse(Rect.empty());
            if (output.isEmpty() || area.isEmpty()) {
                ZwlrScreencopyFrameV1.failed(frame);
                return;
            }
            var seen = new Seen(output.get(), overlayCursor != 0);
            var pictures = shown.computeIfAbsent(seen, key -> new Shown(captures.of(key.output()), key.withCursor()));
            pictures.add(new ZwlrScreencopyFrameV1(frame, captures, pictures, area));
        }

        private static Rect<Physical> physical(Output output, Rect<Logical> part) {
            Rect<Logical> inside = part.intersect(output.logicalSize().toRect());
            return output.scale()
                    .toPhysical(inside)
                    .intersect(output.mode().size().toRect());
        }
    }

    private record Seen(Output output, boolean withCursor) {}

    /** What a manager's frames have shown of an output: damage is what has changed since. */
    static final class Shown implements PictureSeries.Listener {
        private final OutputPictures.Series series;
        private final Set<ZwlrScreencopyFrameV1> frames = new HashSet<>();
        private boolean managerGone;

        Shown(OutputPictures pictures, boolean withCursor) {
            series = pictures.begin(withCursor, this);
        }

        OutputPictures.Series series() {
            return series;
        }

        void add(ZwlrScreencopyFrameV1 frame) {
            frames.add(frame);
        }

        void remove(ZwlrScreencopyFrameV1 frame) {
            frames.remove(frame);
            closeUnused();
        }

        void managerGone() {
            managerGone = true;
            closeUnused();
        }

        private void closeUnused() {
            if (managerGone && frames.isEmpty()) {
                series.close();
            }
        }

        @Override
        public void resized() {
            new ArrayList<>(frames).forEach(ZwlrScreencopyFrameV1::fail);
        }

        @Override
        public void stopped() {
            resized();
        }
    }
}
