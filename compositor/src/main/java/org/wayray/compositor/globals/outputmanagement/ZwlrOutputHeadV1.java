package org.wayray.compositor.globals.outputmanagement;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.globals.WlOutputs;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputMode;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputHeadV1Protocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputHeadV1Protocol.Event;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputHeadV1Protocol.Request;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputManagerV1Protocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputModeV1Protocol;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zwlr_output_head_v1: an output as one client's manager tells of it, with its one mode (zwlr_output_mode_v1). The physical size is
 * left out: a viewer's window has none. Confined to the session loop.
 */
final class ZwlrOutputHeadV1 implements RequestHandler<Request> {
    /** From this version on, the client lets go of what has finished; before, it is gone with the event. */
    private static final int RELEASE_SINCE = 3;

    private final Resource<Request, Event> resource;
    private final Output output;
    private @Nullable Mode mode;

    private ZwlrOutputHeadV1(Resource<Request, Event> resource, Output output) {
        this.resource = resource;
        this.output = output;
        resource.setHandler(this);
    }

    /** Tells a client of an output. */
    static ZwlrOutputHeadV1 announce(Resource<?, ZwlrOutputManagerV1Protocol.Event> manager, Output output) {
        var resource = manager.client().create(ZwlrOutputHeadV1Protocol.INTERFACE, manager.version());
        manager.send(new ZwlrOutputManagerV1Protocol.Event.Head(resource.id()));
        var head = new ZwlrOutputHeadV1(resource, output);
        resource.send(new Event.Name(output.name()));
        resource.send(new Event.Description(output.description()));
        resource.send(new Event.Make(WlOutputs.MAKE));
        resource.send(new Event.Model(WlOutputs.MODEL));
        head.describe();
        return head;
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Release() -> {}
        }
    }

    Output output() {
        return output;
    }

    /** Tells what can change. The manager's done is to follow. */
    void describe() {
        if (!resource.isAlive()) {
            return;
        }
        var current = mode;
        if (current == null || !current.mode().equals(output.mode())) {
            mode = Mode.announce(resource, this);
            if (current != null) {
                current.finish();
            }
            current = mode;
        }
        resource.send(new Event.Enabled(1));
        if (current.resource().isAlive()) {
            resource.send(new Event.CurrentMode(current.resource().id()));
        }
        resource.send(
                new Event.Position(output.position().x(), output.position().y()));
        resource.send(new Event.Transform(WlOutputProtocol.Transform.NORMAL.value()));
        resource.send(new Event.Scale(output.scale().factor()));
        resource.send(new Event.AdaptiveSync(ZwlrOutputHeadV1Protocol.AdaptiveSyncState.DISABLED.value()));
    }

    /** The output is gone. */
    void finish() {
        if (mode != null) {
            mode.finish();
        }
        resource.send(new Event.Finished());
        end(resource);
    }

    private static void end(Resource<?, ?> finished) {
        if (finished.version() < RELEASE_SINCE) {
            finished.destroy();
        } else {
            finished.makeInert();
        }
    }

    /**
     * zwlr_output_mode_v1: what an output's mode was when the client was told of it.
     *
     * @param head whose mode it is
     */
    record Mode(
            Resource<ZwlrOutputModeV1Protocol.Request, ZwlrOutputModeV1Protocol.Event> resource,
            ZwlrOutputHeadV1 head,
            OutputMode mode)
            implements RequestHandler<ZwlrOutputModeV1Protocol.Request> {

        static Mode announce(Resource<?, Event> headResource, ZwlrOutputHeadV1 head) {
            var resource = headResource.client().create(ZwlrOutputModeV1Protocol.INTERFACE, headResource.version());
            headResource.send(new Event.Mode(resource.id()));
            var mode = new Mode(resource, head, head.output().mode());
            resource.setHandler(mode);
            var size = mode.mode().size();
            resource.send(new ZwlrOutputModeV1Protocol.Event.Size(size.width(), size.height()));
            resource.send(new ZwlrOutputModeV1Protocol.Event.Refresh(mode.mode().refreshMilliHertz()));
            resource.send(new ZwlrOutputModeV1Protocol.Event.Preferred());
            return mode;
        }

        @Override
        public void handle(ZwlrOutputModeV1Protocol.Request request) {
            switch (request) {
                case ZwlrOutputModeV1Protocol.Request.Release() -> {}
            }
        }

        private void finish() {
            resource.send(new ZwlrOutputModeV1Protocol.Event.Finished());
            end(resource);
        }
    }
}
