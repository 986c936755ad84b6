package org.wayray.viewer.clipboard;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.wayray.clipboard.ReceivedFiles;
import org.wayray.link.Link;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * Joins the clipboard of the desk with that of the session: what is copied on one side can be pasted on the other. Only formats
 * are told; data moves when somebody pastes, at the pace of the slower side.
 *
 * <p>The session learns of what is copied at the desk only while the viewer has the keyboard, or when it gets it: what one copies
 * and pastes between other programs meanwhile is none of the session's business, and it cannot ask for what it was not
 * told of.
 *
 * <p>Lives on the clipboard's loop; the public methods but {@link #start} may be called by any thread.
 */
public final class ClipboardBridge {
    /** Nobody wants to be told of what takes no longer. */
    private static final Duration SHOWN_AFTER = Duration.ofMillis(700);

    private static final Duration REFRESHED_EVERY = Duration.ofMillis(250);

    /**
     * A format that nobody else has, and of which there is no data: it tells what came from here when it comes back, by whatever way.
     * Someone who runs a viewer inside of the session that it shows would else have an offer go around for ever.
     */
    private final String mark = "application/x-wayray-viewer-" + UUID.randomUUID();

    private final EventLoop loop;
    private final DeskClipboard desk;
    private final Conversions conversions;
    private final ClipboardDirection direction;
    private final ClipboardObserver observer;

    /** What programs of the desk have copied; nothing while the desk has what the session has. */
    private final Map<Selection, Content> onDesk = new EnumMap<>(Selection.class);

    private @Nullable SessionClipboard session;
    private boolean focused;
    private @Nullable Timer refresh;
    private boolean shown;

    /**
     * @param loop on which the desk's clipboard lives, too
     * @param desk stays the caller's
     * @param received where files of the session are put; stays the caller's
     * @param direction what the person wants; the session's policy may allow less
     */
    public ClipboardBridge(
            EventLoop loop,
            DeskClipboard desk,
            ReceivedFiles received,
            ClipboardDirection direction,
            ClipboardObserver observer) {
        this.loop = loop;
        this.desk = desk;
        this.conversions = new Conversions(loop, received);
        this.direction = direction;
        this.observer = observer;
    }

    /** Begins to look at the desk; on the loop, once. */
    public void start() {
        desk.start(this::copied);
    }

    // ---- what the viewer tells

    /** There is a connection to a session that has a clipboard. */
    public void connected(Link<ToViewer, ToSession> link) {
        loop.execute(() -> {
            closeSession();
            session = new SessionClipboard(this, link);
        });
    }

    /** That connection is gone. */
    public void disconnected() {
        loop.execute(this::closeSession);
    }

    /** The session said something on the channel of the clipboard. */
    public void received(ToViewer message) {
        loop.execute(() -> {
            if (session != null) {
                session.received(message);
            }
        });
    }

    /** The viewer got the keyboard, or lost it. */
    public void focused(boolean now) {
        loop.execute(() -> {
            focused = now;
            tell();
        });
    }

    /** The person has had enough of what is being transferred. */
    public void cancelTransfers() {
        loop.execute(() -> {
            if (session != null) {
                var cancelled = new ReadFailure(ReadFailure.Kind.BROKEN, "you cancelled it");
                session.transfers().forEach(transfer -> transfer.abort(cancelled));
            }
        });
    }

    private void closeSession() {
        if (session != null) {
            session.close();
            session = null;
            // the next connection is told anew who has the keyboard
            focused = false;
        }
    }

    // ---- what the desk tells

    private void copied(Selection selection, @Nullable Content content) {
        if (content != null && content.mimeTypes().contains(mark)) {
            return;
        }
        if (content == null || content.mimeTypes().isEmpty()) {
            onDesk.remove(selection);
        } else {
            onDesk.put(selection, conversions.forSession(content));
        }
        tell();
    }

    private void tell() {
        if (session != null) {
            session.tell();
        }
    }

    // ---- for the session's side

    EventLoop loop() {
        return loop;
    }

    ClipboardDirection direction() {
        return direction;
    }

    boolean isFocused() {
        return focused;
    }

    /** To be offered to the session beside all formats. */
    String mark() {
        return mark;
    }

    /** What a program of the desk has copied; null if that is nothing, or the session's. */
    @Nullable
    Content onDesk(Selection selection) {
        return onDesk.get(selection);
    }

    /** Puts the session's content on the desk; null to take it back. */
    void offerToDesk(Selection selection, @Nullable Content content) {
        if (content != null) {
            onDesk.remove(selection);
        }
        desk.offer(selection, content == null ? null : conversions.forDesk(content));
    }

    void tellPerson(String what, ReadFailure failure) {
        switch (failure.kind()) {
            case FORBIDDEN, TOO_LARGE, BROKEN, BUSY ->
                observer.failed(what + ": " + failure.reason().replaceFirst("\\.$", "") + ".");
            // programs try one format after the other, and what is gone the person has replaced
            case GONE, UNKNOWN_TYPE -> {}
        }
    }

    // ---- what the person sees

    /** A transfer began or ended. */
    void transfersChanged() {
        boolean any = session != null && !session.transfers().isEmpty();
        if (any && refresh == null) {
            refresh = loop.schedule(SHOWN_AFTER, this::refresh);
        } else if (!any && refresh != null) {
            refresh.cancel();
            refresh = null;
        }
        if (shown && slow().isEmpty()) {
            show();
        }
    }

    private void refresh() {
        refresh = loop.schedule(REFRESHED_EVERY, this::refresh);
        if (shown || !slow().isEmpty()) {
            show();
        }
    }

    private void show() {
        var slow = slow();
        shown = !slow.isEmpty();
        observer.transferring(slow);
    }

    private List<ClipboardProgress> slow() {
        long before = loop.nowNanos() - SHOWN_AFTER.toNanos();
        return session == null
                ? List.of()
                : session.transfers().stream()
                        .filter(transfer -> transfer.begunNanos() - before <= 0)
                        .map(ClipboardTransfer::progress)
                        .toList();
    }
}
