package org.wayray.compositor.clipboard;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.v1.ClipboardFailure;

/**
 * Data that is made something else on its way, in either direction: has a place among the transfers from the request until the last byte
 * is delivered. Confined to the session loop.
 */
final class Conversion implements TransfersInProgress.Entry, PipeWriter.Source {
    private static final Logger log = LoggerFactory.getLogger(Conversion.class);

    private final EventLoop loop;
    private final TransfersInProgress others;
    private final int number;
    private final boolean ofData;
    private final long beganNanos;
    private @Nullable Fd target;
    private @Nullable PipeWriter pipe;
    private Runnable onCancel = () -> {};
    private boolean unknownType;

    private Conversion(EventLoop loop, TransfersInProgress others, int number, boolean ofData, @Nullable Fd target) {
        this.ofData = ofData;
        this.loop = loop;
        this.others = others;
        this.number = number;
        this.target = target;
        this.beganNanos = loop.nowNanos();
        others.add(this);
    }

    /**
     * One whose result goes elsewhere.
     *
     * @param ofData whether the data is in memory as a whole
     */
    static Conversion of(EventLoop loop, TransfersInProgress others, int number, boolean ofData) {
        return new Conversion(loop, others, number, ofData, null);
    }

    /**
     * One whose result is for a client's pipe.
     *
     * @param number of the transfer, or 0 if it is another's
     * @param ofData whether the data is in memory as a whole
     * @param target owned from now on
     */
    static Conversion into(EventLoop loop, TransfersInProgress others, int number, boolean ofData, Fd target) {
        return new Conversion(loop, others, number, ofData, target);
    }

    /** Says what ends the work that is under way; may change from step to step. */
    void onCancel(Runnable action) {
        onCancel = action;
    }

    /** Whether the data is in memory as a whole. */
    boolean isOfData() {
        return ofData;
    }

    /** Whether it still has its place. */
    boolean goesOn() {
        return others.contains(this);
    }

    /** The result is there: writes it to the client. */
    void deliver(byte[] data) {
        Fd to = target;
        target = null;
        onCancel = () -> {};
        if (to == null) {
            return;
        }
        try {
            pipe = new PipeWriter(loop, to, this);
            pipe.writeAll(ByteBuffer.wrap(data));
        } catch (PosixException e) {
            log.debug("A client pastes into something that is no pipe: {}", e.getMessage());
            others.remove(this);
        }
    }

    /** It is done, or has failed: gives up its place, and the client sees the end. */
    void end() {
        others.remove(this);
        if (target != null) {
            target.close();
            target = null;
        }
        if (pipe != null) {
            pipe.close();
        }
    }

    /** The client's pipe for another way to serve it; this ends. */
    @Nullable
    Fd handBack() {
        Fd back = target;
        target = null;
        end();
        return back;
    }

    @Override
    public void cancel() {
        Runnable action = onCancel;
        onCancel = () -> {};
        end();
        action.run();
    }

    /** The viewer refused: the data is not to be had in this format, or not at all. */
    void refused(ClipboardFailure.Code code) {
        unknownType = code == ClipboardFailure.Code.UNKNOWN_TYPE;
        cancel();
    }

    /** Whether the viewer has the data in other formats only. */
    boolean isOfUnknownType() {
        return unknownType;
    }

    @Override
    public void drained() {
        others.remove(this);
    }

    @Override
    public void refused() {
        others.remove(this);
    }

    @Override
    public int transfer() {
        return number;
    }

    @Override
    public long progressNanos() {
        return beganNanos;
    }
}
