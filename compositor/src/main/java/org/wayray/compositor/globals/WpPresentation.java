package org.wayray.compositor.globals;

import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.PresentationFeedback;
import org.wayray.wayland.protocols.presentationtime.WpPresentationFeedbackProtocol;
import org.wayray.wayland.protocols.presentationtime.WpPresentationProtocol;
import org.wayray.wayland.protocols.presentationtime.WpPresentationProtocol.Event;
import org.wayray.wayland.protocols.presentationtime.WpPresentationProtocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wp_presentation: tells clients when their content was shown: the time at which the viewer's word of it arrived.
 *
 * <p>Confined to the session loop.
 */
public final class WpPresentation {
    public static final int VERSION = 1;

    /** Linux's number of CLOCK_MONOTONIC, which is what the session's clock reads. */
    private static final int CLOCK_MONOTONIC = 1;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final WlOutputs outputs;

    public WpPresentation(Display display, WlOutputs outputs) {
        this.outputs = outputs;
        display.global(WpPresentationProtocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, Event> resource) {
        resource.setHandler(new Bound(resource));
        resource.send(new Event.ClockId(CLOCK_MONOTONIC));
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, Event> resource;

        Bound(Resource<Request, Event> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.Feedback(int surface, int callback) ->
                    WlSurface.of(resource.client(), surface)
                            .feedback(new Feedback(resource.client()
                                    .create(WpPresentationFeedbackProtocol.INTERFACE, callback, resource.version())));
            }
        }
    }

    /** wp_presentation_feedback: ends with its only answer. */
    private final class Feedback implements PresentationFeedback {
        private final Resource<NoMessage, WpPresentationFeedbackProtocol.Event> resource;

        Feedback(Resource<NoMessage, WpPresentationFeedbackProtocol.Event> resource) {
            this.resource = resource;
        }

        @Override
        public void presented(Output output, long timeNanos, long sequence) {
            for (int id : outputs.resources(output, resource.client())) {
                resource.send(new WpPresentationFeedbackProtocol.Event.SyncOutput(id));
            }
            long seconds = Math.floorDiv(timeNanos, NANOS_PER_SECOND);
            resource.send(new WpPresentationFeedbackProtocol.Event.Presented(
                    (int) (seconds >>> 32),
                    (int) seconds,
                    (int) Math.floorMod(timeNanos, NANOS_PER_SECOND),
                    (int) output.mode().refreshNanos(),
                    (int) (sequence >>> 32),
                    (int) sequence,
                    0));
            resource.destroy();
        }

        @Override
        public void discarded() {
            resource.send(new WpPresentationFeedbackProtocol.Event.Discarded());
            resource.destroy();
        }
    }
}
