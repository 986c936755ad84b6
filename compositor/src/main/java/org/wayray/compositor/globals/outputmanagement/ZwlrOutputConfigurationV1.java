package org.wayray.compositor.globals.outputmanagement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputSetup;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputConfigurationHeadV1Protocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputConfigurationV1Protocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputConfigurationV1Protocol.Event;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputConfigurationV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zwlr_output_configuration_v1: another set-up of all outputs, which is tested or applied once. Heads of outputs that have gone
 * meanwhile are ignored: the set-up is cancelled then. Confined to the session loop.
 */
final class ZwlrOutputConfigurationV1 implements RequestHandler<Request> {
    private final Resource<Request, Event> resource;
    private final ZwlrOutputManagerV1 manager;
    private final int since;
    private final Map<Output, ZwlrOutputConfigurationHeadV1> enabled = new HashMap<>();
    private final Set<Output> disabled = new HashSet<>();
    private final List<Resource<?, ?>> heads = new ArrayList<>();
    private boolean used;

    /** @param since the serial of the set-up that the client starts from */
    ZwlrOutputConfigurationV1(Resource<Request, Event> resource, ZwlrOutputManagerV1 manager, int since) {
        this.resource = resource;
        this.manager = manager;
        this.since = since;
        resource.setHandler(this);
        resource.onDestroy(() -> List.copyOf(heads).forEach(Resource::destroy));
    }

    @Override
    public void handle(Request request) {
        if (used && !(request instanceof Request.Destroy)) {
            throw error(ZwlrOutputConfigurationV1Protocol.Error.ALREADY_USED, "it was applied or tested before");
        }
        switch (request) {
            case Request.EnableHead(int id, int head) -> enableHead(id, head);
            case Request.DisableHead(int head) -> output(head).ifPresent(disabled::add);
            case Request.Apply() -> decide().ifPresent(this::apply);
            case Request.Test() -> decide().ifPresent(setups -> resource.send(new Event.Succeeded()));
            case Request.Destroy() -> {}
        }
    }

    private void enableHead(int id, int headId) {
        var output = output(headId);
        var created = resource.client().create(ZwlrOutputConfigurationHeadV1Protocol.INTERFACE, id, resource.version());
        heads.add(created);
        output.ifPresentOrElse(
                found -> enabled.put(found, new ZwlrOutputConfigurationHeadV1(created, found)), created::makeInert);
    }

    /** The output of a head that was not named before; empty when it has gone. */
    private Optional<Output> output(int headId) {
        var output = resource.client().find(headId, ZwlrOutputHeadV1.class).map(ZwlrOutputHeadV1::output);
        if (output.filter(named -> enabled.containsKey(named) || disabled.contains(named))
                .isPresent()) {
            throw error(
                    ZwlrOutputConfigurationV1Protocol.Error.ALREADY_CONFIGURED_HEAD,
                    output.get().name() + " was named before");
        }
        return output;
    }

    /** Ends the description; the set-ups, if they can be had. If not, the client has been told. */
    private Optional<Map<Output, OutputSetup>> decide() {
        used = true;
        if (!manager.isCurrent(since)) {
            resource.send(new Event.Cancelled());
            return Optional.empty();
        }
        for (var output : manager.outputs()) {
            if (!enabled.containsKey(output) && !disabled.contains(output)) {
                throw error(
                        ZwlrOutputConfigurationV1Protocol.Error.UNCONFIGURED_HEAD, output.name() + " was not named");
            }
        }
        var setups = new HashMap<Output, OutputSetup>();
        enabled.forEach((output, head) -> head.setup().ifPresent(setup -> setups.put(output, setup)));
        if (setups.size() == manager.outputs().size() && manager.control().accepts(setups)) {
            return Optional.of(setups);
        }
        resource.send(new Event.Failed());
        return Optional.empty();
    }

    private void apply(Map<Output, OutputSetup> setups) {
        resource.send(new Event.Succeeded());
        manager.control().apply(setups);
    }

    private ProtocolException error(ZwlrOutputConfigurationV1Protocol.Error code, String message) {
        return new ProtocolException(resource, code, message);
    }
}
