package org.wayray.benchmarks.application;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wayray.benchmarks.film.Canvas;
import org.wayray.benchmarks.film.Film;
import org.wayray.benchmarks.film.Moment;
import org.wayray.codec.PixelRect;
import org.wayray.posix.SharedMemory;
import org.wayray.posix.event.EventLoop;
import org.wayray.wayland.client.Connection;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlBufferProtocol;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlShmPoolProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;
import org.wayray.wayland.wire.WireFd;

/**
 * A full screen window that shows a film. Which picture is due depends on the time that has passed and the keys that were pressed;
 * it is painted when the server asks for a frame, so a slow server shows fewer pictures of the same film. Confined to the loop.
 */
final class FilmWindow implements AutoCloseable {
    private static final int BUFFERS = 3;
    private static final int COMPOSITOR_VERSION = 4;
    private static final int SEAT_VERSION = 5;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** So much later than due, that the clock has surely passed it. */
    private static final long TICK_MARGIN_NANOS = 20_000;

    private final EventLoop loop;
    private final Film film;
    private final Runnable onShowing;
    private final SharedMemory memory;
    private final List<Buffer> buffers = new ArrayList<>();
    private final Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> surface;
    private final StringBuilder commits = new StringBuilder();

    private int keys;
    private boolean configured;
    private boolean framePending;
    private boolean resting;
    private long startNanos;
    private long committedNanos;
    private @Nullable Moment committed;

    FilmWindow(Connection connection, EventLoop loop, Film film, Runnable onShowing) throws IOException {
        this.loop = loop;
        this.film = film;
        this.onShowing = onShowing;
        var registry = connection.registry();
        this.surface = registry.bind(WlCompositorProtocol.INTERFACE, COMPOSITOR_VERSION)
                .create(WlSurfaceProtocol.INTERFACE, WlCompositorProtocol.Request.CreateSurface::new);
        int bytes = film.width() * film.height() * Integer.BYTES;
        this.memory = SharedMemory.create(BUFFERS * bytes);
        makeBuffers(registry.bind(WlShmProtocol.INTERFACE, 1), bytes);
        listenToKeys(registry.bind(WlSeatProtocol.INTERFACE, SEAT_VERSION));
        makeWindow(registry.bind(XdgWmBaseProtocol.INTERFACE, 1));
    }

    private void makeBuffers(Proxy<WlShmProtocol.Request, WlShmProtocol.Event> shm, int bytes) throws IOException {
        var descriptor = WireFd.owning(memory.duplicate());
        var pool = shm.create(
                WlShmPoolProtocol.INTERFACE, id -> new WlShmProtocol.Request.CreatePool(id, descriptor, memory.size()));
        for (int i = 0; i < BUFFERS; i++) {
            int offset = i * bytes;
            var proxy = pool.create(
                    WlBufferProtocol.INTERFACE,
                    id -> new WlShmPoolProtocol.Request.CreateBuffer(
                            id,
                            offset,
                            film.width(),
                            film.height(),
                            film.width() * Integer.BYTES,
                            WlShmProtocol.Format.XRGB8888.value()));
            IntBuffer pixels = memory.bytes()
                    .slice(offset, bytes)
                    .order(ByteOrder.nativeOrder())
                    .asIntBuffer();
            var buffer = new Buffer(proxy, new Canvas(pixels, film.width(), film.height()));
            proxy.setHandler(event -> {
                switch (event) {
                    case WlBufferProtocol.Event.Release() -> {
                        buffer.busy = false;
                        draw();
                    }
                }
            });
            buffers.add(buffer);
        }
        pool.send(new WlShmPoolProtocol.Request.Destroy());
    }

    private void listenToKeys(Proxy<WlSeatProtocol.Request, WlSeatProtocol.Event> seat) {
        seat.create(WlKeyboardProtocol.INTERFACE, WlSeatProtocol.Request.GetKeyboard::new)
                .setHandler(event -> {
                    switch (event) {
                        case WlKeyboardProtocol.Event.Keymap(var format, var fd, var size) -> fd.close();
                        case WlKeyboardProtocol.Event.Key(var serial, var time, var code, var state) -> {
                            if (state == WlKeyboardProtocol.KeyState.PRESSED.value()) {
                                keys++;
                                draw();
                            }
                        }
                        default -> {}
                    }
                });
    }

    private void makeWindow(Proxy<XdgWmBaseProtocol.Request, XdgWmBaseProtocol.Event> shell) {
        shell.setHandler(event -> {
            switch (event) {
                case XdgWmBaseProtocol.Event.Ping(var serial) -> shell.send(new XdgWmBaseProtocol.Request.Pong(serial));
            }
        });
        var window = shell.create(
                XdgSurfaceProtocol.INTERFACE, id -> new XdgWmBaseProtocol.Request.GetXdgSurface(id, surface.id()));
        window.setHandler(event -> {
            switch (event) {
                case XdgSurfaceProtocol.Event.Configure(var serial) -> {
                    window.send(new XdgSurfaceProtocol.Request.AckConfigure(serial));
                    configured = true;
                    draw();
                }
            }
        });
        var toplevel = window.create(XdgToplevelProtocol.INTERFACE, XdgSurfaceProtocol.Request.GetToplevel::new);
        toplevel.send(new XdgToplevelProtocol.Request.SetTitle("film"));
        toplevel.send(new XdgToplevelProtocol.Request.SetFullscreen(0));
        surface.send(new WlSurfaceProtocol.Request.Commit());
    }

    /** Lets the film rest; says what was shown when, and what stays. */
    String rest() {
        resting = true;
        var last = committed == null ? new Moment(0, 0) : committed;
        return commits + "resting " + last.tick() + " " + last.keys() + " " + committedNanos + "\n";
    }

    private void draw() {
        if (framePending || !configured || resting) {
            return;
        }
        var now = new Moment(tick(), keys);
        var free = buffers.stream().filter(buffer -> !buffer.busy).findFirst();
        if (now.equals(committed) || free.isEmpty()) {
            return;
        }
        var buffer = free.get();
        for (var part : changes(buffer.shows, now)) {
            film.paint(now, part, buffer.canvas);
        }
        buffer.shows = now;
        buffer.busy = true;
        surface.send(new WlSurfaceProtocol.Request.Attach(buffer.proxy.id(), 0, 0));
        for (var part : changes(committed, now)) {
            surface.send(new WlSurfaceProtocol.Request.DamageBuffer(part.x(), part.y(), part.width(), part.height()));
        }
        framePending = true;
        surface.create(WlCallbackProtocol.INTERFACE, WlSurfaceProtocol.Request.Frame::new)
                .setHandler(event -> {
                    framePending = false;
                    draw();
                });
        surface.send(new WlSurfaceProtocol.Request.Commit());
        committedNanos = System.nanoTime();
        commits.append("commit ")
                .append(now.tick())
                .append(' ')
                .append(committedNanos)
                .append('\n');
        if (committed == null) {
            startNanos = committedNanos;
            awaitTick();
            onShowing.run();
        }
        committed = now;
    }

    private List<PixelRect> changes(@Nullable Moment from, Moment to) {
        return from == null ? List.of(new PixelRect(0, 0, film.width(), film.height())) : film.changes(from, to);
    }

    private int tick() {
        return committed == null || film.ticksPerSecond() == 0
                ? 0
                : (int) ((System.nanoTime() - startNanos) * film.ticksPerSecond() / NANOS_PER_SECOND);
    }

    private void awaitTick() {
        if (film.ticksPerSecond() == 0) {
            return;
        }
        long next = startNanos + (tick() + 1) * NANOS_PER_SECOND / film.ticksPerSecond() + TICK_MARGIN_NANOS;
        loop.scheduleAt(next, () -> {
            awaitTick();
            draw();
        });
    }

    @Override
    public void close() {
        memory.close();
    }

    /** A third of the memory. */
    private static final class Buffer {
        private final Proxy<WlBufferProtocol.Request, WlBufferProtocol.Event> proxy;
        private final Canvas canvas;
        private boolean busy;
        private @Nullable Moment shows;

        Buffer(Proxy<WlBufferProtocol.Request, WlBufferProtocol.Event> proxy, Canvas canvas) {
            this.proxy = proxy;
            this.canvas = canvas;
        }
    }
}
