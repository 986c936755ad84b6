package org.wayray.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.wayray.posix.SharedMemory;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlBufferProtocol;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlShmPoolProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;
import org.wayray.wayland.wire.WireFd;

/**
 * A window of a {@link TestClient} with two buffers in turn, painted in one colour at a time. It follows no suggestion of the
 * server's but acknowledges all.
 */
public final class TestWindow implements AutoCloseable {
    private static final int BYTES_PER_PIXEL = 4;
    private static final int BUFFERS = 2;
    private static final int COMPOSITOR_VERSION = 6;
    private static final int SHELL_VERSION = 6;

    private final TestClient client;
    private final int width;
    private final int height;
    private final SharedMemory memory;
    private final Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> surface;
    private final Proxy<XdgToplevelProtocol.Request, XdgToplevelProtocol.Event> toplevel;
    private final List<Proxy<WlBufferProtocol.Request, WlBufferProtocol.Event>> buffers = new ArrayList<>();
    private final Set<Integer> formats = new TreeSet<>();
    private int turn;
    private int configures;
    private int framesDone;
    private int releases;

    private TestWindow(TestClient client, int width, int height, SharedMemory memory) throws IOException {
        this.client = client;
        this.width = width;
        this.height = height;
        this.memory = memory;
        var registry = client.registry();
        var shm = registry.bind(WlShmProtocol.INTERFACE, 1).setHandler(event -> {
            switch (event) {
                case WlShmProtocol.Event.Format(var format) -> formats.add(format);
            }
        });
        var shell = registry.bind(XdgWmBaseProtocol.INTERFACE, SHELL_VERSION);
        shell.setHandler(event -> {
            switch (event) {
                case XdgWmBaseProtocol.Event.Ping(var serial) -> shell.send(new XdgWmBaseProtocol.Request.Pong(serial));
            }
        });
        surface = registry.bind(WlCompositorProtocol.INTERFACE, COMPOSITOR_VERSION)
                .create(WlSurfaceProtocol.INTERFACE, WlCompositorProtocol.Request.CreateSurface::new);
        var shellSurface = shell.create(
                XdgSurfaceProtocol.INTERFACE, id -> new XdgWmBaseProtocol.Request.GetXdgSurface(id, surface.id()));
        shellSurface.setHandler(event -> {
            switch (event) {
                case XdgSurfaceProtocol.Event.Configure(var serial) -> {
                    configures++;
                    shellSurface.send(new XdgSurfaceProtocol.Request.AckConfigure(serial));
                }
            }
        });
        toplevel = shellSurface.create(XdgToplevelProtocol.INTERFACE, XdgSurfaceProtocol.Request.GetToplevel::new);
        toplevel.send(new XdgToplevelProtocol.Request.SetTitle("test window"));
        surface.send(new WlSurfaceProtocol.Request.Commit());

        var descriptor = WireFd.owning(memory.duplicate());
        var pool = shm.create(
                WlShmPoolProtocol.INTERFACE, id -> new WlShmProtocol.Request.CreatePool(id, descriptor, memory.size()));
        for (int i = 0; i < BUFFERS; i++) {
            int offset = i * bufferBytes();
            var buffer = pool.create(
                    WlBufferProtocol.INTERFACE,
                    id -> new WlShmPoolProtocol.Request.CreateBuffer(
                            id, offset, width, height, width * BYTES_PER_PIXEL, WlShmProtocol.Format.XRGB8888.value()));
            buffers.add(buffer.setHandler(event -> {
                switch (event) {
                    case WlBufferProtocol.Event.Release() -> releases++;
                }
            }));
        }
        pool.send(new WlShmPoolProtocol.Request.Destroy());
    }

    /** Opens a window and waits until the server has configured it; it shows nothing yet. */
    public static TestWindow open(TestClient client, int width, int height) throws IOException {
        return open(client, width, height, SharedMemory.Length.HELD);
    }

    /** As {@link #open(TestClient, int, int)}, with memory that can be cut short, or not. */
    public static TestWindow open(TestClient client, int width, int height, SharedMemory.Length length)
            throws IOException {
        var memory = SharedMemory.create(BUFFERS * width * height * BYTES_PER_PIXEL, length);
        try {
            var window = new TestWindow(client, width, height, memory);
            client.await("the window is configured", () -> window.configures > 0);
            return window;
        } catch (IOException | RuntimeException | AssertionError e) {
            memory.close();
            throw e;
        }
    }

    /** Paints it all in one colour, {@code 0xRRGGBB}, in the buffer whose turn it is, and commits that. */
    public void paint(int colour) {
        var pixels = memory.bytes().position(turn * bufferBytes()).asIntBuffer();
        for (int i = 0; i < width * height; i++) {
            pixels.put(i, colour);
        }
        commit();
    }

    /** Commits the buffer whose turn it is as it is, all of it damaged, and asks for a frame callback. */
    public void commit() {
        surface.send(new WlSurfaceProtocol.Request.Attach(buffers.get(turn).id(), 0, 0));
        turn = (turn + 1) % BUFFERS;
        surface.send(new WlSurfaceProtocol.Request.DamageBuffer(0, 0, width, height));
        surface.create(WlCallbackProtocol.INTERFACE, WlSurfaceProtocol.Request.Frame::new)
                .setHandler(event -> {
                    switch (event) {
                        case WlCallbackProtocol.Event.Done(var time) -> framesDone++;
                    }
                });
        surface.send(new WlSurfaceProtocol.Request.Commit());
    }

    /** The memory of its buffers. */
    public SharedMemory memory() {
        return memory;
    }

    public Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> surface() {
        return surface;
    }

    public Proxy<XdgToplevelProtocol.Request, XdgToplevelProtocol.Event> toplevel() {
        return toplevel;
    }

    /** The pixel formats that the server announced. */
    public Set<Integer> formats() {
        return formats;
    }

    /** How many frame callbacks have fired. */
    public int framesDone() {
        return framesDone;
    }

    /** How often the server has released a buffer. */
    public int releases() {
        return releases;
    }

    /** Frees its memory; the window goes with the client's connection. */
    @Override
    public void close() {
        memory.close();
    }

    private int bufferBytes() {
        return width * height * BYTES_PER_PIXEL;
    }
}
