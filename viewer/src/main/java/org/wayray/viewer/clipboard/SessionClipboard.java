package org.wayray.viewer.clipboard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.posix.event.Timer;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.Limits;
import org.wayray.protocol.v1.ClipboardFailure;
import org.wayray.protocol.v1.ClipboardOffer;
import org.wayray.protocol.v1.ClipboardPolicy;
import org.wayray.protocol.v1.ClipboardRequest;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * The session's clipboard as one connection shows it: what the session offers and asks for, and what it was told that the desk
 * has. Confined to the clipboard's loop.
 *
 * <p>At the beginning of a connection both sides say what they have. So that they do not swap it, what the desk has then counts
 * more than what the session has: the first offers of the session are let pass if the desk has something of its own.
 */
final class SessionClipboard {
    /** How long the beginning of a connection lasts. */
    private static final Duration BEGINNING = Duration.ofSeconds(1);

    /** Transfers in one direction, so that none of the two takes all that a connection may have. */
    private static final int MOST_TRANSFERS = Limits.TRANSFERS / 2;

    private static final Logger log = LoggerFactory.getLogger(SessionClipboard.class);

    private final ClipboardBridge bridge;
    private final Link<ToViewer, ToSession> link;

    /** What the session allows; null before it has said so. */
    private @Nullable ClipboardPolicy policy;

    private @Nullable Timer beginning;

    private final Map<Selection, SessionContent> offered = new EnumMap<>(Selection.class);
    private final Map<Selection, Told> told = new EnumMap<>(Selection.class);
    private int serial;

    private final Map<Integer, ClipboardTransfer> transfers = new LinkedHashMap<>();
    private int lastAsked = -1;
    private int lastRequested;
    private boolean over;

    /** What the session was told that the desk has; null for nothing. */
    private record Told(int serial, @Nullable Content content) {}

    SessionClipboard(ClipboardBridge bridge, Link<ToViewer, ToSession> link) {
        this.bridge = bridge;
        this.link = link;
    }

    Link<ToViewer, ToSession> link() {
        return link;
    }

    /** The connection is gone. */
    void close() {
        over = true;
        if (beginning != null) {
            beginning.cancel();
        }
        var lost = new ReadFailure(ReadFailure.Kind.BROKEN, "the connection to the session was lost");
        List.copyOf(transfers.values()).forEach(transfer -> transfer.abort(lost));
    }

    Collection<ClipboardTransfer> transfers() {
        return List.copyOf(transfers.values());
    }

    // ---- what the session says

    void received(ToViewer message) {
        if (over) {
            return;
        }
        switch (message.getBodyCase()) {
            case CLIPBOARD_POLICY -> allowed(message.getClipboardPolicy());
            case CLIPBOARD_OFFER -> offered(message.getClipboardOffer());
            case CLIPBOARD_REQUEST -> requested(message.getClipboardRequest());
            case CLIPBOARD_FAILURE -> failed(message.getClipboardFailure());
            default -> throw new IllegalArgumentException("not for the clipboard: " + message.getBodyCase());
        }
    }

    private void allowed(ClipboardPolicy newPolicy) {
        if (policy == null) {
            beginning = bridge.loop().schedule(BEGINNING, () -> beginning = null);
        }
        policy = newPolicy;
        log.debug(
                "The session allows the clipboard: {}, {} bytes",
                newPolicy.getDirection(),
                Long.toUnsignedString(newPolicy.getMostBytes()));
        tell();
    }

    private void offered(ClipboardOffer offer) {
        var selection = selection(offer.getSelection());
        if (offer.getMimeTypesCount() > Limits.CLIPBOARD_TYPES
                || offer.getMimeTypesList().stream()
                        .anyMatch(type -> type.getBytes(StandardCharsets.UTF_8).length > Limits.CLIPBOARD_TYPE_BYTES)) {
            violated("an offer of too much");
            return;
        }
        if (selection == null || !bridge.direction().toViewer()) {
            return;
        }
        if (offer.getMimeTypesCount() == 0) {
            offered.remove(selection);
            bridge.offerToDesk(selection, null);
        } else if (beginning == null || bridge.onDesk(selection) == null) {
            var content = new SessionContent(this, selection, offer.getSerial(), offer.getMimeTypesList());
            offered.put(selection, content);
            told.remove(selection);
            bridge.offerToDesk(selection, content);
        }
    }

    private void requested(ClipboardRequest request) {
        int number = request.getTransfer();
        if (number <= lastRequested || number % 2 != 0) {
            violated("transfer " + Integer.toUnsignedString(number) + " again, or not the session's to name");
            return;
        }
        lastRequested = number;
        var selection = selection(request.getSelection());
        var had = selection == null ? null : told.get(selection);
        if (!mayTell()) {
            refuse(
                    number,
                    new ReadFailure(ReadFailure.Kind.FORBIDDEN, "the viewer does not give what is copied there"));
        } else if (had == null || had.content() == null || had.serial() != request.getSerial()) {
            refuse(number, new ReadFailure(ReadFailure.Kind.GONE, "something else was copied meanwhile"));
        } else if (!had.content().mimeTypes().contains(request.getMimeType())) {
            refuse(number, new ReadFailure(ReadFailure.Kind.UNKNOWN_TYPE, "it is not there in this format"));
        } else if (count(true) >= MOST_TRANSFERS) {
            refuse(number, new ReadFailure(ReadFailure.Kind.BUSY, "too much is being pasted at the moment"));
        } else {
            send(number, had.content(), request.getMimeType());
        }
    }

    private void send(int number, Content content, String mimeType) {
        var sending = new TransferToSession(
                bridge.loop(), content, mimeType, mostBytes(), failure -> refuse(number, failure), () -> ended(number));
        transfers.put(number, sending);
        sending.begin(link.sendTransfer(number, sending, bridge.loop()));
        bridge.transfersChanged();
    }

    private void failed(ClipboardFailure failure) {
        var transfer = transfers.get(failure.getTransfer());
        if (transfer != null) {
            transfer.refused(failure);
        }
    }

    private void violated(String detail) {
        link.close(CloseReason.violation(detail));
    }

    // ---- what the session is told

    /** Offers what the desk has and the session does not know yet, if that may be told now. */
    void tell() {
        for (var selection : Selection.values()) {
            var content = bridge.onDesk(selection);
            var known = told.get(selection);
            boolean news = content != (known == null ? null : known.content());
            if (news && mayTell() && bridge.isFocused() && !over) {
                told.put(selection, new Told(++serial, content));
                var offer = ClipboardOffer.newBuilder()
                        .setSelection(wire(selection))
                        .setSerial(serial);
                if (content != null) {
                    content.mimeTypes().stream()
                            .limit(Limits.CLIPBOARD_TYPES - 1)
                            .forEach(offer::addMimeTypes);
                    offer.addMimeTypes(bridge.mark());
                }
                send(ToSession.newBuilder().setClipboardOffer(offer).build());
            }
        }
    }

    /** Whether both the person and the session let data of the desk go to the session. */
    private boolean mayTell() {
        var allowed = policy;
        return allowed != null
                && bridge.direction().toSession()
                && switch (allowed.getDirection()) {
                    case BOTH, TO_SESSION -> true;
                    case TO_VIEWER, OFF, UNRECOGNIZED -> false;
                };
    }

    private void refuse(int number, ReadFailure why) {
        var code = switch (why.kind()) {
            case FORBIDDEN -> ClipboardFailure.Code.FORBIDDEN;
            case GONE -> ClipboardFailure.Code.GONE;
            case UNKNOWN_TYPE -> ClipboardFailure.Code.UNKNOWN_TYPE;
            case TOO_LARGE -> ClipboardFailure.Code.TOO_LARGE;
            case BROKEN -> ClipboardFailure.Code.BROKEN;
            case BUSY -> ClipboardFailure.Code.BUSY;
        };
        var failure =
                ClipboardFailure.newBuilder().setTransfer(number).setCode(code).setReason(why.reason());
        send(ToSession.newBuilder().setClipboardFailure(failure).build());
        bridge.tellPerson("Pasting into the session failed", why);
    }

    // ---- what the desk reads

    /** Asks the session for data of its. */
    Reading read(SessionContent content, String mimeType, ByteSink sink) {
        if (over || offered.get(content.selection()) != content) {
            return failing(sink, ReadFailure.Kind.GONE, "something else was copied meanwhile");
        }
        if (!content.mimeTypes().contains(mimeType)) {
            return failing(sink, ReadFailure.Kind.UNKNOWN_TYPE, "it is not there in this format");
        }
        if (count(false) >= MOST_TRANSFERS || lastAsked > Integer.MAX_VALUE - 2) {
            return failing(sink, ReadFailure.Kind.BUSY, "too much is being pasted at the moment");
        }
        lastAsked += 2;
        int number = lastAsked;
        var request = ClipboardRequest.newBuilder()
                .setTransfer(number)
                .setSelection(wire(content.selection()))
                .setSerial(content.serial())
                .setMimeType(mimeType);
        send(ToSession.newBuilder().setClipboardRequest(request).build());
        var receiving =
                new TransferToDesk(bridge.loop(), mimeType, mostBytes(), new Telling(sink), () -> ended(number));
        transfers.put(number, receiving);
        receiving.begin(link.receiveTransfer(number, receiving, bridge.loop()));
        bridge.transfersChanged();
        return receiving;
    }

    private FailedReading failing(ByteSink sink, ReadFailure.Kind kind, String reason) {
        return new FailedReading(bridge.loop(), sink, new ReadFailure(kind, reason));
    }

    /** Tells the person as well when it fails. */
    private final class Telling extends ForwardingSink {
        Telling(ByteSink to) {
            super(to);
        }

        @Override
        public void fail(ReadFailure failure) {
            super.fail(failure);
            bridge.tellPerson("Pasting from the session failed", failure);
        }
    }

    // ---- both

    private void ended(int number) {
        transfers.remove(number);
        bridge.transfersChanged();
    }

    private long count(boolean toSession) {
        return transfers.values().stream()
                .filter(transfer -> transfer.progress().toSession() == toSession)
                .count();
    }

    private long mostBytes() {
        var allowed = policy;
        return allowed == null ? 0 : allowed.getMostBytes();
    }

    private void send(ToSession message) {
        link.send(Envelope.of(Channel.CLIPBOARD, message));
    }

    private static @Nullable Selection selection(org.wayray.protocol.v1.Selection selection) {
        return switch (selection) {
            case CLIPBOARD -> Selection.CLIPBOARD;
            case PRIMARY -> Selection.PRIMARY;
            case UNRECOGNIZED -> null;
        };
    }

    private static org.wayray.protocol.v1.Selection wire(Selection selection) {
        return switch (selection) {
            case CLIPBOARD -> org.wayray.protocol.v1.Selection.CLIPBOARD;
            case PRIMARY -> org.wayray.protocol.v1.Selection.PRIMARY;
        };
    }
}
