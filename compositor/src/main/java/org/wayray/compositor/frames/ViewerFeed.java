package org.wayray.compositor.frames;

import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.RectList;
import org.wayray.codec.RegionEncoder;
import org.wayray.codec.video.VideoEncoder;
import org.wayray.codec.video.VideoEncoders;
import org.wayray.codec.video.VideoQuality;
import org.wayray.link.Link;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.Limits;
import org.wayray.protocol.v1.Area;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.RefreshRequest;
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
 * pixels there, and no other capture writes where a job that runs reads. A frame that is not sent in the
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

    /** Up to so many damaged pixels overtake a larger frame that is being encoded or waits for the way to be free. */
    private static final int MOST_PIXELS_HURRYING = 32 * 1024;

    /** Less is not worth a video stream. */
    private static final int LEAST_VIDEO_PIXELS = 96 * 96;

    /** A picture that takes the way longer than this is shown nearly first. */
    private static final double LONGEST_EXACT_SECONDS = 0.06;

    /**
     * For so long a first picture is sent exactly, and as fast as the link takes it: how slowly a viewer that has just started shows
     * its first frames says nothing of the way, and to load its video decoder would be one thing more to wait for.
     */
    private static final long NEW_NANOS = 1_500_000_000;

    /** Of a frame of the first picture. */
    private static final long FIRST_BYTES = 512 * 1024;

    /** What a picture that is shown nearly first may take. */
    private static final double NEAR_SECONDS = 0.1;

    /** What a picture of a video may take: a frame's time at 30 a second, with room for others. */
    private static final double VIDEO_SECONDS = 0.025;

    private static final int LEAST_VIDEO_BYTES = 1500;

    /** A bound above this is none: to keep it would cost time. */
    private static final int MOST_VIDEO_BYTES = 64 * 1024;

    private static final int MOVING_QUANTIZER = 19;

    // bytes for each pixel, to begin with

    private static final double PICTURE_BYTES = 1.7;
    private static final double TEXT_BYTES = 0.1;

    /** Of a frame, beside its payload; about. */
    private static final int HEADER_BYTES = 60;

    private static final PixelRegion NOTHING = new PixelRegion();

    private static final long MOST_PIXELS_REFINED = 128 * 1024;

    private final Link<ToSession, ToViewer> link;
    private final EncoderPool pool;
    private final int output;
    private final LongSupplier nanoClock;
    private final FeedOptions options;
    private final long mostPixels;

    private final Pacer pacer;
    private final FrameTimes times;

    /** The frames that take all there is. */
    private final FrameJob job;

    /** The small ones that overtake a running job. */
    private final FrameJob hurried;

    private final RegionEncoder encoderHere = new RegionEncoder();
    private final RectList changes = new RectList();
    private final RectList areas = new RectList();
    private final PixelRegion look = new PixelRegion();
    private final PixelRegion busy = new PixelRegion();
    private final PixelRegion rest = new PixelRegion();
    private final PictureProbe probe = new PictureProbe();
    private final MotionMap motion = new MotionMap();
    private final MovingPictures movingPictures = new MovingPictures();

    /** Where the viewer shows the reference only nearly. */
    private final LossyArea lossy = new LossyArea(motion);

    private final CoveredPixels covered;
    private final CopySearch copySearch;

    /** What the viewer shows once it has what was sent; null before the first {@link #resize}. */
    private @Nullable Framebuffer reference;

    /** Where the framebuffer may differ from the reference; apart from what is unknown. */
    private final PixelRegion pending = new PixelRegion();

    /** Where the viewer is not known to show the reference. */
    private final PixelRegion unknown = new PixelRegion();

    private long oldestChangeNanos;
    private long captureStartNanos;
    private long resizedNanos;
    private long refineNanos = Long.MAX_VALUE;
    private boolean closed;
    private IntConsumer whenSent = serial -> {};

    /**
     * A feed that sends nothing yet: its first call is {@link #resize}.
     *
     * @param way to the viewer, shared with the feeds of its other outputs
     * @param output its number in the protocol
     * @param loop the session's loop, for what the pool's threads report
     * @param pool encodes the larger frames
     */
    public ViewerFeed(ViewerWay way, int output, Executor loop, EncoderPool pool) {
        this(way, output, loop, pool, MOST_PIXELS);
    }

    /** With another bound on the pixels of a frame, at least a row of them. */
    ViewerFeed(ViewerWay way, int output, Executor loop, EncoderPool pool, long mostPixels) {
        this.mostPixels = mostPixels;
        this.output = output;
        this.link = way.link();
        this.pool = pool;
        this.nanoClock = way.nanoClock();
        this.options = way.options();
        this.pacer = way.pacer();
        this.times = way.times();
        this.job = new FrameJob(loop);
        this.hurried = new FrameJob(loop);
        this.covered = new CoveredPixels(motion, lossy, options.keep());
        this.copySearch = new CopySearch(lossy, covered);
    }

    /** The output has this size from now on, and the viewer knows nothing of its picture. */
    public void resize(int width, int height) {
        reference = new Framebuffer(width, height);
        pending.clear();
        unknown.clear();
        motion.reset(width, height);
        lossy.clear();
        covered.forget();
        refineNanos = Long.MAX_VALUE;
        resizedNanos = nanoClock.getAsLong();
        endVideos();
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
        covered.forget();
        movingPictures.lost(region);
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
        refresh(region);
    }

    /** Whether {@link #capture} may be called. What makes it possible comes by the loop: ask again after each batch. */
    public boolean mayCapture() {
        return mayCapture(NOTHING);
    }

    /** Whether {@link #capture} may be called once that, too, is reported as {@link #damage}. */
    public boolean mayCapture(PixelRegion more) {
        return reference != null
                && !closed
                && (pacer.inFlight() == 0 || link.queuedBytes() <= MOST_QUEUED_BYTES)
                && (mayCaptureAll() || mayHurry(more));
    }

    private boolean mayCaptureAll() {
        return !job.isRunning() && (pacer.isOpen() || isNew() && pacer.mayHurry(true));
    }

    /** Whether the viewer is still being given its first picture. */
    private boolean isNew() {
        return nanoClock.getAsLong() - resizedNanos < NEW_NANOS && !unknown.isEmpty();
    }

    /** Whether there is something small apart from what is being encoded. */
    private boolean mayHurry(PixelRegion more) {
        if (!pacer.mayHurry(job.isRunning()) || pending.isEmpty() && more.isEmpty()) {
            return false;
        }
        lookBeside(more);
        return !look.isEmpty() && look.area() <= MOST_PIXELS_HURRYING;
    }

    private void lookBeside(PixelRegion more) {
        look.set(pending);
        look.add(more);
        look.subtract(unknown);
        if (job.isRunning()) {
            busy.set(job.area());
            look.subtract(busy);
        } else {
            busy.clear();
        }
    }

    /**
     * Whether there is reason to capture: damage that was not looked at, or pixels that the viewer lacks or shows only nearly
     * although nothing moves there any more.
     */
    public boolean isBehind() {
        return !pending.isEmpty() || !unknown.isEmpty() || nanoClock.getAsLong() - refineNanos >= 0 && !lossy.isEmpty();
    }

    /** When {@link #isBehind} becomes true without anything happening; {@link Long#MAX_VALUE} if it does not. */
    public long dueNanos() {
        return lossy.isEmpty() ? Long.MAX_VALUE : refineNanos;
    }

    /** Whether the viewer shows what the framebuffer showed at the last {@link #damage}, if only nearly in a part of it. */
    public boolean isAtRest() {
        return pending.isEmpty() && unknown.isEmpty() && !job.isRunning() && pacer.inFlight() == 0;
    }

    /** Whether the viewer shows exactly what the framebuffer showed at the last {@link #damage}. */
    public boolean isExact() {
        return isAtRest() && lossy.isEmpty();
    }

    /** Whether what was captured last is still being encoded: it is in no frame yet. */
    public boolean isEncoding() {
        return job.isRunning();
    }

    /** Who learns of each frame as it is sent, by its serial; nobody at first. What is {@linkplain #isEncoding encoded} is not in it. */
    public void whenSent(IntConsumer listener) {
        whenSent = listener;
    }

    /**
     * Looks at the damage and sends what of it the viewer lacks, as far as the way to the viewer has room for it.
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
        boolean all = mayCaptureAll();
        FrameJob to = all ? job : hurried;
        to.begin(sent);
        times.captureBegins(to.times(), captureStartNanos, oldestChangeNanos);
        if (all) {
            captureAll(picture, sent);
        } else {
            captureBeside(picture, sent);
        }
        long captureEndNanos = nanoClock.getAsLong();
        to.times().end(captureEndNanos);
        refineNanos = lossy.dueNanos(captureEndNanos);
        if (to.isEmpty()) {
            return false;
        }
        if (!all || isQuick(sent)) {
            to.encodeHere(encoderHere);
            finish(to);
        } else {
            job.start(pool, this::encoded);
        }
        return true;
    }

    /**
     * Whether a viewer that can may keep from now on what is covered, to show it again; at first it may. When it may not, it forgets what
     * it has with the next frame.
     */
    public void mayKeep(boolean allowed) {
        covered.keep(allowed);
    }

    /** What was damaged last took so long to paint; for the frame's times. */
    public void rendered(long nanos) {
        times.rendered(nanos);
    }

    /** Whether the job is encoded before another thread would wake up. */
    private boolean isQuick(Framebuffer sent) {
        long pixels = 0;
        var regions = job.regions();
        for (int i = 0; i < regions.size() && pixels <= MOST_PIXELS_HERE; i++) {
            boolean flat = !isSmall(regions, i)
                    && PictureProbe.isFlat(sent, regions.x(i), regions.y(i), regions.width(i), regions.height(i));
            pixels += flat ? 0 : (long) regions.width(i) * regions.height(i);
        }
        return !job.hasVideo() && pixels <= MOST_PIXELS_HERE;
    }

    private void captureAll(Framebuffer picture, Framebuffer sent) {
        movingPictures.free();
        pending.subtract(unknown);
        look.set(pending);
        pending.clear();
        if (options.copies()) {
            covered.begin(job);
            copySearch.findMovesAndChanges(picture, sent, look, unknown, captureStartNanos, job, changes);
        } else {
            copySearch.findChanges(picture, sent, look, changes);
        }
        motion.changed(changes, captureStartNanos);
        if (options.video() && !movingPictures.areUseless()) {
            takeMoving(picture, sent);
        }
        if (job.hasVideo() && job.reuses().isEmpty()) {
            sendSmallFirst(picture, sent);
        }
        long room = take(changes, pending, picture, sent, isNew() ? FIRST_BYTES : pacer.room(), job);
        areas.clear();
        for (int i = 0; i < unknown.size(); i++) {
            areas.add(unknown.rect(i));
        }
        unknown.clear();
        take(areas, unknown, picture, sent, room, job);
        if (job.isEmpty() && !lossy.isEmpty()) {
            refine();
        }
    }

    /** What is small does not wait until the video is encoded. */
    private void sendSmallFirst(Framebuffer picture, Framebuffer sent) {
        hurried.begin(sent);
        times.captureBegins(hurried.times(), captureStartNanos, oldestChangeNanos);
        for (int i = changes.size() - 1; i >= 0; i--) {
            if (isSmall(changes, i)) {
                take(changes.get(i), pending, picture, sent, Long.MAX_VALUE, hurried);
                changes.removeUnordered(i);
            }
        }
        if (!hurried.isEmpty()) {
            hurried.times().end(nanoClock.getAsLong());
            hurried.encodeHere(encoderHere);
            finish(hurried);
        }
    }

    /** Small changes somewhere else than a job that runs; what is too large for that stays damage. */
    private void captureBeside(Framebuffer picture, Framebuffer sent) {
        lookBeside(NOTHING);
        pending.subtract(look);
        copySearch.findChanges(picture, sent, look, changes);
        for (int i = changes.size() - 1; i >= 0; i--) {
            var rect = changes.get(i);
            if (busy.intersects(rect) || unknown.intersects(rect)) {
                pending.add(rect);
                changes.removeUnordered(i);
            }
        }
        motion.changed(changes, captureStartNanos);
        take(changes, pending, picture, sent, Long.MAX_VALUE, hurried);
    }

    /** Ends the feed. A job that runs is finished for nothing. The link stays as it is. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            encoderHere.close();
            endVideos();
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

    /** Sends as video what moves, and what would take the way too long, and takes it out of the changes. */
    private void takeMoving(Framebuffer picture, Framebuffer sent) {
        areas.clear();
        motion.moving(captureStartNanos, areas);
        double mostPixels = pacer.bytesPerSecond() * LONGEST_EXACT_SECONDS / PICTURE_BYTES;
        if (mostPixels > 0) {
            for (int i = 0; i < changes.size(); i++) {
                if ((long) changes.width(i) * changes.height(i) > mostPixels) {
                    areas.add(changes.get(i));
                }
            }
            boolean isNew = isNew();
            for (int i = 0; i < unknown.size() && !isNew; i++) {
                if (unknown.rect(i).area() > mostPixels) {
                    areas.add(unknown.rect(i));
                }
            }
        }
        for (int i = 0; i < areas.size(); i++) {
            follow(picture, areas.get(i));
        }
        movingPictures.endIdle(captureStartNanos);
        for (var moving : movingPictures.streams()) {
            takeMoving(moving, picture, sent);
        }
    }

    private void follow(Framebuffer picture, PixelRect rect) {
        if (rect.area() < LEAST_VIDEO_PIXELS
                || Math.min(rect.width(), rect.height()) < VideoEncoder.MIN_SIZE
                || Math.max(rect.width(), rect.height()) > VideoEncoder.MAX_SIZE
                || !probe.isPicture(picture, rect)) {
            return;
        }
        VideoEncoders encoders = pool.videoEncoders();
        if (encoders != null && !encoders.isEmpty()) {
            movingPictures.follow(rect, encoders, captureStartNanos);
        }
    }

    private void takeMoving(MovingPictures.Moving moving, Framebuffer picture, Framebuffer sent) {
        PixelRect rect = moving.rect();
        boolean changed = unknown.intersects(rect);
        rest.clear();
        for (int i = 0; i < changes.size(); i++) {
            PixelRect change = changes.get(i);
            rest.add(change);
            PixelRect part = change.intersection(rect);
            if (!part.isEmpty()) {
                changed = true;
                sent.copyFrom(picture, part.x(), part.y(), part.width(), part.height());
            }
        }
        if (!changed) {
            return;
        }
        rest.subtract(rect);
        changes.clear();
        for (int i = 0; i < rest.size(); i++) {
            changes.add(rest.rect(i));
        }
        takeUnknown(rect, picture, sent);
        job.add(moving.stream(), rect, videoQuality(moving), moving.takeStartsOver());
        lossy.add(rect);
        motion.touched(rect, captureStartNanos);
    }

    /** What a viewer lacks of a place that is sent whole. */
    private void takeUnknown(PixelRect rect, Framebuffer picture, Framebuffer sent) {
        if (!unknown.isEmpty()) {
            rest.set(unknown);
            rest.intersect(rect);
            for (int i = 0; i < rest.size(); i++) {
                PixelRect part = rest.rect(i);
                sent.copyFrom(picture, part.x(), part.y(), part.width(), part.height());
            }
            unknown.subtract(rect);
        }
    }

    private VideoQuality videoQuality(MovingPictures.Moving moving) {
        double rate = pacer.bytesPerSecond();
        var quality = VideoQuality.of(MOVING_QUANTIZER);
        double seconds = moving.isNew() ? NEAR_SECONDS : VIDEO_SECONDS;
        double bytes = rate * seconds;
        return rate == 0 || bytes > MOST_VIDEO_BYTES
                ? quality
                : quality.within((int) Math.max(bytes, LEAST_VIDEO_BYTES));
    }

    /**
     * Moves changes to the reference and the frame, the small ones first, for as long as there is room for what they will take.
     *
     * @param left where goes what there is no room for
     * @param room bytes that may be sent
     * @return the room that is left
     */
    private long take(RectList rects, PixelRegion left, Framebuffer picture, Framebuffer sent, long room, FrameJob to) {
        long bytes = room;
        for (int i = 0; i < rects.size(); i++) {
            if (isSmall(rects, i)) {
                bytes -= take(rects.get(i), left, picture, sent, bytes, to);
            }
        }
        for (int i = 0; i < rects.size(); i++) {
            if (!isSmall(rects, i)) {
                bytes -= take(rects.get(i), left, picture, sent, bytes, to);
            }
        }
        return bytes;
    }

    private static boolean isSmall(RectList rects, int index) {
        return (long) rects.width(index) * rects.height(index) <= MOST_PIXELS_HERE;
    }

    /** As much of one as there is room for. Returns about what it will take. */
    private long take(PixelRect rect, PixelRegion left, Framebuffer picture, Framebuffer sent, long room, FrameJob to) {
        double rowBytes = bytesPerPixel(picture, rect) * rect.width();
        boolean atLeastARow = to.isEmpty() && pacer.inFlight() == 0;
        int rows = Math.clamp((long) (room / rowBytes), atLeastARow ? 1 : 0, rect.height());
        rows = (int) Math.min(rows, (mostPixels - to.regions().area()) / rect.width());
        if (rows > 0) {
            var taken = new PixelRect(rect.x(), rect.y(), rect.width(), rows);
            sent.copyFrom(picture, taken.x(), taken.y(), taken.width(), rows);
            to.add(taken.x(), taken.y(), taken.width(), rows);
            lossy.subtract(taken);
        }
        if (rows < rect.height()) {
            pacer.press();
            left.add(PixelRect.ofEdges(rect.x(), rect.y() + rows, rect.right(), rect.bottom()));
        }
        return (long) (rows * rowBytes);
    }

    /** About what a rectangle will take for each of its pixels. */
    private double bytesPerPixel(Framebuffer picture, PixelRect rect) {
        return rect.area() > MOST_PIXELS_HERE && !probe.isPicture(picture, rect) ? TEXT_BYTES : PICTURE_BYTES;
    }

    /** Sends exactly what the viewer shows nearly and nothing moves in any more. */
    private void refine() {
        areas.clear();
        lossy.refine(
                captureStartNanos, Math.min(MOST_PIXELS_REFINED, (long) (pacer.room() / 2 / PICTURE_BYTES)), areas);
        for (int i = 0; i < areas.size(); i++) {
            job.add(areas.x(i), areas.y(i), areas.width(i), areas.height(i));
        }
    }

    private void endVideos() {
        movingPictures.endAll();
        if (!job.isRunning()) {
            movingPictures.free();
        }
    }

    /** Called by the loop when the pool is done with the job. */
    private void encoded() {
        movingPictures.free();
        if (!closed && job.picture() == reference) {
            finish(job);
        }
    }

    private void finish(FrameJob finished) {
        Throwable failure = finished.failure();
        if (failure != null) {
            LOG.error("Encoding a frame failed; its pixels will be sent with the next one", failure);
            if (finished.hasVideo()) {
                movingPictures.failed();
                endVideos();
            }
            var lost = new PixelRegion();
            for (int i = 0; i < finished.regions().size(); i++) {
                lost.add(finished.regions().get(i));
            }
            finished.reuses().forEach(reuse -> lost.add(reuse.to()));
            covered.forget();
            finished.addVideosTo(lost);
            addUnknown(lost);
        } else {
            send(finished);
        }
    }

    private void send(FrameJob finished) {
        Framebuffer sent = reference;
        if (sent == null) {
            return;
        }
        long now = nanoClock.getAsLong();
        var payload = finished.payload();
        covered.sent(finished);
        Frame.Builder frame = Frame.newBuilder()
                .setSerial(pacer.sent(HEADER_BYTES + payload.remaining(), now))
                .setOutput(output)
                .setWidth(sent.width())
                .setHeight(sent.height());
        finished.describe(frame);
        times.sent(frame, finished.times(), payload.remaining(), link.queuedBytes(), pacer.inFlight(), now);
        link.send(new Envelope<>(
                Channel.DISPLAY, ToViewer.newBuilder().setFrame(frame).build(), payload));
        whenSent.accept(frame.getSerial());
    }
}
