package org.wayray.compositor.clipboard;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.link.TransferInputStream;
import org.wayray.link.TransferOutputStream;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.ClipboardFailure;
import org.wayray.protocol.v1.ClipboardOffer;
import org.wayray.protocol.v1.ClipboardRequest;
import org.wayray.protocol.v1.FrameAck;
import org.wayray.protocol.v1.Selection;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/** What a viewer does about the clipboard, well or badly, as a test wants. Any thread. */
final class Desk implements LinkListener<ToViewer>, AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Link<ToViewer, ToSession> link;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final BlockingQueue<ToViewer> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final AtomicInteger offers = new AtomicInteger();
    private final AtomicInteger transfers = new AtomicInteger(-1);

    Desk(Link<ToViewer, ToSession> link) {
        this.link = link;
        link.start(this, thread);
    }

    @Override
    public void received(Envelope<ToViewer> envelope) {
        if (envelope.channel() == Channel.CLIPBOARD) {
            heard.add(envelope.message());
        } else if (envelope.message().hasFrame()) {
            int serial = envelope.message().getFrame().getSerial();
            link.send(Envelope.of(
                    Channel.DISPLAY,
                    ToSession.newBuilder()
                            .setFrameAck(FrameAck.newBuilder().setSerial(serial))
                            .build()));
        }
    }

    @Override
    public void closed(CloseReason reason) {
        closed.complete(reason);
    }

    CloseReason closeReason() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** The next message about the clipboard. */
    ToViewer next() throws Exception {
        return requireNonNull(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing came");
    }

    ClipboardOffer nextOffer() throws Exception {
        return require(next(), ToViewer.BodyCase.CLIPBOARD_OFFER).getClipboardOffer();
    }

    ClipboardRequest nextRequest() throws Exception {
        return require(next(), ToViewer.BodyCase.CLIPBOARD_REQUEST).getClipboardRequest();
    }

    ClipboardFailure nextFailure() throws Exception {
        return require(next(), ToViewer.BodyCase.CLIPBOARD_FAILURE).getClipboardFailure();
    }

    /** The next message, if one comes soon. */
    @Nullable
    ToViewer soon() throws InterruptedException {
        return heard.poll(300, TimeUnit.MILLISECONDS);
    }

    private static ToViewer require(ToViewer message, ToViewer.BodyCase kind) {
        if (message.getBodyCase() != kind) {
            throw new AssertionError("not a " + kind + ": " + message);
        }
        return message;
    }

    /** Something was copied, or marked, at the desk. */
    int offer(Selection selection, String... formats) {
        int serial = offers.incrementAndGet();
        send(ToSession.newBuilder()
                .setClipboardOffer(ClipboardOffer.newBuilder()
                        .setSelection(selection)
                        .setSerial(serial)
                        .addAllMimeTypes(Arrays.asList(formats))));
        return serial;
    }

    /** Somebody pastes at the desk: begins the transfer. */
    TransferInputStream paste(ClipboardOffer offer, String format) {
        int number = transfers.addAndGet(2);
        send(ToSession.newBuilder()
                .setClipboardRequest(ClipboardRequest.newBuilder()
                        .setTransfer(number)
                        .setSelection(offer.getSelection())
                        .setSerial(offer.getSerial())
                        .setMimeType(format)));
        return TransferInputStream.receive(link, number);
    }

    byte[] pasteAll(ClipboardOffer offer, String format) throws IOException {
        try (var in = paste(offer, format)) {
            return in.readAllBytes();
        }
    }

    /** The stream for what the session asked for. */
    TransferOutputStream answer(ClipboardRequest request) {
        return TransferOutputStream.send(link, request.getTransfer());
    }

    void answer(ClipboardRequest request, byte[] data) throws IOException {
        try (var out = answer(request)) {
            out.write(data);
        }
    }

    void refuse(ClipboardRequest request, ClipboardFailure.Code code) {
        send(ToSession.newBuilder()
                .setClipboardFailure(ClipboardFailure.newBuilder()
                        .setTransfer(request.getTransfer())
                        .setCode(code)));
    }

    void send(ToSession.Builder message) {
        link.send(Envelope.of(Channel.CLIPBOARD, message.build()));
    }

    /** All messages that have come and were not asked for. */
    List<ToViewer> rest() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        link.close(CloseReason.finished("the test is over"));
        thread.shutdown();
    }
}
