package org.wayray.compositor.globals.outputmanagement;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputControl;
import org.wayray.compositor.output.OutputListener;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputConfigurationV1Protocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputManagerV1Protocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputManagerV1Protocol.Event;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputManagerV1Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zwlr_output_manager_v1: lets clients read and change the set-up of outputs. Version 4.
 *
 * <p>Our outputs have no hardware: each tells of the one mode that it is in, and takes any other as a custom mode. Turning outputs
 * off, turning their picture and adaptive refresh are refused, as failed. Confined to the session loop.
 */
public final class ZwlrOutputManagerV1 implements OutputListener {
    public static final int VERSION = 4;

    private final OutputControl control;
    private final Set<Output> outputs = new LinkedHashSet<>();
    private final List<Bound> bound = new ArrayList<>();

    /** Stands for the set-up as it is now. */
    private int serial;

    public ZwlrOutputManagerV1(Display display, OutputControl control) {
        this.control = control;
        display.global(ZwlrOutputManagerV1Protocol.INTERFACE, VERSION, Bound::new);
    }

    /** Tells clients of an output, until it is removed. */
    public void add(Output output) {
        outputs.add(output);
        output.addListener(this);
        bound.forEach(manager -> manager.introduce(output));
        tellAll();
    }

    @Override
    public void changed(Output output) {
        bound.forEach(manager -> manager.head(output).describe());
        tellAll();
    }

    @Override
    public void removed(Output output) {
        outputs.remove(output);
        output.removeListener(this);
        bound.forEach(manager -> manager.forget(output));
        tellAll();
    }

    private void tellAll() {
        serial++;
        bound.forEach(Bound::done);
    }

    /** Whether nothing has changed since a client was told this serial. */
    boolean isCurrent(int told) {
        return told == serial;
    }

    OutputControl control() {
        return control;
    }

    Set<Output> outputs() {
        return outputs;
    }

    /** One client's view of the outputs. */
    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, Event> resource;
        private final List<ZwlrOutputHeadV1> heads = new ArrayList<>();

        Bound(Resource<Request, Event> resource) {
            this.resource = resource;
            resource.setHandler(this);
            resource.onDestroy(() -> bound.remove(this));
            bound.add(this);
            outputs.forEach(this::introduce);
            done();
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.CreateConfiguration(int id, int since) ->
                    new ZwlrOutputConfigurationV1(
                            resource.client()
                                    .create(ZwlrOutputConfigurationV1Protocol.INTERFACE, id, resource.version()),
                            ZwlrOutputManagerV1.this,
                            since);
                case Request.Stop() -> {
                    resource.send(new Event.Finished());
                    resource.destroy();
                }
            }
        }

        void introduce(Output output) {
            heads.add(ZwlrOutputHeadV1.announce(resource, output));
        }

        ZwlrOutputHeadV1 head(Output output) {
            return heads.stream()
                    .filter(head -> head.output() == output)
                    .findFirst()
                    .orElseThrow();
        }

        void forget(Output output) {
            var head = head(output);
            heads.remove(head);
            head.finish();
        }

        void done() {
            resource.send(new Event.Done(serial));
        }
    }
}
