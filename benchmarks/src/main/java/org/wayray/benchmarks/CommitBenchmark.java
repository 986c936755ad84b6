package org.wayray.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.RegionEncoder;
import org.wayray.compositor.Compositor;
import org.wayray.compositor.CompositorOptions;
import org.wayray.compositor.frames.EncoderPool;
import org.wayray.link.CloseReason;
import org.wayray.link.InProcessLink;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.posix.SharedMemory;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.xkb.XkbException;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.FrameAck;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.wayland.client.Connection;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlBufferProtocol;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlShmPoolProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;
import org.wayray.wayland.wire.WireFd;

/**
 * From a client's {@code wl_surface.commit} to the frame: attach, damage and commit of a window of 1920x1080 on an output of that
 * size, over a socket pair, by a client on the compositor's own loop, so that no thread has to wake another.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmn64m", "--enable-native-access=ALL-UNNAMED"})
public class CommitBenchmark {
    private static final int WIDTH = 1920;
    private static final int HEIGHT = 1080;
    private static final int ROW = WIDTH * Integer.BYTES;
    private static final int BUFFER = ROW * HEIGHT;

    /** How far the other picture is scrolled: one line of text. */
    private static final int LINE = 17;

    /** What the client says has changed. */
    public enum Damage {
        /** A line of text. */
        LINE(800, 20),
        /** All of the window. */
        SCREEN(WIDTH, HEIGHT);

        private final int width;
        private final int height;

        Damage(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    /** What is damaged. */
    @Param
    public Damage damage = Damage.LINE;

    /** {@code HELD}: sealed memory, which is mapped. {@code FREE}: it is read with pread. */
    @Param
    public SharedMemory.Length memory = SharedMemory.Length.HELD;

    /** Made by {@link #open}, before anything is measured. */
    @SuppressWarnings("NullAway.Init")
    private Session session;

    private int turn;

    /** Shows a screen of text. */
    @Setup
    public void open() throws IOException, XkbException {
        session = new Session(memory);
        session.commit(2, Damage.SCREEN);
        int frames = session.frames;
        session.commit(0, Damage.SCREEN);
        if (frames == 0 || session.frames == frames) {
            throw new IllegalStateException("the viewer saw nothing");
        }
    }

    /** Ends the session. */
    @TearDown
    public void close() {
        session.close();
    }

    /** Until the pixels are in the frame, compared with the ones before, and the client has its buffer back; all are as before. */
    @Benchmark
    public void composited() throws IOException {
        turn ^= 1;
        session.commit(turn, damage);
    }

    /** Different pixels, until a viewer has got and acknowledged them; encoding included. */
    @Benchmark
    public int sent() throws IOException {
        turn ^= 1;
        session.commit(turn * 2, damage);
        return session.frames;
    }

    /** A compositor with one client and one viewer. */
    private static final class Session implements LinkListener<ToViewer> {
        private final EventLoop loop = EventLoop.create("benchmark");
        private final RegionEncoder encoder = new RegionEncoder();
        private final Compositor compositor;
        private final Connection client;
        private final SharedMemory memory;
        private final Link<ToViewer, ToSession> viewer;
        private final Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> surface;
        /** Text, the same text, other text. */
        private final List<Proxy<?, ?>> buffers = new ArrayList<>();

        private int frames;

        Session(SharedMemory.Length length) throws IOException, XkbException {
            compositor = new Compositor(loop, CompositorOptions.ofSize(WIDTH, HEIGHT), new EncoderPool() {
                @Override
                public int parallelism() {
                    return 1;
                }

                @Override
                public void submit(Task task) {
                    task.encode(encoder);
                }
            });
            var link = InProcessLink.pair();
            viewer = link.viewer();
            viewer.start(this, loop);
            compositor.attach(link.session(), Hello.getDefaultInstance());
            var pair = UnixSocket.pair();
            compositor.display().adopt(pair.left());
            client = Connection.over(loop, pair.right());
            var registry = client.registry();
            settle();
            surface = registry.bind(WlCompositorProtocol.INTERFACE, 4)
                    .create(WlSurfaceProtocol.INTERFACE, WlCompositorProtocol.Request.CreateSurface::new);
            memory = SharedMemory.create(3 * BUFFER, length);
            makeBuffers(registry.bind(WlShmProtocol.INTERFACE, 1));
            makeWindow(registry.bind(XdgWmBaseProtocol.INTERFACE, 1));
        }

        private void makeBuffers(Proxy<WlShmProtocol.Request, ?> shm) throws IOException {
            var picture = Sample.TEXT_SCREEN.paint();
            var scrolled = new Framebuffer(WIDTH, HEIGHT);
            for (int y = 0; y < HEIGHT; y++) {
                System.arraycopy(picture.pixels(), (y + LINE) % HEIGHT * WIDTH, scrolled.pixels(), y * WIDTH, WIDTH);
            }
            var bytes = memory.bytes().asIntBuffer();
            bytes.put(picture.pixels()).put(picture.pixels()).put(scrolled.pixels());
            var descriptor = WireFd.owning(memory.duplicate());
            var pool = shm.create(
                    WlShmPoolProtocol.INTERFACE,
                    id -> new WlShmProtocol.Request.CreatePool(id, descriptor, memory.size()));
            for (int i = 0; i < 3; i++) {
                int offset = i * BUFFER;
                buffers.add(pool.create(
                        WlBufferProtocol.INTERFACE,
                        id -> new WlShmPoolProtocol.Request.CreateBuffer(
                                id, offset, WIDTH, HEIGHT, ROW, WlShmProtocol.Format.XRGB8888.value())));
            }
        }

        private void makeWindow(Proxy<XdgWmBaseProtocol.Request, ?> shell) throws IOException {
            var window = shell.create(
                    XdgSurfaceProtocol.INTERFACE, id -> new XdgWmBaseProtocol.Request.GetXdgSurface(id, surface.id()));
            window.setHandler(event -> {
                switch (event) {
                    case XdgSurfaceProtocol.Event.Configure(var serial) ->
                        window.send(new XdgSurfaceProtocol.Request.AckConfigure(serial));
                }
            });
            window.create(XdgToplevelProtocol.INTERFACE, XdgSurfaceProtocol.Request.GetToplevel::new);
            surface.send(new WlSurfaceProtocol.Request.Commit());
            settle();
        }

        void commit(int buffer, Damage damage) throws IOException {
            surface.send(
                    new WlSurfaceProtocol.Request.Attach(buffers.get(buffer).id(), 0, 0));
            surface.send(new WlSurfaceProtocol.Request.DamageBuffer(0, 0, damage.width, damage.height));
            surface.send(new WlSurfaceProtocol.Request.Commit());
            settle();
        }

        private void settle() throws IOException {
            client.flush();
            while (loop.dispatchPending() > 0) {
                // what the last batch's hooks posted
            }
        }

        @Override
        public void received(Envelope<ToViewer> envelope) {
            if (envelope.message().hasFrame()) {
                frames++;
                var ack = FrameAck.newBuilder()
                        .setSerial(envelope.message().getFrame().getSerial());
                viewer.send(Envelope.of(
                        Channel.DISPLAY, ToSession.newBuilder().setFrameAck(ack).build()));
            }
        }

        @Override
        public void closed(CloseReason reason) {
            // with the session
        }

        void close() {
            client.close();
            compositor.close();
            memory.close();
            encoder.close();
            loop.close();
        }
    }
}
