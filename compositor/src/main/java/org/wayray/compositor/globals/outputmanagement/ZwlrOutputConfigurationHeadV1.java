package org.wayray.compositor.globals.outputmanagement;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.output.OutputSetup;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputConfigurationHeadV1Protocol.Error;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputConfigurationHeadV1Protocol.Request;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputHeadV1Protocol;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/** zwlr_output_configuration_head_v1: what is to change about one output that is to be on. Confined to the session loop. */
final class ZwlrOutputConfigurationHeadV1 implements RequestHandler<Request> {
    private final Resource<Request, NoMessage> resource;
    private final Output output;
    private @Nullable OutputMode mode;
    private @Nullable Offset<Logical> position;
    private WlOutputProtocol.@Nullable Transform transform;
    private @Nullable Double scale;
    private ZwlrOutputHeadV1Protocol.@Nullable AdaptiveSyncState adaptiveSync;

    ZwlrOutputConfigurationHeadV1(Resource<Request, NoMessage> resource, Output output) {
        this.resource = resource;
        this.output = output;
        resource.setHandler(this);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.SetMode(int id) -> setMode(id);
            case Request.SetCustomMode(int width, int height, int refresh) -> setCustomMode(width, height, refresh);
            case Request.SetPosition(int x, int y) -> {
                requireUnset(position, "position");
                position = new Offset<>(x, y);
            }
            case Request.SetTransform(int value) -> setTransform(value);
            case Request.SetScale(double factor) -> setScale(factor);
            case Request.SetAdaptiveSync(int state) -> setAdaptiveSync(state);
        }
    }

    private void setMode(int id) {
        requireUnset(mode, "mode");
        var named = resource.client().find(id, ZwlrOutputHeadV1.Mode.class);
        if (named.isPresent() && named.get().head().output() != output) {
            throw error(Error.INVALID_MODE, "the mode is not one of " + output.name());
        }
        // one that has finished meanwhile changes nothing, and the whole is cancelled
        mode = named.map(ZwlrOutputHeadV1.Mode::mode).orElse(output.mode());
    }

    private void setCustomMode(int width, int height, int refresh) {
        requireUnset(mode, "mode");
        if (width <= 0 || height <= 0 || refresh < 0) {
            throw error(Error.INVALID_CUSTOM_MODE, width + "x" + height + " at " + refresh + " mHz");
        }
        mode = new OutputMode(
                new Size<>(width, height), refresh == 0 ? output.mode().refreshMilliHertz() : refresh);
    }

    private void setTransform(int value) {
        requireUnset(transform, "transform");
        transform = WlOutputProtocol.Transform.of(value)
                .orElseThrow(() -> error(Error.INVALID_TRANSFORM, "transform " + value));
    }

    private void setScale(double factor) {
        requireUnset(scale, "scale");
        if (factor <= 0) {
            throw error(Error.INVALID_SCALE, "scale " + factor);
        }
        scale = factor;
    }

    private void setAdaptiveSync(int state) {
        requireUnset(adaptiveSync, "adaptive sync");
        adaptiveSync = ZwlrOutputHeadV1Protocol.AdaptiveSyncState.of(state)
                .orElseThrow(() -> error(Error.INVALID_ADAPTIVE_SYNC_STATE, "adaptive sync state " + state));
    }

    /** What the output would be; empty when no output of ours can be that. */
    Optional<OutputSetup> setup() {
        var now = OutputSetup.of(output);
        if ((transform != null && transform != WlOutputProtocol.Transform.NORMAL)
                || adaptiveSync == ZwlrOutputHeadV1Protocol.AdaptiveSyncState.ENABLED) {
            return Optional.empty();
        }
        return (scale == null ? Optional.of(now.scale()) : Scale.near(scale))
                .map(wanted -> new OutputSetup(
                        mode == null ? now.mode() : mode, wanted, position == null ? now.position() : position));
    }

    private void requireUnset(@Nullable Object property, String what) {
        if (property != null) {
            throw error(Error.ALREADY_SET, "the " + what + " of " + output.name() + " was set before");
        }
    }

    private ProtocolException error(Error code, String message) {
        return new ProtocolException(resource, code, message);
    }
}
