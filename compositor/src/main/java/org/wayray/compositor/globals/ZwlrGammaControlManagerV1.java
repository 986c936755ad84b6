package org.wayray.compositor.globals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.wayray.compositor.output.GammaCurves;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputListener;
import org.wayray.posix.ClientMemory;
import org.wayray.posix.ClientMemoryException;
import org.wayray.posix.Fd;
import org.wayray.wayland.protocols.wlrgammacontrol.ZwlrGammaControlManagerV1Protocol;
import org.wayray.wayland.protocols.wlrgammacontrol.ZwlrGammaControlManagerV1Protocol.Request;
import org.wayray.wayland.protocols.wlrgammacontrol.ZwlrGammaControlV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;
import org.wayray.wayland.wire.WireFd;

/**
 * zwlr_gamma_control_manager_v1: colour curves for outputs, as programs want them that make evenings warmer. Version 1. The viewer's
 * own cursor keeps its colours.
 *
 * <p>Confined to the session loop.
 */
public final class ZwlrGammaControlManagerV1 {
    public static final int VERSION = 1;

    /** Outputs whose curves a client has. */
    private final Set<Output> taken = new HashSet<>();

    public ZwlrGammaControlManagerV1(Display display) {
        display.global(
                ZwlrGammaControlManagerV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, NoMessage> resource;

        Bound(Resource<Request, NoMessage> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.GetGammaControl(int id, int output) -> getGammaControl(id, output);
                case Request.Destroy() -> {}
            }
        }

        private void getGammaControl(int id, int outputId) {
            var control = resource.client().create(ZwlrGammaControlV1Protocol.INTERFACE, id, resource.version());
            var output = WlOutputs.find(resource.client(), outputId);
            if (output.isPresent() && taken.add(output.get())) {
                new Control(control, output.get());
            } else {
                control.send(new ZwlrGammaControlV1Protocol.Event.Failed());
                control.makeInert();
            }
        }
    }

    /** zwlr_gamma_control_v1: one client's hold on the curves of an output. Confined to the session loop. */
    private final class Control implements OutputListener, RequestHandler<ZwlrGammaControlV1Protocol.Request> {
        private static final int BYTES = 3 * GammaCurves.SIZE * Short.BYTES;

        private final Resource<ZwlrGammaControlV1Protocol.Request, ZwlrGammaControlV1Protocol.Event> resource;
        private final Output output;

        Control(
                Resource<ZwlrGammaControlV1Protocol.Request, ZwlrGammaControlV1Protocol.Event> resource,
                Output output) {
            this.resource = resource;
            this.output = output;
            resource.setHandler(this);
            resource.onDestroy(this::letGo);
            output.addListener(this);
            resource.send(new ZwlrGammaControlV1Protocol.Event.GammaSize(GammaCurves.SIZE));
        }

        @Override
        public void handle(ZwlrGammaControlV1Protocol.Request request) {
            switch (request) {
                case ZwlrGammaControlV1Protocol.Request.SetGamma(WireFd fd) -> setGamma(fd.take(Fd.class));
                case ZwlrGammaControlV1Protocol.Request.Destroy() -> {}
            }
        }

        private void setGamma(Fd fd) {
            var bytes = new byte[BYTES];
            try (var file = ClientMemory.open(fd, BYTES)) {
                file.read(0, bytes, 0, BYTES);
            } catch (ClientMemoryException e) {
                throw new ProtocolException(
                        resource,
                        ZwlrGammaControlV1Protocol.Error.INVALID_GAMMA,
                        "the curves cannot be read: " + e.getMessage());
            }
            var values = new short[BYTES / Short.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.nativeOrder())
                    .asShortBuffer()
                    .get(values);
            output.setGamma(Optional.of(new GammaCurves(values)));
        }

        @Override
        public void removed(Output removed) {
            resource.send(new ZwlrGammaControlV1Protocol.Event.Failed());
            letGo();
            resource.makeInert();
        }

        /** Once for each control, by whichever ends first: the output or the object. */
        private void letGo() {
            if (taken.remove(output)) {
                output.removeListener(this);
                output.setGamma(Optional.empty());
            }
        }
    }
}
