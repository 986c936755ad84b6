package org.wayray.compositor.frames;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.RectList;
import org.wayray.codec.RegionEncoder;
import org.wayray.link.Link;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.Limits;
import org.wayray.protocol.v1.Area;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.RefreshRequest;
import org.wayray.protocol.v1.StageTimes;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * Keeps the picture of one output at one viewer equal to the framebuffer, at the pace that the viewer acknowledges.
 *
 * <p>The owner reports what changed with {@link #damage} and, whenever {@link #mayCapture}, hands over the framebuffer with
 * {@link #capture}. That compares the damage with what the viewer was sent, copies what really differs, has it encoded and
 * sends it as one frame. Until the viewer acknowledges, only a few frames go out; what changes meanwhile is remembered as
 * damage, not as pixels, so that the next frame shows the newest state and nothing old is ever queued.
 *
 * <p>The copy of what was sent, the <em>reference</em>, is also the snapshot that the encoders read: a capture copies the changed
 * pixels there and nothing writes it until they are encoded, because there is one job at a time. A frame that is not sent in the
 * end, and what a viewer asks for again, become <em>unknown</em>: the next capture sends those pixels without comparing, and copies
 * nothing from there. A viewer that could not decode a region asks again also for what was copied from it, so a lost frame spoils
 * nothing for good.
 *
 * <p>Confined to the session's loop, apart from the encoding. Time is read from the clock that is passed in, once at each stage.
 */
public final class ViewerFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ViewerFeed.class);

    private static final int MOST_DAMAGE_RECTS = 64;
    private static final int MOST_UNKNOWN_RECTS = 16;

    /** More than this waiting in the link means that the network takes less than we give. */
    private static final int MOST_QUEUED_BYTES = 64 * 1024;

    /** Of a frame, so that the worst coding of it stays under the limit of the protocol. */
    private static final long MOST_PIXELS = Limits.FRAME_PAYLOAD / 3 - 4096;

    /** Up to so many pixels are encoded at once on the loop: waking a thread and being woken by it takes longer. */
    private static final int MOST_PIXELS_HERE = 16 * 1024;

    private final Link<ToSession, ToViewer> link;
    private final EncoderPool pool;
    private final LongSupplier nanoClock;
    private final FeedOptions options;
    private final long mostPixels;

    private final FrameWindow window;
    private final FrameJob job;
    private final RegionEncoder encoderHere = new RegionEncoder();
    private final CopySearch copySearch = new CopySearch();
    private final RectList changes = new RectList();

    /** What the viewer shows once it has what was sent; null before the first {@link #resize}. */
    private @Nullable Framebuffer reference;

    /** Where the framebuffer may differ from the reference; apart from what is unknown. */
    private final PixelRegion pending = new PixelRegion();

    /** Where the viewer is not known to show the reference. */
    private final PixelRegion unknown = new PixelRegion();

    private long oldestChangeNanos;
    private long captureStartNanos;
    private long captureEndNanos;
    private long captureWaitNanos;
    private boolean encoding;
    private boolean timesWanted;
    private boolean closed;

    /**
     * A feed that sends nothing yet: its first call is {@link #resize}.
     *
     * @param link where frames go; its owner stays the caller
     * @param loop the session's loop, for what the pool's threads report
     * @param pool encodes the larger frames
     * @param nanoClock the session's monotonic clock
     */
    public ViewerFeed(
            Link<ToSession, ToViewer> link,
            Executor loop,
            EncoderPool pool,
            LongSupplier nanoClock,
            FeedOptions options) {
        this(link, loop, pool, nanoClock, options, MOST_PIXELS);
    }

    /** With another bound on the pixels of a frame, at least a row of them. */
    ViewerFeed(
            Link<ToSession, ToViewer> link,
            Executor loop,
            EncoderPool pool,
            LongSupplier nanoClock,
            FeedOptions options,
            long mostPixels) {
        this.mostPixels = mostPixels;
        this.link = link;
        this.pool = pool;
        this.nanoClock = nanoClock;
        this.options = options;
        this.window = new FrameWindow(options.frameInterval().toNanos());
        this.job = new FrameJob(loop);
    }

    /** The output has this size from now on, and the viewer knows nothing of its picture. */
    public void resize(int width, int height) {
        reference = new Framebuffer(width, height);
        pending.clear();
        unknown.clear();
        addUnknown(new PixelRegion(new PixelRect(0, 0, width, height)));
    }

    /** The framebuffer changed there, just now. */
    public void damage(PixelRegion region) {
        damage(region, nanoClock.getAsLong());
    }

    /**
     * The framebuffer changed there.
     *
     * @param region copied; parts outside the output are ignored
     * @param sinceNanos when the oldest of these changes was made, such as the commit of a client, on the feed's clock
     */
    public void damage(PixelRegion region, long sinceNanos) {
        if (region.isEmpty()) {
            return;
        }
        noteChange(sinceNanos);
        pending.add(region);
        pending.simplify(MOST_DAMAGE_RECTS);
    }

    /** The viewer lost that part of its picture; it is sent again. Parts outside the output are ignored. */
    public void refresh(PixelRegion region) {
        addUnknown(region);
    }

    /** The viewer asks for parts of its picture, or for all of it. */
    public void refresh(RefreshRequest request) {
        Framebuffer sent = reference;
        if (sent == null) {
            return;
        }
        var region = new PixelRegion();
        if (request.getAreasCount() == 0 || request.getAreasCount() > MOST_DAMAGE_RECTS) {
            region.add(sent.bounds());
        } else {
            for (Area area : request.getAreasList()) {
                region.add(PixelRect.clamped(area.getX(), area.getY(), area.getWidth(), area.getHeight()));
            }
        }
        addUnknown(region);
    }

    /**
     * The viewer has shown that frame and all before it.
     *
     * @return false if there was no such frame: the viewer broke the protocol
     */
    public boolean acknowledged(int serial) {
        return window.acknowledged(serial, nanoClock.getAsLong());
    }

    /** Whether {@link #capture} may be called. What makes it possible comes by the loop: ask again after each batch. */
    public boolean mayCapture() {
        return reference != null
                && !closed
                && !encoding
                && window.isOpen()
                && (window.inFlight() == 0 || link.queuedBytes() <= MOST_QUEUED_BYTES);
    }

    /** Whether there is reason to capture: damage that was not looked at, or pixels that the viewer lacks. */
    public boolean isBehind() {
        return !pending.isEmpty() || !unknown.isEmpty();
    }

    /** Whether the viewer shows exactly what the framebuffer showed at the last {@link #damage}. */
    public boolean isAtRest() {
        return !isBehind() && !encoding && window.inFlight() == 0;
    }

    /**
     * Whether the viewer has kept silent about a frame for longer than the options allow: the owner should drop its link. Nothing
     * is sent to such a viewer, so nothing grows.
     */
    public boolean isStalled() {
        return window.oldestWaitNanos(nanoClock.getAsLong())
                > options.stallAfter().toNanos();
    }

    /** Frames that were sent and not acknowledged. */
    public int framesInFlight() {
        return window.inFlight();
    }

    /**
     * Serial of the frame that shows what was captured last: one that was sent, or the next if its encoding is under way. A capture
     * that is dropped, after a resize, is shown by the frame that then gets the serial.
     */
    public int newestFrame() {
        return encoding ? window.lastSent() + 1 : window.lastSent();
    }

    /**
     * Looks at the damage and sends what of it the viewer lacks.
     *
     * @param picture the framebuffer, of the output's size, its alpha not looked at; only read, and only during the call
     * @return whether there was anything to send
     * @throws IllegalStateException unless {@link #mayCapture}
     */
    public boolean capture(Framebuffer picture) {
        Framebuffer sent = reference;
        if (sent == null || !mayCapture()) {
            throw new IllegalStateException("not now");
        }
        captureStartNanos = nanoClock.getAsLong();
        captureWaitNanos = captureStartNanos - oldestChangeNanos;
        job.begin(sent);
        pending.subtract(unknown);
        if (options.copies()) {
            copySearch.findMovesAndChanges(picture, sent, pending, unknown, job, changes);
        } else {
            copySearch.findChanges(picture, sent, pending, changes);
        }
        for (int i = 0; i < unknown.size(); i++) {
            changes.add(unknown.rect(i));
        }
        pending.clear();
        unknown.clear();
        take(picture, sent);
        captureEndNanos = nanoClock.getAsLong();
        if (job.regions().isEmpty() && job.copies().isEmpty()) {
            return false;
        }
        if (job.regions().area() <= MOST_PIXELS_HERE) {
            job.encodeHere(encoderHere);
            finish();
        } else {
            encoding = true;
            job.start(pool, this::encoded);
        }
        return true;
    }

    /** Whether frames tell the viewer from now on where their time went; at first they do not. */
    public void reportTimes(boolean wanted) {
        timesWanted = wanted;
    }

    /** Ends the feed. A job that runs is finished for nothing. The link stays as it is. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            encoderHere.close();
        }
    }

    private void noteChange(long sinceNanos) {
        if (!isBehind() || sinceNanos - oldestChangeNanos < 0) {
            oldestChangeNanos = sinceNanos;
        }
    }

    private void addUnknown(PixelRegion region) {
        Framebuffer sent = reference;
        if (sent != null && !region.isEmpty()) {
            noteChange(nanoClock.getAsLong());
            unknown.add(region);
            unknown.intersect(sent.bounds());
            unknown.simplify(MOST_UNKNOWN_RECTS);
        }
    }

    /** Moves the changes to the reference and the job; what would make the frame too large stays unknown. */
    private void take(Framebuffer picture, Framebuffer sent) {
        long pixels = 0;
        for (int i = 0; i < changes.size(); i++) {
            int width = changes.width(i);
            int rows = (int) Math.min(changes.height(i), (mostPixels - pixels) / width);
            if (rows > 0) {
                sent.copyFrom(picture, changes.x(i), changes.y(i), width, rows);
                job.add(changes.x(i), changes.y(i), width, rows);
                pixels += (long) width * rows;
            }
            unknown.add(PixelRect.ofEdges(changes.x(i), changes.y(i) + rows, changes.right(i), changes.bottom(i)));
        }
    }

    /** Called by the loop when the pool is done with the job. */
    private void encoded() {
        encoding = false;
        if (!closed && job.picture() == reference) {
            finish();
        }
    }

    private void finish() {
        Throwable failure = job.failure();
        if (failure != null) {
            LOG.error("Encoding a frame failed; its pixels will be sent with the next one", failure);
            var lost = new PixelRegion();
            for (int i = 0; i < job.regions().size(); i++) {
                lost.add(job.regions().get(i));
            }
            job.copies().forEach(copy -> lost.add(copy.to()));
            addUnknown(lost);
        } else {
            send();
        }
    }

    private void send() {
        Framebuffer sent = reference;
        if (sent == null) {
            return;
        }
        long now = nanoClock.getAsLong();
        Frame.Builder frame = Frame.newBuilder()
                .setSerial(window.sent(now))
                .setOutput(options.output())
                .setWidth(sent.width())
                .setHeight(sent.height());
        if (timesWanted) {
            frame.setTimes(StageTimes.newBuilder()
                    .setWaitUs(micros(captureWaitNanos))
                    .setCaptureUs(micros(captureEndNanos - captureStartNanos))
                    .setEncodeUs(micros(now - captureEndNanos)));
        }
        job.describe(frame);
        link.send(new Envelope<>(
                Channel.DISPLAY, ToViewer.newBuilder().setFrame(frame).build(), job.payload()));
    }

    private static int micros(long nanos) {
        return (int) Math.clamp(nanos / 1000, 0, Integer.MAX_VALUE);
    }
}
