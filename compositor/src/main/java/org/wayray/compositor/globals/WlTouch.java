package org.wayray.compositor.globals;

import java.util.HashSet;
import java.util.Set;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;
import org.wayray.wayland.protocols.core.WlTouchProtocol.Event;
import org.wayray.wayland.protocols.core.WlTouchProtocol.Request;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * wl_touch: one client's view of the touch screen. An object that is made while fingers are down hears of the next ones only.
 *
 * <p>Deliberately left out: shape and orientation, which touch screens seldom report. Confined to the session loop.
 */
final class WlTouch implements RequestHandler<Request> {
    private final Resource<Request, Event> resource;
    private final Set<Integer> fingers = new HashSet<>();
    private boolean frameOpen;

    WlTouch(Resource<Request, Event> resource) {
        this.resource = resource;
        resource.setHandler(this);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Release() -> {}
        }
    }

    void down(Surface surface, int serial, int timeMs, int finger, Point<Logical> at) {
        if (surface.isAlive()) {
            fingers.add(finger);
            send(new Event.Down(serial, timeMs, WlSurface.idOf(surface), finger, at.x(), at.y()));
        }
    }

    void up(int serial, int timeMs, int finger) {
        if (fingers.remove(finger)) {
            send(new Event.Up(serial, timeMs, finger));
        }
    }

    void motion(int timeMs, int finger, Point<Logical> at) {
        if (fingers.contains(finger)) {
            send(new Event.Motion(timeMs, finger, at.x(), at.y()));
        }
    }

    void frame() {
        if (frameOpen) {
            frameOpen = false;
            resource.send(new Event.Frame());
        }
    }

    /** What is sent after it is about other fingers, so no frame closes what came before. */
    void cancel() {
        if (!fingers.isEmpty()) {
            fingers.clear();
            frameOpen = false;
            resource.send(new Event.Cancel());
        }
    }

    private void send(Event event) {
        frameOpen = true;
        resource.send(event);
    }
}
