package org.wayray.viewer.clipboard.x11;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Hook;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Watch;
import org.wayray.posix.xcb.XcbConnection;
import org.wayray.posix.xcb.XcbEvent;
import org.wayray.posix.xcb.XcbException;
import org.wayray.posix.xcb.XcbProperty;
import org.wayray.viewer.clipboard.ByteSink;
import org.wayray.viewer.clipboard.Content;
import org.wayray.viewer.clipboard.DeskClipboard;
import org.wayray.viewer.clipboard.FailedReading;
import org.wayray.viewer.clipboard.ReadFailure;
import org.wayray.viewer.clipboard.Reading;
import org.wayray.viewer.clipboard.RecodingSink;
import org.wayray.viewer.clipboard.Selection;

/**
 * CLIPBOARD and PRIMARY of an X server, over a connection of our own. The window system's part (SDL) has another connection, and a
 * clipboard that would have its thread wait for other programs.
 *
 * <p>Confined to the loop, which waits for the X server where it asks it something; so it must be nobody's who must not wait.
 * Whatever other programs do wrong ends the one conversion; when the X server goes away, there is no clipboard any more.
 */
public final class X11Clipboard implements DeskClipboard {
    /** Conversions under way at the same time in one direction. */
    static final int MOST_CONVERSIONS = 32;

    private static final int MOST_OF_MULTIPLE = 64;
    private static final int EVENTS_AT_ONCE = 256;

    private static final Logger log = LoggerFactory.getLogger(X11Clipboard.class);

    private final EventLoop loop;
    private final XcbConnection x;
    private final X11Atoms atoms;
    private final ForeignWindows windows;
    private final int window;
    private final X11Selection clipboard;
    private final X11Selection primary;
    private final Map<Integer, IncomingConversion> incoming = new HashMap<>();
    private final Map<OutgoingConversion.Place, OutgoingConversion> outgoing = new HashMap<>();
    private final Watch watch;
    private final Hook hook;

    private @Nullable Listener listener;
    private boolean closed;

    private X11Clipboard(EventLoop loop, XcbConnection x) throws PosixException {
        this.loop = loop;
        this.x = x;
        atoms = X11Atoms.of(x);
        windows = new ForeignWindows(x);
        window = x.createWindow(XcbConnection.PROPERTY_CHANGE);
        clipboard = new X11Selection(this, Selection.CLIPBOARD, atoms.clipboard());
        primary = new X11Selection(this, Selection.PRIMARY, atoms.primary());
        // what has come is looked for after each batch, because a wait for an answer may take it in as well
        watch = loop.watch(x.fd(), Interest.READ, (readable, writable) -> {});
        hook = loop.afterBatch(this::handleEvents);
    }

    /**
     * Connects.
     *
     * @param display as in DISPLAY
     * @throws XcbException when the library or the display is missing
     */
    public static X11Clipboard open(EventLoop loop, String display) throws XcbException, PosixException {
        var x = XcbConnection.open(display);
        try {
            return new X11Clipboard(loop, x);
        } catch (PosixException e) {
            x.close();
            throw e;
        }
    }

    // ---- as a clipboard

    @Override
    public void start(Listener to) {
        listener = to;
        for (var selection : List.of(clipboard, primary)) {
            x.watchSelection(window, selection.atom());
            int owner = x.selectionOwner(selection.atom());
            if (owner != XcbConnection.NONE) {
                selection.ownerChanged(owner, XcbConnection.CURRENT_TIME);
            }
        }
    }

    @Override
    public void offer(Selection selection, @Nullable Content content) {
        if (!closed) {
            (selection == Selection.CLIPBOARD ? clipboard : primary).offer(content);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        List.copyOf(incoming.values()).forEach(IncomingConversion::cancel);
        List.copyOf(outgoing.values()).forEach(OutgoingConversion::abandon);
        hook.close();
        watch.close();
        x.close();
    }

    // ---- for the package

    EventLoop loop() {
        return loop;
    }

    XcbConnection x() {
        return x;
    }

    X11Atoms atoms() {
        return atoms;
    }

    int window() {
        return window;
    }

    /** Has {@link X11Selection#timeKnown} called with the X server's time. */
    void askTime() {
        x.touchProperty(window, atoms.clock());
    }

    void copied(Selection selection, @Nullable Content content) {
        if (listener != null) {
            listener.copied(selection, content);
        }
    }

    /** Asks a selection's owner for its content. */
    Reading convert(IncomingConversion.Request request, int owner, ByteSink sink) {
        if (incoming.size() >= MOST_CONVERSIONS || closed) {
            return refuse(sink, new ReadFailure(ReadFailure.Kind.BUSY, "too much is being pasted at the moment"));
        }
        var made = new IncomingConversion[1];
        made[0] = new IncomingConversion(
                loop, x, atoms, windows, request, owner, sink, () -> incoming.remove(made[0].window()));
        incoming.put(made[0].window(), made[0]);
        return made[0];
    }

    /** A reading that fails, after this has returned. */
    Reading refuse(ByteSink sink, ReadFailure failure) {
        return new FailedReading(loop, sink, failure);
    }

    /** What of ours programs of the desk paste, for tests. */
    @Nullable
    Content owned(Selection selection) {
        return (selection == Selection.CLIPBOARD ? clipboard : primary).owned();
    }

    /** Conversions under way and windows of others that are watched, for tests: 0 at rest. */
    int underWay() {
        return incoming.size() + outgoing.size() + windows.count();
    }

    // ---- what the X server tells

    private void handleEvents() {
        int handled = 0;
        XcbEvent event;
        while (!closed && (event = x.poll()) != null) {
            handle(event);
            if (++handled == EVENTS_AT_ONCE) {
                loop.execute(() -> {}); // and goes on after the others
                break;
            }
        }
        if (closed) {
            return;
        }
        x.flush();
        if (x.isBroken()) {
            log.warn("The X server is gone: nothing is copied from the desk or pasted there any more");
            loop.execute(this::close);
        }
    }

    private void handle(XcbEvent event) {
        switch (event) {
            case XcbEvent.SelectionRequest request -> requested(request);
            case XcbEvent.SelectionNotify notify -> {
                var conversion = incoming.get(notify.requestor());
                if (conversion != null) {
                    conversion.answered(notify);
                }
            }
            case XcbEvent.SelectionClear(int ignored, int owner, int atom) -> {
                var selection = selection(atom);
                if (selection != null && owner == window) {
                    selection.cleared();
                }
            }
            case XcbEvent.SelectionOwnerChanged(int owner, int atom, int since) -> {
                var selection = selection(atom);
                if (selection != null) {
                    selection.ownerChanged(owner, since);
                }
            }
            case XcbEvent.PropertyNotify(int of, int property, int time, boolean deleted) ->
                propertyChanged(of, property, time, deleted);
            case XcbEvent.DestroyNotify(int gone) -> destroyed(gone);
            case XcbEvent.Failure(int code, int resource, int request) ->
                log.debug("X error {} of request {} about {}", code, request, Integer.toHexString(resource));
            case XcbEvent.Other ignored -> {}
        }
    }

    private @Nullable X11Selection selection(int atom) {
        return atom == clipboard.atom() ? clipboard : atom == primary.atom() ? primary : null;
    }

    private void propertyChanged(int of, int property, int time, boolean deleted) {
        if (of == window) {
            if (property == atoms.clock() && !deleted) {
                clipboard.timeKnown(time);
                primary.timeKnown(time);
            }
        } else if (deleted) {
            var conversion = outgoing.get(new OutgoingConversion.Place(of, property));
            if (conversion != null) {
                conversion.propertyDeleted();
            }
        } else {
            var conversion = incoming.get(of);
            if (conversion != null) {
                conversion.propertySet(property);
            }
        }
    }

    private void destroyed(int gone) {
        for (var conversion : List.copyOf(incoming.values())) {
            if (conversion.owner() == gone) {
                conversion.ownerGone();
            }
        }
        for (var entry : List.copyOf(outgoing.entrySet())) {
            if (entry.getKey().window() == gone) {
                entry.getValue().abandon();
            }
        }
    }

    // ---- answering

    private void requested(XcbEvent.SelectionRequest request) {
        // a property of 0 is the way of programs from before 1988, which want the target's
        int property = request.property() == XcbConnection.NONE ? request.target() : request.property();
        Consumer<Boolean> answer = done -> x.sendSelectionNotify(new XcbEvent.SelectionNotify(
                request.time(),
                request.requestor(),
                request.selection(),
                request.target(),
                done ? property : XcbConnection.NONE));
        var selection = selection(request.selection());
        if (selection == null || selection.owned() == null || request.owner() != window) {
            answer.accept(false);
        } else if (request.target() == atoms.multiple()) {
            answerMultiple(selection, request.requestor(), property, answer);
        } else {
            answerOne(selection, new OutgoingConversion.Place(request.requestor(), property), request.target(), answer);
        }
    }

    private void answerOne(
            X11Selection selection, OutgoingConversion.Place place, int target, Consumer<Boolean> answer) {
        var content = selection.owned();
        if (content == null || place.property() == XcbConnection.NONE) {
            answer.accept(false);
        } else if (target == atoms.targets()) {
            var all = new ArrayList<>(List.of(atoms.targets(), atoms.timestamp(), atoms.multiple()));
            all.addAll(x.atoms(X11Targets.targets(content.mimeTypes())));
            x.setProperty(place.window(), place.property(), XcbConnection.ATOM, all);
            answer.accept(true);
        } else if (target == atoms.timestamp()) {
            x.setProperty(place.window(), place.property(), XcbConnection.INTEGER, List.of(selection.ownedSince()));
            answer.accept(true);
        } else {
            answerData(content, place, target, answer);
        }
    }

    private void answerData(Content content, OutgoingConversion.Place place, int target, Consumer<Boolean> answer) {
        var name = x.atomNames(List.of(target)).getFirst();
        var mimeType = X11Targets.mimeTypeOf(name, content.mimeTypes());
        if (mimeType.isEmpty()
                || outgoing.size() >= MOST_CONVERSIONS
                || outgoing.containsKey(place)
                || !windows.watch(place.window())) {
            answer.accept(false);
            return;
        }
        int type = target == atoms.text() ? atoms.utf8String() : target;
        var conversion = new OutgoingConversion(loop, x, atoms, place, type, answer, () -> {
            outgoing.remove(place);
            windows.unwatch(place.window());
        });
        outgoing.put(place, conversion);
        boolean latin = target == XcbConnection.STRING && !name.equals(mimeType);
        conversion.begin(content.read(mimeType, latin ? new RecodingSink(UTF_8, ISO_8859_1, conversion) : conversion));
    }

    /** Answers several requests in one: pairs of target and property, where what cannot be had is struck out. */
    private void answerMultiple(X11Selection selection, int requestor, int property, Consumer<Boolean> answer) {
        var list = x.property(requestor, property, 0, MOST_OF_MULTIPLE * 2 * Integer.BYTES);
        if (list.type() != atoms.atomPair() || list.format() != Integer.SIZE || list.bytesAfter() > 0) {
            answer.accept(false);
            return;
        }
        var pairs = units(list);
        var open = new int[] {pairs.size() / 2};
        Runnable answered = () -> {
            if (--open[0] == 0) {
                x.setProperty(requestor, property, atoms.atomPair(), pairs);
                answer.accept(true);
            }
        };
        if (open[0] == 0) {
            answer.accept(true);
        }
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            int at = i;
            Consumer<Boolean> one = done -> {
                if (!done) {
                    pairs.set(at, XcbConnection.NONE);
                }
                answered.run();
            };
            int target = pairs.get(i);
            if (target == atoms.multiple()) {
                one.accept(false);
            } else {
                answerOne(selection, new OutgoingConversion.Place(requestor, pairs.get(i + 1)), target, one);
            }
        }
    }

    private static List<Integer> units(XcbProperty property) {
        var units = new ArrayList<Integer>();
        var value = property.value();
        while (value.remaining() >= Integer.BYTES) {
            units.add(value.getInt());
        }
        return units;
    }
}
