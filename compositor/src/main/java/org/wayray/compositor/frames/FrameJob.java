package org.wayray.compositor.frames;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.Coding;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.RectList;
import org.wayray.codec.RegionEncoder;
import org.wayray.codec.video.VideoQuality;
import org.wayray.codec.video.VideoStream;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Region;

/**
 * The encoding of one frame: some regions of a picture that nobody changes meanwhile. Used again for each frame of a feed, so
 * that its memory stays.
 *
 * <p>Threads: owned by the session's loop. Between {@link #start} and the call of its {@code done}, the parts belong to the
 * pool's threads; the queue on the way there and the counter and the loop's queue on the way back order what each of them sees.
 */
final class FrameJob {
    /** A large region is cut into bands of about so many pixels, which stay in a processor's cache. */
    private static final int BAND_PIXELS = 256 * 1024;

    /** Less is not worth a thread of its own. */
    private static final int LEAST_PART_PIXELS = 64 * 1024;

    /** Of a copy, in the payload. */
    private static final int COPY_BYTES = 4;

    private static final Logger LOG = LoggerFactory.getLogger(FrameJob.class);

    private final Executor loop;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final List<Reuse> reuses = new ArrayList<>();
    private final RectList regions = new RectList();
    private final PayloadBuffer withReuses = new PayloadBuffer(1 << 12);
    private final List<Film> films = new ArrayList<>();
    private final PixelRegion area = new PixelRegion();
    private final CaptureTimes times = new CaptureTimes();
    private Coding[] codings = new Coding[32];
    private int[] lengths = new int[32];
    private Part[] parts = {new Part()};
    private int partCount;
    private int filmCount;
    private boolean forgetsKept;
    private boolean running;
    private @Nullable Framebuffer picture;
    private Runnable done = () -> {};

    FrameJob(Executor loop) {
        this.loop = loop;
    }

    /** Forgets the last frame; the next is of this picture. */
    void begin(Framebuffer of) {
        picture = of;
        reuses.clear();
        forgetsKept = false;
        regions.clear();
        partCount = 0;
        filmCount = 0;
    }

    /** Whether there is nothing to send. */
    boolean isEmpty() {
        return regions.isEmpty() && reuses.isEmpty() && filmCount == 0 && !forgetsKept;
    }

    /** Whether the pool's threads are at it. */
    boolean isRunning() {
        return running;
    }

    /** What the frame changes, and what it reads of what the viewer shows. */
    PixelRegion area() {
        area.clear();
        for (int i = 0; i < regions.size(); i++) {
            area.add(regions.get(i));
        }
        for (Reuse reuse : reuses) {
            area.add(reuse.from());
            area.add(reuse.to());
        }
        addVideosTo(area);
        return area;
    }

    /** Adds the next picture of a stream. */
    void add(VideoStream stream, PixelRect rect, VideoQuality quality, boolean startOver) {
        if (filmCount == films.size()) {
            films.add(new Film());
        }
        films.get(filmCount++).assign(stream, rect, quality, startOver);
    }

    /** Adds the places of the streams to a region. */
    void addVideosTo(PixelRegion region) {
        for (int i = 0; i < filmCount; i++) {
            region.add(films.get(i).rect);
        }
    }

    /** Whether there is video in it. */
    boolean hasVideo() {
        return filmCount > 0;
    }

    /** When its pixels came about and were taken. */
    CaptureTimes times() {
        return times;
    }

    /** The picture that the job reads, or null before the first. */
    @Nullable
    Framebuffer picture() {
        return picture;
    }

    /** What the viewer does with pixels that it has, before the regions are shown. */
    List<Reuse> reuses() {
        return reuses;
    }

    /** Adds something that the viewer does with what it has, after those that were added before. */
    void add(Reuse reuse) {
        reuses.add(reuse);
    }

    /** The viewer forgets what it kept, before all else. */
    void forgetKept() {
        forgetsKept = true;
    }

    /** Whether the viewer forgets what it kept. */
    boolean forgetsKept() {
        return forgetsKept;
    }

    /** The coded regions of the frame. */
    RectList regions() {
        return regions;
    }

    /** Adds a rectangle, cut into bands if it is large. */
    void add(int x, int y, int width, int height) {
        int bands = Math.clamp(Math.ceilDiv((long) width * height, BAND_PIXELS), 1, height);
        for (int band = 0; band < bands; band++) {
            int top = (int) ((long) height * band / bands);
            int bottom = (int) ((long) height * (band + 1) / bands);
            regions.add(x, y + top, width, bottom - top);
        }
    }

    /** Encodes on the calling thread. */
    void encodeHere(RegionEncoder encoder) {
        divide(1);
        parts[0].run(encoder);
    }

    /** Encodes on the pool's threads, and then has the loop call {@code whenDone}. */
    void start(EncoderPool pool, Runnable whenDone) {
        done = whenDone;
        running = true;
        divide((int)
                Math.clamp(regions.area() / LEAST_PART_PIXELS, 1, Math.clamp(regions.size(), 1, pool.parallelism())));
        unfinished.set(partCount + filmCount);
        for (int i = 0; i < filmCount; i++) {
            pool.submit(films.get(i));
        }
        for (int i = 0; i < partCount; i++) {
            pool.submit(parts[i]);
        }
    }

    /** Gives each part a run of regions with about the same number of pixels. */
    private void divide(int count) {
        if (codings.length < regions.size()) {
            codings = new Coding[regions.size() * 2];
            lengths = new int[regions.size() * 2];
        }
        int known = parts.length;
        if (known < count) {
            parts = Arrays.copyOf(parts, count);
            for (int i = known; i < count; i++) {
                parts[i] = new Part();
            }
        }
        long total = regions.area();
        long reached = 0;
        int region = 0;
        for (int i = 0; i < count; i++) {
            int from = region;
            while (region < regions.size() && (i == count - 1 || reached < total * (i + 1) / count)) {
                reached += (long) regions.width(region) * regions.height(region);
                region++;
            }
            parts[i].assign(from, region);
        }
        partCount = count;
    }

    /** What went wrong with the encoding, if anything did: a bug, no memory, or a class or library that cannot be loaded. */
    @Nullable
    Throwable failure() {
        for (int i = 0; i < partCount; i++) {
            Throwable failure = parts[i].failure;
            if (failure != null) {
                return failure;
            }
        }
        for (int i = 0; i < filmCount; i++) {
            Throwable failure = films.get(i).failure;
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    /** The bytes of all reuses and regions. The memory is the job's. */
    ByteBuffer payload() {
        PayloadBuffer all = parts[0].bytes;
        int next = 1;
        if (!reuses.isEmpty()) {
            all = withReuses;
            all.clear();
            reuses.forEach(this::appendSource);
            next = 0;
        }
        for (int i = next; i < partCount; i++) {
            all.append(parts[i].bytes);
        }
        for (int i = 0; i < filmCount; i++) {
            all.append(films.get(i).bytes);
        }
        return all.asByteBuffer();
    }

    private void appendSource(Reuse reuse) {
        if (reuse.kind() != Reuse.Kind.RESTORE) {
            withReuses.append(reuse.fromX() >> 8);
            withReuses.append(reuse.fromX());
            withReuses.append(reuse.fromY() >> 8);
            withReuses.append(reuse.fromY());
        }
    }

    /** Writes the reuses and regions with their codings and lengths to a message. */
    void describe(Frame.Builder frame) {
        frame.setForgetKept(forgetsKept);
        for (Reuse reuse : reuses) {
            boolean restores = reuse.kind() == Reuse.Kind.RESTORE;
            frame.addRegions(Region.newBuilder()
                    .setX(reuse.to().x())
                    .setY(reuse.to().y())
                    .setWidth(reuse.to().width())
                    .setHeight(reuse.to().height())
                    .setCodingValue((restores ? Coding.KEPT : Coding.COPY).number())
                    .setLength(restores ? 0 : COPY_BYTES)
                    .setKeep(reuse.kind() == Reuse.Kind.KEEP));
        }
        for (int i = 0; i < regions.size(); i++) {
            frame.addRegions(Region.newBuilder()
                    .setX(regions.x(i))
                    .setY(regions.y(i))
                    .setWidth(regions.width(i))
                    .setHeight(regions.height(i))
                    .setCodingValue(codings[i].number())
                    .setLength(lengths[i]));
        }
        for (int i = 0; i < filmCount; i++) {
            Film film = films.get(i);
            frame.addRegions(Region.newBuilder()
                    .setX(film.rect.x())
                    .setY(film.rect.y())
                    .setWidth(film.rect.width())
                    .setHeight(film.rect.height())
                    .setCodingValue(Coding.H264.number())
                    .setLength(film.bytes.size()));
        }
    }

    private void partDone() {
        if (unfinished.decrementAndGet() == 0) {
            tellLoop();
        }
    }

    private void tellLoop() {
        try {
            loop.execute(() -> {
                running = false;
                done.run();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("A frame was finished after its session's end", e);
        }
    }

    /** A run of regions that one thread encodes. */
    private final class Part implements EncoderPool.Task {
        private final PayloadBuffer bytes = new PayloadBuffer(1 << 12);
        private int from;
        private int to;
        private @Nullable Throwable failure;

        void assign(int first, int end) {
            from = first;
            to = end;
            bytes.clear();
            failure = null;
        }

        void run(RegionEncoder encoder) {
            Framebuffer source = picture;
            try {
                for (int i = from; source != null && i < to; i++) {
                    int before = bytes.size();
                    codings[i] = encoder.encode(
                            source, regions.x(i), regions.y(i), regions.width(i), regions.height(i), bytes);
                    lengths[i] = bytes.size() - before;
                }
            } catch (Throwable e) {
                // whatever it is, a part that does not end would freeze the picture for ever
                failure = e;
            }
        }

        @Override
        public void encode(RegionEncoder encoder) {
            run(encoder);
            partDone();
        }
    }

    /** The next picture of a stream. */
    private final class Film implements EncoderPool.Task {
        private final PayloadBuffer bytes = new PayloadBuffer(1 << 12);
        private @Nullable VideoStream stream;
        private PixelRect rect = PixelRect.EMPTY;
        private VideoQuality quality = VideoQuality.of(1);
        private boolean startOver;
        private @Nullable Throwable failure;

        void assign(VideoStream of, PixelRect place, VideoQuality wanted, boolean startsOver) {
            stream = of;
            rect = place;
            quality = wanted;
            startOver = startsOver;
            bytes.clear();
            failure = null;
        }

        @Override
        public void encode(RegionEncoder encoder) {
            Framebuffer source = picture;
            VideoStream to = stream;
            try {
                if (source != null && to != null) {
                    to.encode(source, rect.x(), rect.y(), quality, startOver, bytes);
                }
            } catch (Throwable e) {
                failure = e; // as with a part
            }
            partDone();
        }
    }
}
