package org.wayray.compositor.globals;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputListener;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.wlroutputpowermanagement.ZwlrOutputPowerManagerV1Protocol;
import org.wayray.wayland.protocols.wlroutputpowermanagement.ZwlrOutputPowerManagerV1Protocol.Request;
import org.wayray.wayland.protocols.wlroutputpowermanagement.ZwlrOutputPowerV1Protocol;
import org.wayray.wayland.protocols.wlroutputpowermanagement.ZwlrOutputPowerV1Protocol.Event;
import org.wayray.wayland.protocols.wlroutputpowermanagement.ZwlrOutputPowerV1Protocol.Mode;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwlr_output_power_manager_v1: lets clients switch outputs off, so that viewers show black. Version 1.
 *
 * <p>The user's next input switches them on again, whatever has become of the client: who is in front of a black screen has no
 * other way. Confined to the session loop.
 */
public final class ZwlrOutputPowerManagerV1 implements OutputListener {
    public static final int VERSION = 1;

    /** The switches that clients have, by output. */
    private final Map<Output, Set<Switch>> switches = new HashMap<>();

    /** Offers the global. */
    public ZwlrOutputPowerManagerV1(Display display, Seat seat) {
        seat.addActivityListener(this::switchOn);
        display.global(
                ZwlrOutputPowerManagerV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
    }

    private void switchOn() {
        switches.keySet().forEach(output -> turn(output, true));
    }

    private void turn(Output output, boolean on) {
        if (output.isOn() != on) {
            output.setOn(on);
            switches.getOrDefault(output, Set.of()).forEach(Switch::tell);
        }
    }

    @Override
    public void removed(Output output) {
        output.removeListener(this);
        var orphans = switches.remove(output);
        if (orphans != null) {
            List.copyOf(orphans).forEach(Switch::fail);
        }
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, NoMessage> resource;

        Bound(Resource<Request, NoMessage> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.GetOutputPower(int id, int output) -> getOutputPower(id, output);
                case Request.Destroy() -> {}
            }
        }

        private void getOutputPower(int id, int outputId) {
            var created = resource.client().create(ZwlrOutputPowerV1Protocol.INTERFACE, id, resource.version());
            var output = WlOutputs.find(resource.client(), outputId);
            if (output.isEmpty()) {
                created.send(new Event.Failed());
                created.makeInert();
                return;
            }
            var all = switches.computeIfAbsent(output.get(), added -> {
                added.addListener(ZwlrOutputPowerManagerV1.this);
                return new LinkedHashSet<>();
            });
            var one = new Switch(created, output.get());
            all.add(one);
            created.onDestroy(() -> all.remove(one));
        }
    }

    /** zwlr_output_power_v1: one client's hand on the switch of an output. */
    private final class Switch implements RequestHandler<ZwlrOutputPowerV1Protocol.Request> {
        private final Resource<ZwlrOutputPowerV1Protocol.Request, Event> resource;
        private final Output output;

        Switch(Resource<ZwlrOutputPowerV1Protocol.Request, Event> resource, Output output) {
            this.resource = resource;
            this.output = output;
            resource.setHandler(this);
            tell();
        }

        @Override
        public void handle(ZwlrOutputPowerV1Protocol.Request request) {
            switch (request) {
                case ZwlrOutputPowerV1Protocol.Request.SetMode(int value) ->
                    turn(
                            output,
                            Mode.of(value)
                                            .orElseThrow(() -> new ProtocolException(
                                                    resource,
                                                    ZwlrOutputPowerV1Protocol.Error.INVALID_MODE,
                                                    "mode " + Integer.toUnsignedString(value)))
                                    == Mode.ON);
                case ZwlrOutputPowerV1Protocol.Request.Destroy() -> {}
            }
        }

        void tell() {
            resource.send(new Event.Mode((output.isOn() ? Mode.ON : Mode.OFF).value()));
        }

        void fail() {
            resource.send(new Event.Failed());
            resource.makeInert();
        }
    }
}
