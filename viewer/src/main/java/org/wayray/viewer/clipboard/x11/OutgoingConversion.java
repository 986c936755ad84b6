package org.wayray.viewer.clipboard.x11;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;
import org.wayray.posix.xcb.XcbConnection;
import org.wayray.viewer.clipboard.ByteSink;
import org.wayray.viewer.clipboard.ReadFailure;
import org.wayray.viewer.clipboard.Reading;

/**
 * Our content on its way into a property of somebody's window, in one format. What fits into one piece is set as a whole; more
 * goes piece by piece (INCR), and whoever brings the data waits until the reader has deleted the piece before. Confined to the
 * loop.
 *
 * <p>A reader cannot be told that data broke off once the pieces have begun: it gets an end, so that it does not wait for ever.
 */
final class OutgoingConversion implements ByteSink {
    /** How long the data, or its reader, may stand still. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private enum State {
        /** It is not known yet whether all fits into one piece. */
        COLLECTING,
        /** The reader has a piece that it has not deleted. */
        PIECE_SET,
        /** The reader waits for a piece. */
        PIECE_WANTED,
        OVER
    }

    private final EventLoop loop;
    private final XcbConnection x;
    private final X11Atoms atoms;
    private final Place place;
    private final int type;
    private final Consumer<Boolean> answer;
    private final Runnable onEnd;

    private State state = State.COLLECTING;
    private byte[] buffer = new byte[4096];
    private int buffered;
    private boolean sourceWaits;
    private boolean finished;
    private @Nullable Reading reading;
    private @Nullable Timer timer;

    /** A property of somebody's window. */
    record Place(int window, int property) {}

    /**
     * @param type the atom that says what the bytes are
     * @param answer told once whether there is something in the property
     * @param onEnd called when it is over in any way, after the answer
     */
    OutgoingConversion(
            EventLoop loop,
            XcbConnection x,
            X11Atoms atoms,
            Place place,
            int type,
            Consumer<Boolean> answer,
            Runnable onEnd) {
        this.loop = loop;
        this.x = x;
        this.atoms = atoms;
        this.place = place;
        this.type = type;
        this.answer = answer;
        this.onEnd = onEnd;
    }

    /** Names what brings the data; before anything has come. */
    void begin(Reading begun) {
        reading = begun;
        awaitProgress();
    }

    // ---- what brings the data

    @Override
    public boolean take(ByteBuffer bytes) {
        if (state == State.OVER) {
            return false;
        }
        append(bytes);
        awaitProgress();
        pump();
        sourceWaits = buffered >= XcbConnection.PIECE_BYTES;
        return !sourceWaits;
    }

    private void append(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (buffered + length > buffer.length) {
            var larger =
                    new byte[Math.max(buffered + length, Math.min(2 * buffer.length, 2 * XcbConnection.PIECE_BYTES))];
            System.arraycopy(buffer, 0, larger, 0, buffered);
            buffer = larger;
        }
        bytes.get(buffer, buffered, length);
        buffered += length;
    }

    @Override
    public void finish() {
        if (state != State.OVER) {
            finished = true;
            awaitProgress();
            pump();
        }
    }

    @Override
    public void fail(ReadFailure failure) {
        if (state == State.COLLECTING) {
            end();
            answer.accept(false);
        } else if (state != State.OVER) {
            buffered = 0;
            finish();
        }
    }

    // ---- what the reader does

    /** The reader has deleted the property. */
    void propertyDeleted() {
        if (state == State.PIECE_SET) {
            state = State.PIECE_WANTED;
            awaitProgress();
            pump();
        }
    }

    /** The reader's window is no more, or we are done with everything. */
    void abandon() {
        if (state != State.OVER) {
            stopSource();
            end();
        }
    }

    // ---- between the two

    private void pump() {
        switch (state) {
            case COLLECTING -> {
                if (finished && buffered <= XcbConnection.PIECE_BYTES) {
                    x.setProperty(place.window(), place.property(), type, ByteBuffer.wrap(buffer, 0, buffered));
                    end();
                    answer.accept(true);
                } else if (finished || buffered >= XcbConnection.PIECE_BYTES) {
                    x.setProperty(place.window(), place.property(), atoms.incr(), List.of(buffered));
                    state = State.PIECE_SET;
                    answer.accept(true);
                }
            }
            case PIECE_WANTED -> {
                int length = Math.min(buffered, XcbConnection.PIECE_BYTES);
                if (length > 0 || finished) {
                    setPiece(length);
                }
            }
            case PIECE_SET, OVER -> {}
        }
    }

    private void setPiece(int length) {
        x.setProperty(place.window(), place.property(), type, ByteBuffer.wrap(buffer, 0, length));
        buffered -= length;
        System.arraycopy(buffer, length, buffer, 0, buffered);
        if (length == 0) {
            end();
            return;
        }
        state = State.PIECE_SET;
        var from = reading;
        if (sourceWaits && from != null && buffered < XcbConnection.PIECE_BYTES) {
            sourceWaits = false;
            from.resume();
        }
    }

    private void awaitProgress() {
        cancelTimer();
        timer = loop.schedule(PATIENCE, this::stalled);
    }

    private void stalled() {
        stopSource();
        boolean unanswered = state == State.COLLECTING;
        end();
        if (unanswered) {
            answer.accept(false);
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void stopSource() {
        if (reading != null && !finished) {
            reading.cancel();
        }
    }

    private void end() {
        state = State.OVER;
        cancelTimer();
        buffer = new byte[0];
        buffered = 0;
        onEnd.run();
    }
}
