package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.wayray.codec.CodecException;
import org.wayray.codec.Coding;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.KeptPixels;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.RegionDecoder;
import org.wayray.codec.RegionEncoder;
import org.wayray.codec.video.VideoEncoders;
import org.wayray.codec.video.VideoStreams;
import org.wayray.link.CloseReason;
import org.wayray.link.InProcessLink;
import org.wayray.link.LinkListener;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.Area;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.FrameAck;
import org.wayray.protocol.v1.RefreshRequest;
import org.wayray.protocol.v1.Region;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * A feed with everything around it on one thread and a clock of its own: a framebuffer that tests paint, a pool that encodes when told to, a
 * link whose two directions deliver when told to, a viewer that decodes.
 */
final class FeedFixture implements AutoCloseable {
    static final FeedOptions OPTIONS = new FeedOptions(Duration.ofMillis(16), Duration.ofSeconds(10), true, true, true);

    final InProcessLink.Pair links = InProcessLink.pair();
    final ArrayDeque<Runnable> loopTasks = new ArrayDeque<>();
    final ArrayDeque<Runnable> viewerTasks = new ArrayDeque<>();
    final ManualPool pool = new ManualPool();
    final RegionDecoder decoder = new RegionDecoder();
    final VideoStreams videoStreams = new VideoStreams();
    final ViewerWay way;
    final ViewerFeed feed;

    /** What the session renders. */
    Framebuffer framebuffer = new Framebuffer(1, 1);

    /** What the viewer shows. */
    Framebuffer screen = new Framebuffer(1, 1);

    /** What the viewer could not decode and was not sent again. */
    private final PixelRegion lost = new PixelRegion();

    /** What the viewer keeps of what was covered. */
    final KeptPixels kept = new KeptPixels();

    final List<Frame> received = new ArrayList<>();
    final ArrayDeque<Integer> unacknowledged = new ArrayDeque<>();
    long nowNanos = 1_000_000_000L;

    /** Whether the viewer fails to decode what comes next, and says so. */
    boolean viewerFails;

    FeedFixture() {
        this(1 << 24);
    }

    FeedFixture(long mostPixels) {
        this(mostPixels, OPTIONS);
    }

    FeedFixture(long mostPixels, FeedOptions options) {
        way = new ViewerWay(links.session(), () -> this.nowNanos, options);
        feed = new ViewerFeed(way, 7, loopTasks::add, pool, mostPixels);
        links.session()
                .start(
                        new LinkListener<>() {
                            @Override
                            public void received(Envelope<ToSession> envelope) {
                                ToSession message = envelope.message();
                                if (message.hasFrameAck()) {
                                    assertThat(way.acknowledged(message.getFrameAck()))
                                            .isTrue();
                                } else {
                                    feed.refresh(message.getRefreshRequest());
                                }
                            }

                            @Override
                            public void closed(CloseReason reason) {}
                        },
                        loopTasks::add);
        links.viewer()
                .start(
                        new LinkListener<>() {
                            @Override
                            public void received(Envelope<ToViewer> envelope) {
                                show(envelope.message().getFrame(), envelope.payload());
                            }

                            @Override
                            public void closed(CloseReason reason) {}
                        },
                        viewerTasks::add);
    }

    void resize(int width, int height, Random random) {
        framebuffer = new Framebuffer(width, height);
        for (int i = 0; i < width * height; i++) {
            framebuffer.pixels()[i] = 0xFF000000 | random.nextInt(1 << (1 + random.nextInt(24)));
        }
        feed.resize(width, height);
    }

    /** Paints and reports it. */
    void fill(int x, int y, int width, int height, int colour) {
        framebuffer.fill(x, y, width, height, colour);
        feed.damage(new PixelRegion(new PixelRect(x, y, width, height)));
    }

    /** What the owner does after a batch of events: captures if that may be. Returns whether a frame was made. */
    boolean capture() {
        return feed.mayCapture() && feed.isBehind() && feed.capture(framebuffer);
    }

    void runLoop() {
        runAll(loopTasks);
    }

    void runViewer() {
        runAll(viewerTasks);
    }

    private static void runAll(ArrayDeque<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Everything that is under way arrives, but the viewer acknowledges nothing. */
    void deliver() {
        pool.runAll();
        runLoop();
        runViewer();
        runLoop();
    }

    /** The viewer acknowledges its oldest frames. */
    void acknowledge(int count) {
        for (int i = 0; i < count && !unacknowledged.isEmpty(); i++) {
            send(ToSession.newBuilder().setFrameAck(FrameAck.newBuilder().setSerial(unacknowledged.remove())));
        }
        runLoop();
    }

    /** Goes on until nothing is left to do. */
    void settle() {
        for (int i = 0; i < 1000; i++) {
            deliver();
            acknowledge(Integer.MAX_VALUE);
            nowNanos += 1_000_000;
            if (!capture() && feed.isExact()) {
                return;
            }
        }
        throw new AssertionError("the feed does not come to rest");
    }

    private void send(ToSession.Builder message) {
        links.viewer().send(Envelope.of(Channel.DISPLAY, message.build()));
    }

    private void show(Frame frame, ByteBuffer payload) {
        received.add(frame);
        unacknowledged.add(frame.getSerial());
        assertThat(frame.getSerial()).isEqualTo(received.size());
        assertThat(frame.getOutput()).isEqualTo(7);
        if (frame.getWidth() != screen.width() || frame.getHeight() != screen.height()) {
            screen = new Framebuffer(frame.getWidth(), frame.getHeight());
            lost.clear();
            kept.clear();
        }
        if (frame.getForgetKept()) {
            kept.clear();
        }
        var request = RefreshRequest.newBuilder();
        int at = payload.position();
        try {
            for (Region region : frame.getRegionsList()) {
                var coding = Coding.of(region.getCodingValue());
                var bytes = payload.slice(at, region.getLength());
                var rect = new PixelRect(region.getX(), region.getY(), region.getWidth(), region.getHeight());
                at += region.getLength();
                if (region.getKeep()) {
                    kept.keep(screen, rect, lost);
                }
                if (viewerFails
                        || coding == Coding.COPY
                                && lost.intersects(RegionDecoder.copySource(bytes, rect.width(), rect.height()))
                        || coding == Coding.KEPT && !restore(rect)) {
                    lost.add(rect);
                    request.addAreas(Area.newBuilder()
                            .setX(region.getX())
                            .setY(region.getY())
                            .setWidth(region.getWidth())
                            .setHeight(region.getHeight()));
                } else if (coding == Coding.H264) {
                    videoStreams.decode(bytes, rect.x(), rect.y(), rect.width(), rect.height(), screen);
                    lost.subtract(rect);
                } else if (coding == Coding.KEPT) {
                    lost.subtract(rect);
                } else {
                    decoder.decode(coding, bytes, rect, screen);
                    lost.subtract(rect);
                }
            }
        } catch (CodecException e) {
            throw new AssertionError(e);
        }
        assertThat(at).isEqualTo(payload.limit());
        if (request.getAreasCount() > 0) {
            send(ToSession.newBuilder().setRefreshRequest(request));
        }
    }

    private boolean restore(PixelRect rect) {
        try {
            kept.show(screen, rect);
            return true;
        } catch (CodecException e) {
            return false;
        }
    }

    @Override
    public void close() {
        feed.close();
        decoder.close();
        videoStreams.close();
        pool.encoder.close();
    }

    /** Encodes when told to, in any order, on the calling thread. */
    static final class ManualPool implements EncoderPool {
        private static final VideoEncoders ENCODERS = VideoEncoders.probe();

        final RegionEncoder encoder = new RegionEncoder();
        final List<Task> tasks = new ArrayList<>();

        @Override
        public VideoEncoders videoEncoders() {
            return ENCODERS;
        }

        @Override
        public int parallelism() {
            return 3;
        }

        @Override
        public void submit(Task task) {
            tasks.add(task);
        }

        void runAll() {
            while (!tasks.isEmpty()) {
                tasks.removeLast().encode(encoder);
            }
        }
    }
}
