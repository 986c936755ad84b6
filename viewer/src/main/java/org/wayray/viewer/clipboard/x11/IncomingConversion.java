package org.wayray.viewer.clipboard.x11;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;
import org.wayray.posix.xcb.XcbConnection;
import org.wayray.posix.xcb.XcbEvent;
import org.wayray.viewer.clipboard.ByteSink;
import org.wayray.viewer.clipboard.ReadFailure;
import org.wayray.viewer.clipboard.Reading;

/**
 * A selection's content on its way to us, in one format. It has a window of its own, so that whatever a slow or hostile owner does
 * later reaches nobody. An owner who sends piece by piece (INCR) gets leave for the next piece when the sink has room for it; a
 * property that is there as a whole is read piece by piece. Confined to the loop.
 */
final class IncomingConversion implements Reading {
    /** How long an owner may think about each of its steps. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private enum State {
        /** The owner has been asked. */
        ASKED,
        /** The owner may set the property again. */
        AWAITING_PIECE,
        /** The property has bytes for the sink. */
        READING,
        /** It has, but the sink has no room. */
        PAUSED,
        OVER
    }

    private final EventLoop loop;
    private final XcbConnection x;
    private final X11Atoms atoms;
    private final ForeignWindows windows;
    private final Runnable onEnd;
    private final int window;
    private final int owner;
    private final ByteSink sink;

    private State state = State.ASKED;
    private boolean incremental;
    private boolean ownerWatched;
    private @Nullable Timer timer;

    /** How much of the property was read, and whether that was all of it. */
    private long offset;

    private boolean last;

    /**
     * Asks the owner.
     *
     * @param owner the window that owns the selection; its end is the conversion's
     * @param onEnd called when it is over in any way
     */
    IncomingConversion(
            EventLoop loop,
            XcbConnection x,
            X11Atoms atoms,
            ForeignWindows windows,
            Request request,
            int owner,
            ByteSink sink,
            Runnable onEnd) {
        this.loop = loop;
        this.x = x;
        this.atoms = atoms;
        this.windows = windows;
        this.owner = owner;
        this.sink = sink;
        this.onEnd = onEnd;
        window = x.createWindow(XcbConnection.PROPERTY_CHANGE);
        ownerWatched = windows.watch(owner);
        if (ownerWatched) {
            x.convertSelection(window, request.selection(), request.target(), atoms.data(), request.time());
            await();
        } else {
            loop.execute(this::ownerGone);
        }
    }

    /** What to ask for: atoms, and the time since when the owner has it. */
    record Request(int selection, int target, int time) {}

    int window() {
        return window;
    }

    int owner() {
        return owner;
    }

    // ---- what the X server tells

    /** The owner has answered. */
    void answered(XcbEvent.SelectionNotify event) {
        if (state != State.ASKED) {
            return;
        }
        if (event.property() != atoms.data()) {
            fail(ReadFailure.Kind.UNKNOWN_TYPE, "the program that has it does not give it in this format");
            return;
        }
        state = State.READING;
        readPiece();
    }

    /** The property was set. */
    void propertySet(int property) {
        if (state == State.AWAITING_PIECE && property == atoms.data()) {
            state = State.READING;
            offset = 0;
            readPiece();
        }
    }

    /** The owner's window is no more. */
    void ownerGone() {
        // what the property holds was all there before, so that reading it goes on
        if (incremental || state == State.ASKED) {
            fail(ReadFailure.Kind.BROKEN, "the program that had it has ended");
        }
    }

    // ---- what the sink tells

    @Override
    public void resume() {
        if (state == State.PAUSED) {
            state = State.READING;
            loop.execute(last ? this::awaitPiece : this::readPiece);
        }
    }

    @Override
    public void cancel() {
        end();
    }

    // ---- reading

    private void readPiece() {
        if (state != State.READING) {
            return;
        }
        var piece = x.property(window, atoms.data(), offset, XcbConnection.PIECE_BYTES);
        int length = piece.value().remaining();
        if (!piece.exists() || (length == 0 && piece.bytesAfter() > 0)) {
            fail(ReadFailure.Kind.BROKEN, "the program that has it took it back");
        } else if (!incremental && piece.type() == atoms.incr()) {
            incremental = true;
            awaitPiece();
        } else if (incremental && offset == 0 && length == 0) {
            finish();
        } else {
            offset += length;
            boolean room = length == 0 || sink.take(piece.value());
            last = piece.bytesAfter() == 0;
            if (state == State.READING) {
                pieceTaken(room);
            }
        }
    }

    private void pieceTaken(boolean room) {
        if (last && !incremental) {
            finish();
        } else if (!room) {
            cancelTimer();
            state = State.PAUSED;
        } else {
            // not in a loop: others have something to do as well
            loop.execute(last ? this::awaitPiece : this::readPiece);
        }
    }

    /** Lets the owner set the property to the next piece. */
    private void awaitPiece() {
        if (state == State.READING) {
            state = State.AWAITING_PIECE;
            x.deleteProperty(window, atoms.data());
            await();
        }
    }

    private void await() {
        cancelTimer();
        timer = loop.schedule(
                PATIENCE,
                () -> fail(
                        ReadFailure.Kind.BROKEN,
                        "the program that has it did not answer for " + PATIENCE.toSeconds() + " seconds"));
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void finish() {
        end();
        sink.finish();
    }

    private void fail(ReadFailure.Kind kind, String reason) {
        if (state != State.OVER) {
            end();
            sink.fail(new ReadFailure(kind, reason));
        }
    }

    private void end() {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        cancelTimer();
        if (ownerWatched) {
            ownerWatched = false;
            windows.unwatch(owner);
        }
        x.destroyWindow(window);
        onEnd.run();
    }
}
