package org.wayray.testkit.wlcs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.wayray.compositor.Compositor;
import org.wayray.compositor.CompositorOptions;
import org.wayray.compositor.frames.EncoderPool;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.globals.WlSurface;
import org.wayray.compositor.scene.SurfaceRole;
import org.wayray.compositor.seat.RelativeMotion;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.xkb.XkbException;
import org.wayray.wayland.server.Client;

/**
 * The compositor of one test, with an {@link InstantViewer}, and the hands on its input devices. All pointers move the seat's one
 * pointer, each touch device is one finger.
 *
 * <p>Confined to the loop. Numbers of clients and devices are the module's.
 */
final class WlcsInstance implements AutoCloseable {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 1024;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EventLoop loop;
    private final Compositor compositor;
    private final Map<Integer, Client> clients = new HashMap<>();
    /** What each pointer and keyboard holds down. */
    private final Map<Integer, Set<Integer>> held = new HashMap<>();

    /** @param lenient for the tests whose clients break xdg_shell or layer_shell themselves */
    WlcsInstance(EventLoop loop, EncoderPool encoders, boolean lenient) throws PosixException, XkbException {
        this.loop = loop;
        var options = CompositorOptions.ofSize(WIDTH, HEIGHT);
        compositor = new Compositor(loop, lenient ? options.lenient() : options, encoders);
        InstantViewer.attach(compositor, loop);
    }

    /** A client connects. The socket is the compositor's from now on. */
    void client(int number, UnixSocket socket) throws PosixException {
        clients.put(number, compositor.display().adopt(socket));
    }

    /** Puts a window or a part of the desktop somewhere. What is neither, or of a client that is gone, stays where it is. */
    void move(int clientNumber, int surfaceId, Offset<Logical> to) {
        var client = clients.get(clientNumber);
        if (client == null) {
            throw new IllegalArgumentException("there is no client " + clientNumber);
        }
        if (!client.isAlive()) {
            return;
        }
        var surface = client.find(surfaceId, WlSurface.class)
                .map(found -> WlSurface.of(client, surfaceId))
                .orElseThrow(() -> new IllegalArgumentException("there is no surface " + surfaceId));
        if (surface.role().filter(role -> role == SurfaceRole.LAYER).isPresent()) {
            surface.tree().ifPresent(tree -> tree.moveTo(to)); // until its client changes something about it
        } else {
            compositor
                    .windows()
                    .windowOf(surface)
                    .filter(window -> window.surface() == surface)
                    .ifPresent(window -> window.moveTo(to));
        }
    }

    void pointerTo(Point<Logical> to) {
        compositor.seat().pointerMotion(to, timeMs());
    }

    void pointerBy(double dx, double dy) {
        compositor.seat().pointerRelativeMotion(RelativeMotion.plain(timeMs(), dx, dy));
    }

    void button(int device, int button, boolean pressed) {
        note(device, button, pressed);
        compositor.seat().pointerButton(button, pressed, timeMs());
    }

    void touchDown(int device, Point<Logical> at) {
        compositor.seat().touchDown(device, at, timeMs());
        compositor.seat().touchFrame();
    }

    void touchMove(int device, Point<Logical> to) {
        compositor.seat().touchMotion(device, to, timeMs());
        compositor.seat().touchFrame();
    }

    /** The finger goes up; nothing happens if it is not down. */
    void touchUp(int device) {
        compositor.seat().touchUp(device, timeMs());
        compositor.seat().touchFrame();
    }

    void key(int device, int key, boolean pressed) {
        note(device, key, pressed);
        compositor.seat().keyboardKey(key, pressed, timeMs());
    }

    private void note(int device, int code, boolean pressed) {
        var codes = held.computeIfAbsent(device, unused -> new HashSet<>());
        if (pressed) {
            codes.add(code);
        } else {
            codes.remove(code);
        }
    }

    /** A pointer is unplugged: what it holds goes up. */
    void pointerGone(int device) {
        Set.copyOf(held.getOrDefault(device, Set.of())).forEach(button -> button(device, button, false));
    }

    /** A keyboard is unplugged: what it holds goes up. */
    void keyboardGone(int device) {
        Set.copyOf(held.getOrDefault(device, Set.of())).forEach(key -> key(device, key, false));
    }

    private int timeMs() {
        return (int) (loop.nowNanos() / NANOS_PER_MILLI);
    }

    @Override
    public void close() {
        compositor.close();
    }
}
