package org.wayray.compositor.frames;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.video.VideoEncoders;
import org.wayray.codec.video.VideoException;
import org.wayray.codec.video.VideoStream;

/**
 * The parts of a picture that are sent as video, each as a stream of its own that lives for as long as something moves there.
 *
 * <p>Confined to the session's loop, apart from the encoding of a stream.
 */
final class MovingPictures {
    private static final Logger LOG = LoggerFactory.getLogger(MovingPictures.class);

    private static final int MOST_STREAMS = 4;

    /** A stream ends when nothing has moved for so long. */
    private static final long LINGER_NANOS = 400_000_000;

    /** A viewer that asks so often for pixels again cannot decode them. */
    private static final int MOST_LOSSES = 8;

    private final List<Moving> streams = new ArrayList<>();

    /** Those that ended, and are perhaps in use by a job. */
    private final List<Moving> ended = new ArrayList<>();

    private int losses;

    /** One of the parts. */
    static final class Moving {
        private final VideoStream stream;
        private final PixelRect rect;
        private long movedNanos;
        private boolean startsOver;
        private boolean isNew = true;

        private Moving(VideoStream stream, PixelRect rect) {
            this.stream = stream;
            this.rect = rect;
        }

        VideoStream stream() {
            return stream;
        }

        PixelRect rect() {
            return rect;
        }

        /** Whether no picture of it was taken yet. */
        boolean isNew() {
            return isNew;
        }

        /** Whether the next picture has to stand alone; asked once for each picture. */
        boolean takeStartsOver() {
            boolean starts = startsOver;
            startsOver = false;
            isNew = false;
            return starts;
        }
    }

    /** All that are under way. */
    List<Moving> streams() {
        return streams;
    }

    /** A picture could not be encoded: there is no video for this viewer from now on. */
    void failed() {
        losses = MOST_LOSSES + 1;
    }

    /** Whether the viewer has failed on too many, or the encoder on one. */
    boolean areUseless() {
        return losses > MOST_LOSSES;
    }

    /** Something moves there: it is sent as video from now on, in a stream that there is or in a new one. */
    void follow(PixelRect rect, VideoEncoders encoders, long nowNanos) {
        var around = rect;
        for (int i = streams.size() - 1; i >= 0; i--) {
            var moving = streams.get(i);
            if (moving.rect.contains(rect)) {
                moving.movedNanos = nowNanos;
                return;
            }
            if (moving.rect.intersects(rect)) {
                around = around.hull(moving.rect);
                ended.add(streams.remove(i));
            }
        }
        if (streams.size() < MOST_STREAMS) {
            var opened = open(around, encoders);
            if (opened != null) {
                opened.movedNanos = nowNanos;
                streams.add(opened);
            }
        }
    }

    private @Nullable Moving open(PixelRect rect, VideoEncoders encoders) {
        try {
            return new Moving(new VideoStream(freeNumber(), encoders.open(rect.width(), rect.height())), rect);
        } catch (VideoException e) {
            LOG.debug("{} is not sent as video: {}", rect, e.getMessage());
            return null;
        }
    }

    private int freeNumber() {
        int number = 0;
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).stream.number() == number) {
                number++;
                i = -1;
            }
        }
        return number;
    }

    /** Ends those where nothing moves any more. */
    void endIdle(long nowNanos) {
        for (int i = streams.size() - 1; i >= 0; i--) {
            if (nowNanos - streams.get(i).movedNanos > LINGER_NANOS) {
                ended.add(streams.remove(i));
            }
        }
    }

    /** The viewer lost that. */
    void lost(PixelRegion region) {
        for (var moving : streams) {
            if (region.intersects(moving.rect)) {
                moving.startsOver = true;
                losses++;
            }
        }
    }

    /** Ends all. */
    void endAll() {
        ended.addAll(streams);
        streams.clear();
    }

    /** Frees what has ended. No job may be under way. */
    void free() {
        for (int i = ended.size() - 1; i >= 0; i--) {
            ended.remove(i).stream.close();
        }
    }
}
