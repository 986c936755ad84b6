package org.wayray.viewer.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.RegionEncoder;
import org.wayray.link.CloseReason;
import org.wayray.link.InProcessLink;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.Region;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.protocol.v1.Welcome;

/** A server that does what a test says. Connections go through the process; any thread may look at what it has received. */
public final class FakeServer implements ServerConnector {
    public static final int OUTPUT = 7;

    private final List<Peer> peers = new CopyOnWriteArrayList<>();

    /** What the next attempts end with; an attempt succeeds when there is nothing. */
    public volatile @Nullable Throwable failure;

    /** Whether attempts get no answer at all. */
    public volatile boolean silent;

    private final AtomicInteger attempts = new AtomicInteger();

    /** Attempts so far. */
    public int attempts() {
        return attempts.get();
    }

    @Override
    public CompletionStage<Link<ToViewer, ToSession>> connect() {
        attempts.incrementAndGet();
        var failed = failure;
        if (failed != null) {
            return CompletableFuture.failedStage(failed);
        }
        if (silent) {
            return new CompletableFuture<>();
        }
        var pair = InProcessLink.pair();
        var peer = new Peer(pair.session(), hello -> {});
        peers.add(peer);
        pair.session().start(peer);
        return CompletableFuture.completedStage(pair.viewer());
    }

    @Override
    public String server() {
        return "desk.example:4433";
    }

    /** The connection made last. */
    public Peer peer() {
        return peers.getLast();
    }

    public boolean hasPeer() {
        return !peers.isEmpty();
    }

    /** The server's end of one connection. */
    public static final class Peer implements LinkListener<ToSession> {
        private final Link<ToSession, ToViewer> link;
        private final List<ToSession> received = new CopyOnWriteArrayList<>();
        private volatile @Nullable CloseReason closed;
        private final Consumer<Peer> onHello;

        /** Whether the session is over as soon as somebody has seen a picture of it. */
        public volatile boolean endsAfterFirstAck;

        private int serial;

        /** @param onHello what to do when the viewer has said hello */
        public Peer(Link<ToSession, ToViewer> link, Consumer<Peer> onHello) {
            this.link = link;
            this.onHello = onHello;
        }

        @Override
        public void received(Envelope<ToSession> envelope) {
            received.add(envelope.message());
            if (envelope.message().hasHello()) {
                onHello.accept(this);
            }
            if (envelope.message().hasFrameAck() && endsAfterFirstAck) {
                endSession();
            }
        }

        @Override
        public void closed(CloseReason reason) {
            closed = reason;
        }

        public @Nullable CloseReason closeReason() {
            return closed;
        }

        public boolean isOpen() {
            return closed == null;
        }

        /** Messages so far. */
        public List<ToSession> all() {
            return new ArrayList<>(received);
        }

        /** Messages of one kind so far. */
        public List<ToSession> all(ToSession.BodyCase kind) {
            return received.stream()
                    .filter(message -> message.getBodyCase() == kind)
                    .toList();
        }

        public boolean has(Predicate<ToSession> what) {
            return received.stream().anyMatch(what);
        }

        public void close(CloseReason reason) {
            link.close(reason);
        }

        public void send(Channel channel, ToViewer message) {
            link.send(Envelope.of(channel, message));
        }

        public void send(Channel channel, ToViewer message, ByteBuffer payload) {
            link.send(new Envelope<>(channel, message, payload));
        }

        /** The user has logged out. */
        public void endSession() {
            send(
                    Channel.CONTROL,
                    ToViewer.newBuilder()
                            .setGoodbye(Goodbye.newBuilder().setReason(Goodbye.Reason.SESSION_ENDED))
                            .build());
        }

        public void welcome(int width, int height) {
            send(
                    Channel.CONTROL,
                    ToViewer.newBuilder()
                            .setWelcome(Welcome.newBuilder()
                                    .setVersion(1)
                                    .setSessionName("work")
                                    .addCapabilities("statistics")
                                    .addOutputs(OutputConfig.newBuilder()
                                            .setId(OUTPUT)
                                            .setWidth(width)
                                            .setHeight(height)))
                            .build());
        }

        /** Sends these parts of a picture; returns the frame's serial. */
        public int frame(Framebuffer picture, PixelRect... parts) {
            return frame(OUTPUT, picture, parts);
        }

        /** The same of any output. */
        public int frame(int output, Framebuffer picture, PixelRect... parts) {
            var payload = new PayloadBuffer(1024);
            var frame = Frame.newBuilder()
                    .setSerial(++serial)
                    .setOutput(output)
                    .setWidth(picture.width())
                    .setHeight(picture.height());
            try (var encoder = new RegionEncoder()) {
                for (var part : parts) {
                    int before = payload.size();
                    var coding = encoder.encode(picture, part, payload);
                    frame.addRegions(Region.newBuilder()
                            .setX(part.x())
                            .setY(part.y())
                            .setWidth(part.width())
                            .setHeight(part.height())
                            .setCodingValue(coding.number())
                            .setLength(payload.size() - before));
                }
            }
            send(Channel.DISPLAY, ToViewer.newBuilder().setFrame(frame).build(), payload.asByteBuffer());
            return serial;
        }
    }
}
