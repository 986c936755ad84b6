package org.wayray.compositor.globals;

import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.wm.Window;
import org.wayray.compositor.wm.WindowList;
import org.wayray.wayland.protocols.extworkspace.ExtWorkspaceGroupHandleV1Protocol;
import org.wayray.wayland.protocols.extworkspace.ExtWorkspaceHandleV1Protocol;
import org.wayray.wayland.protocols.extworkspace.ExtWorkspaceHandleV1Protocol.State;
import org.wayray.wayland.protocols.extworkspace.ExtWorkspaceManagerV1Protocol;
import org.wayray.wayland.protocols.extworkspace.ExtWorkspaceManagerV1Protocol.Event;
import org.wayray.wayland.protocols.extworkspace.ExtWorkspaceManagerV1Protocol.Request;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * ext_workspace_manager_v1: tells of the one workspace that a session has. It spans all outputs, is always active, and urgent while
 * one of its windows is.
 *
 * <p>Every wish is without effect, as the capabilities say. Coordinates and an id are not told: there is no order of one, and
 * nothing to remember. Confined to the session loop.
 */
public final class ExtWorkspaceManagerV1 implements WindowList.Listener, WlOutputs.Listener {
    public static final int VERSION = 1;

    private static final String NAME = "1";
    private static final int MOST_BINDINGS = 64;

    private final Scene scene;
    private final WlOutputs outputs;
    private final WindowList windows;
    private final PerClient<Bound> bindings = new PerClient<>();
    private boolean urgent;

    /** Offers the global. */
    public ExtWorkspaceManagerV1(Display display, Scene scene, WlOutputs outputs, WindowList windows) {
        this.scene = scene;
        this.outputs = outputs;
        this.windows = windows;
        windows.addListener(this);
        outputs.addListener(this);
        display.global(ExtWorkspaceManagerV1Protocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, Event> resource) {
        var bound = new Bound(resource);
        resource.setHandler(bound);
        bindings.add(resource, bound, MOST_BINDINGS);
        bound.announce();
    }

    @Override
    public boolean changed(Window window) {
        updateUrgent();
        return true;
    }

    @Override
    public void unmapped(Window window) {
        updateUrgent();
    }

    private void updateUrgent() {
        boolean now = windows.windows().stream().anyMatch(Window::isUrgent);
        if (now != urgent) {
            urgent = now;
            bindings.all().forEach(Bound::update);
        }
    }

    @Override
    public void bound(Output output, Client client, int id) {
        bindings.of(client).forEach(bound -> bound.outputBound(id));
    }

    @Override
    public void removing(Output output) {
        bindings.all().forEach(bound -> bound.outputRemoved(output));
    }

    /** One client's binding, with its only group and workspace. */
    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, Event> resource;
        private final Resource<ExtWorkspaceGroupHandleV1Protocol.Request, ExtWorkspaceGroupHandleV1Protocol.Event>
                group;
        private final Resource<ExtWorkspaceHandleV1Protocol.Request, ExtWorkspaceHandleV1Protocol.Event> workspace;

        Bound(Resource<Request, Event> resource) {
            this.resource = resource;
            var client = resource.client();
            group = client.create(ExtWorkspaceGroupHandleV1Protocol.INTERFACE, resource.version());
            workspace = client.create(ExtWorkspaceHandleV1Protocol.INTERFACE, resource.version());
            group.setHandler(ExtWorkspaceManagerV1::handle);
            workspace.setHandler(ExtWorkspaceManagerV1::handle);
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Commit() -> {}
                case Request.Stop() -> resource.send(new Event.Finished());
            }
        }

        void announce() {
            resource.send(new Event.WorkspaceGroup(group.id()));
            group.send(new ExtWorkspaceGroupHandleV1Protocol.Event.Capabilities(0));
            for (var output : scene.outputs()) {
                outputs.resources(output, resource.client()).forEach(this::enter);
            }
            resource.send(new Event.Workspace(workspace.id()));
            workspace.send(new ExtWorkspaceHandleV1Protocol.Event.Name(NAME));
            workspace.send(new ExtWorkspaceHandleV1Protocol.Event.State(state()));
            workspace.send(new ExtWorkspaceHandleV1Protocol.Event.Capabilities(0));
            group.send(new ExtWorkspaceGroupHandleV1Protocol.Event.WorkspaceEnter(workspace.id()));
            resource.send(new Event.Done());
        }

        void update() {
            workspace.send(new ExtWorkspaceHandleV1Protocol.Event.State(state()));
            resource.send(new Event.Done());
        }

        void outputBound(int id) {
            enter(id);
            resource.send(new Event.Done());
        }

        void outputRemoved(Output output) {
            outputs.resources(output, resource.client())
                    .forEach(id -> group.send(new ExtWorkspaceGroupHandleV1Protocol.Event.OutputLeave(id)));
            resource.send(new Event.Done());
        }

        private void enter(int outputId) {
            group.send(new ExtWorkspaceGroupHandleV1Protocol.Event.OutputEnter(outputId));
        }
    }

    private int state() {
        return State.ACTIVE | (urgent ? State.URGENT : 0);
    }

    private static void handle(ExtWorkspaceGroupHandleV1Protocol.Request request) {
        switch (request) {
            case ExtWorkspaceGroupHandleV1Protocol.Request.CreateWorkspace(String name) -> {}
            case ExtWorkspaceGroupHandleV1Protocol.Request.Destroy() -> {}
        }
    }

    private static void handle(ExtWorkspaceHandleV1Protocol.Request request) {
        switch (request) {
            case ExtWorkspaceHandleV1Protocol.Request.Destroy() -> {}
            case ExtWorkspaceHandleV1Protocol.Request.Activate() -> {}
            case ExtWorkspaceHandleV1Protocol.Request.Deactivate() -> {}
            case ExtWorkspaceHandleV1Protocol.Request.Assign(int group) -> {}
            case ExtWorkspaceHandleV1Protocol.Request.Remove() -> {}
        }
    }
}
