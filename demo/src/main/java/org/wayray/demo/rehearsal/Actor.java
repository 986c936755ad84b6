package org.wayray.demo.rehearsal;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.wayray.posix.SharedMemory;
import org.wayray.posix.event.EventLoop;
import org.wayray.viewer.sdl.SdlPerson;
import org.wayray.wayland.client.Connection;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlBufferProtocol;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlShmPoolProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;
import org.wayray.wayland.wire.WireFd;

/**
 * The application of a rehearsal: one large window, painted as terminals, browsers and players paint theirs, in answer to a
 * person, {@link SdlPerson}. Confined to the thread that made it.
 */
final class Actor implements AutoCloseable {
    static final int WIDTH = 1280;
    static final int HEIGHT = 800;

    private static final int KEYS = 240;
    private static final int KEYS_FOR_A_BLOCK = 4;
    private static final int FRAMES = 20;
    private static final int LINE = 16;
    private static final int GLYPH = 8;
    private static final int PRESSED = 1;
    private static final int COMPOSITOR_VERSION = 4;
    private static final int SEAT_VERSION = 5;
    private static final Duration STEP = Duration.ofMillis(100);
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final EventLoop loop;
    private final Connection connection;
    private final SplittableRandom random = new SplittableRandom(1);
    private final Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> surface;
    private final List<Page> pages = new ArrayList<>();
    private final int[] photo = photo();
    private int turn;
    private boolean configured;
    private int keysSeen;
    private int framesAsked;
    private int framesDone;

    /** Its memory for one picture; a client's may be mapped, or must be read, according to how it was made. */
    private record Page(
            SharedMemory memory, IntBuffer pixels, Proxy<WlBufferProtocol.Request, WlBufferProtocol.Event> buffer) {}

    /** Opens the window. */
    Actor(Path socket) throws IOException {
        loop = EventLoop.create("actor");
        connection = Connection.connect(loop, socket);
        var registry = connection.registry();
        connection.roundtrip(Duration.ofSeconds(10));
        var shm = registry.bind(WlShmProtocol.INTERFACE, 1);
        var shell = registry.bind(XdgWmBaseProtocol.INTERFACE, 1);
        surface = registry.bind(WlCompositorProtocol.INTERFACE, COMPOSITOR_VERSION)
                .create(WlSurfaceProtocol.INTERFACE, WlCompositorProtocol.Request.CreateSurface::new);
        listen(registry.bind(WlSeatProtocol.INTERFACE, SEAT_VERSION));
        var role = shell.create(
                XdgSurfaceProtocol.INTERFACE, id -> new XdgWmBaseProtocol.Request.GetXdgSurface(id, surface.id()));
        role.setHandler(event -> {
            switch (event) {
                case XdgSurfaceProtocol.Event.Configure(var serial) -> {
                    configured = true;
                    role.send(new XdgSurfaceProtocol.Request.AckConfigure(serial));
                }
            }
        });
        role.create(XdgToplevelProtocol.INTERFACE, XdgSurfaceProtocol.Request.GetToplevel::new)
                .send(new XdgToplevelProtocol.Request.SetTitle("rehearsal"));
        surface.send(new WlSurfaceProtocol.Request.Commit());
        await("the window is configured", () -> configured);
        pages.add(page(shm, SharedMemory.Length.HELD));
        pages.add(page(shm, SharedMemory.Length.FREE));
    }

    private void listen(Proxy<WlSeatProtocol.Request, WlSeatProtocol.Event> seat) {
        seat.create(WlKeyboardProtocol.INTERFACE, WlSeatProtocol.Request.GetKeyboard::new)
                .setHandler(event -> {
                    switch (event) {
                        case WlKeyboardProtocol.Event.Keymap(var format, var fd, var size) -> fd.close();
                        case WlKeyboardProtocol.Event.Key(var serial, var time, var key, var state) -> {
                            if (state == PRESSED) {
                                keysSeen++;
                            }
                        }
                        default -> {}
                    }
                });
        seat.create(WlPointerProtocol.INTERFACE, WlSeatProtocol.Request.GetPointer::new);
    }

    private static Page page(Proxy<WlShmProtocol.Request, WlShmProtocol.Event> shm, SharedMemory.Length length)
            throws IOException {
        var memory = SharedMemory.create(WIDTH * HEIGHT * Integer.BYTES, length);
        var descriptor = WireFd.owning(memory.duplicate());
        var pool = shm.create(
                WlShmPoolProtocol.INTERFACE, id -> new WlShmProtocol.Request.CreatePool(id, descriptor, memory.size()));
        var buffer = pool.create(
                WlBufferProtocol.INTERFACE,
                id -> new WlShmPoolProtocol.Request.CreateBuffer(
                        id, 0, WIDTH, HEIGHT, WIDTH * Integer.BYTES, WlShmProtocol.Format.XRGB8888.value()));
        return new Page(memory, memory.bytes().order(ByteOrder.nativeOrder()).asIntBuffer(), buffer);
    }

    /** One round, for the viewer that is there or comes soon. */
    void play() throws IOException {
        show(this::desk);
        SdlPerson.looks();
        awaitPerson();
        for (int i = 0; i < KEYS; i++) {
            type(i);
        }
        for (int i = 0; i < FRAMES; i++) {
            int step = i;
            show(() -> text(step));
            SdlPerson.moves(random.nextInt(WIDTH), random.nextInt(HEIGHT));
        }
        for (int i = 0; i < FRAMES; i++) {
            int step = i;
            show(() -> pan(step));
            SdlPerson.turnsTheWheel(1);
        }
        for (int i = 0; i < FRAMES; i++) {
            int step = i;
            show(() -> window(step));
            SdlPerson.clicks(step, step, step % 2 == 0);
        }
        for (int i = 0; i < KEYS; i++) {
            type(i);
        }
    }

    /** Tries the keyboard until it works: a viewer may show its first picture and not take keys yet. */
    private void awaitPerson() throws IOException {
        int before = keysSeen;
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (keysSeen == before) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("no key arrives");
            }
            SdlPerson.presses(true);
            SdlPerson.presses(false);
            loop.runOnce(STEP);
        }
        connection.roundtrip(Duration.ofSeconds(10));
    }

    // ---- what is on it

    private interface Picture {
        /** Paints the page whose turn it is, and returns the part that changed: x, y, width, height. */
        int[] paint();
    }

    private IntBuffer pixels() {
        return pages.get(turn).pixels();
    }

    private void type(int number) throws IOException {
        int before = keysSeen;
        SdlPerson.presses(true);
        await("the key arrives", () -> keysSeen > before);
        SdlPerson.presses(false);
        boolean large = number % KEYS_FOR_A_BLOCK == 0;
        commit(large ? block(number) : glyph(number));
        if (large) {
            awaitFrames();
        }
    }

    private int[] desk() {
        pixels().put(0, photo, 0, WIDTH * HEIGHT);
        return new int[] {0, 0, WIDTH, HEIGHT};
    }

    private int[] glyph(int number) {
        int x = number % (WIDTH / GLYPH) * GLYPH;
        glyphAt(x, LINE, random.nextInt());
        return new int[] {x, LINE, GLYPH, LINE};
    }

    private void glyphAt(int x, int y, int shape) {
        int bits = shape;
        for (int row = 0; row < LINE; row++) {
            for (int column = 0; column < GLYPH; column++) {
                bits = Integer.rotateLeft(bits * 0x9E3779B1, 5);
                int ink = bits & 7;
                int grey = ink < 5 ? 0x20 : 0x20 + ink * 0x1B;
                pixels().put((y + row) * WIDTH + x + column, grey << 16 | grey << 8 | grey);
            }
        }
    }

    private int[] block(int number) {
        int colour = random.nextInt(1 << 24);
        int side = number % 2 == 0 ? 256 : 64;
        fill(100, 100, side, side, colour);
        return new int[] {100, 100, side, side};
    }

    private void fill(int x, int y, int width, int height, int colour) {
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                pixels().put(row * WIDTH + column, colour);
            }
        }
    }

    private int[] text(int step) {
        for (int y = 0; y + LINE <= HEIGHT; y += LINE) {
            for (int x = 0; x < WIDTH; x += GLYPH) {
                int cell = (y / LINE + step) * (WIDTH / GLYPH) + x / GLYPH;
                glyphAt(x, y, (cell * 0x85EBCA6B >>> 27) * 0x01234567);
            }
        }
        return new int[] {0, 0, WIDTH, HEIGHT};
    }

    private int[] pan(int step) {
        int offset = step * 5;
        for (int y = 0; y < HEIGHT; y++) {
            pixels().put(y * WIDTH, photo, y * WIDTH + offset, WIDTH - offset);
            pixels().put(y * WIDTH + WIDTH - offset, photo, (HEIGHT - 1 - y) * WIDTH, offset);
        }
        return new int[] {0, 0, WIDTH, HEIGHT};
    }

    private int[] window(int step) {
        desk();
        fill(step * 11, step * 7, 600, 400, 0xE0E0E0);
        return new int[] {Math.max(0, (step - 2) * 11), Math.max(0, (step - 2) * 7), 660, 460};
    }

    /** Soft shapes and noise. */
    private static int[] photo() {
        var noise = new SplittableRandom(2);
        var pixels = new int[WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int red = 128 + (int) (90 * Math.sin(x * 0.011 + y * 0.007)) + noise.nextInt(9);
                int green = 128 + (int) (90 * Math.sin(x * 0.005 - y * 0.013)) + noise.nextInt(9);
                int blue = 128 + (int) (90 * Math.sin((x ^ y) * 0.003)) + noise.nextInt(9);
                pixels[y * WIDTH + x] = red << 16 | green << 8 | blue;
            }
        }
        return pixels;
    }

    // ---- the ways to the server

    /** Paints, commits, and waits until that is on its way to the viewer. */
    private void show(Picture picture) throws IOException {
        commit(picture.paint());
        awaitFrames();
    }

    private void commit(int[] damage) {
        surface.send(
                new WlSurfaceProtocol.Request.Attach(pages.get(turn).buffer().id(), 0, 0));
        turn = (turn + 1) % pages.size();
        surface.send(new WlSurfaceProtocol.Request.DamageBuffer(damage[0], damage[1], damage[2], damage[3]));
        surface.create(WlCallbackProtocol.INTERFACE, WlSurfaceProtocol.Request.Frame::new)
                .setHandler(event -> {
                    switch (event) {
                        case WlCallbackProtocol.Event.Done(var time) -> framesDone++;
                    }
                });
        surface.send(new WlSurfaceProtocol.Request.Commit());
        framesAsked++;
    }

    private void awaitFrames() throws IOException {
        await("the frame is shown", () -> framesDone == framesAsked);
    }

    private void await(String what, BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            var gone = connection.end();
            if (gone.isPresent()) {
                throw gone.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("waited in vain until " + what);
            }
            loop.runOnce(STEP);
        }
    }

    @Override
    public void close() {
        connection.close();
        loop.close();
        pages.forEach(page -> page.memory().close());
    }
}
