package org.wayray.compositor.globals;

import java.util.Optional;
import org.wayray.compositor.policy.SandboxContext;
import org.wayray.posix.PosixException;
import org.wayray.wayland.protocols.securitycontext.WpSecurityContextV1Protocol;
import org.wayray.wayland.protocols.securitycontext.WpSecurityContextV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wp_security_context_v1: the description of a sandbox, which accepts clients once it is committed. Engines differ in which parts
 * they give, so none is required. Confined to the session loop.
 */
final class WpSecurityContextV1 implements RequestHandler<Request> {
    /** Characters of a part of the description, which is kept for as long as the sandbox. */
    private static final int MAX_TEXT = 1024;

    private final Resource<Request, NoMessage> resource;
    private final SandboxSocket socket;
    private Optional<String> engine = Optional.empty();
    private Optional<String> appId = Optional.empty();
    private Optional<String> instanceId = Optional.empty();
    private boolean committed;

    WpSecurityContextV1(Resource<Request, NoMessage> resource, SandboxSocket socket) {
        this.resource = resource;
        this.socket = socket;
        resource.setHandler(this);
        resource.onDestroy(this::destroyed);
    }

    @Override
    public void handle(Request request) {
        if (committed && !(request instanceof Request.Destroy)) {
            throw error(WpSecurityContextV1Protocol.Error.ALREADY_USED, "the context is committed");
        }
        switch (request) {
            case Request.Destroy() -> {}
            case Request.SetSandboxEngine(String name) -> engine = once(engine, "sandbox engine", name);
            case Request.SetAppId(String id) -> appId = once(appId, "application id", id);
            case Request.SetInstanceId(String id) -> instanceId = once(instanceId, "instance id", id);
            case Request.Commit() -> commit();
        }
    }

    private Optional<String> once(Optional<String> before, String what, String text) {
        if (before.isPresent()) {
            throw error(WpSecurityContextV1Protocol.Error.ALREADY_SET, "the " + what + " is set");
        }
        if (text.length() > MAX_TEXT) {
            throw error(WpSecurityContextV1Protocol.Error.INVALID_METADATA, "the " + what + " is too long");
        }
        return Optional.of(text);
    }

    private void commit() {
        committed = true;
        try {
            socket.accept(new SandboxContext(engine, appId, instanceId));
        } catch (PosixException e) {
            socket.close();
            throw resource.client().noMemory("the sandbox's socket cannot be watched: " + e.getMessage());
        }
    }

    private void destroyed() {
        if (!committed) {
            socket.close();
        }
    }

    private ProtocolException error(WpSecurityContextV1Protocol.Error code, String message) {
        return new ProtocolException(resource, code, message);
    }
}
