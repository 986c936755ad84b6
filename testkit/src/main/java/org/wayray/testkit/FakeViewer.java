package org.wayray.testkit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.CodecException;
import org.wayray.codec.Coding;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.RegionDecoder;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.FrameAck;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.KeyboardFocus;
import org.wayray.protocol.v1.Keymap;
import org.wayray.protocol.v1.KeymapChange;
import org.wayray.protocol.v1.PointerAxis;
import org.wayray.protocol.v1.PointerButton;
import org.wayray.protocol.v1.PointerLeave;
import org.wayray.protocol.v1.PointerMotion;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * A viewer without a window: decodes what the session sends, acknowledges it, keeps the picture, and sends input as a person
 * would. Any thread may use it.
 */
public final class FakeViewer implements AutoCloseable {
    /** Steps of the protocol for each pixel. */
    private static final int FIXED = 256;

    private static final int MILLIS_BETWEEN_INPUTS = 10;

    private final Link<ToViewer, ToSession> link;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("fake-viewer").daemon().factory());
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by the lock
    private Framebuffer screen = new Framebuffer(1, 1);
    private int frames;
    private boolean withholdAcks;
    private int lastSerial;
    private int lastAcknowledged;
    private int output;
    private ToViewer.BodyCase cursor = ToViewer.BodyCase.CURSOR_DEFAULT;
    private @Nullable CloseReason closeReason;
    private @Nullable Throwable failure;
    private int time;

    private FakeViewer(Link<ToViewer, ToSession> link) {
        this.link = link;
    }

    /** A viewer at this end of a link. */
    public static FakeViewer start(Link<ToViewer, ToSession> link) {
        var viewer = new FakeViewer(link);
        link.start(viewer.new Listener(), viewer.thread);
        return viewer;
    }

    /** What is on the screen now. */
    public Picture picture() {
        lock.lock();
        try {
            return copy();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the picture is as described; it may be so already.
     *
     * @param what completes the sentence "waited in vain until"
     * @return the first picture that was
     */
    public Picture await(String what, Predicate<Picture> condition) {
        lock.lock();
        try {
            long left = Await.PATIENCE.toNanos();
            while (true) {
                requireHealthy();
                var now = copy();
                if (condition.test(now)) {
                    return now;
                }
                if (left <= 0) {
                    throw new AssertionError("waited in vain until " + what + "; the picture is " + now);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting until " + what, e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until at least so many pixels differ from an earlier picture. */
    public Picture awaitChange(String what, Picture before, int pixels) {
        return await(what, now -> now.differenceTo(before) >= pixels);
    }

    /** Waits until no frame has come for that long, and returns the picture then. */
    public Picture awaitRest(Duration quiet) {
        lock.lock();
        try {
            long end = System.nanoTime() + Await.PATIENCE.toNanos();
            while (true) {
                requireHealthy();
                int before = frames;
                long left = quiet.toNanos();
                while (left > 0 && frames == before) {
                    left = changed.awaitNanos(left);
                }
                if (frames == before) {
                    return copy();
                }
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("the picture does not come to rest");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for rest", e);
        } finally {
            lock.unlock();
        }
    }

    /** Frames that have come so far. */
    public int frames() {
        lock.lock();
        try {
            return frames;
        } finally {
            lock.unlock();
        }
    }

    /** Which kind of pointer the session asked for last. */
    public ToViewer.BodyCase cursor() {
        lock.lock();
        try {
            return cursor;
        } finally {
            lock.unlock();
        }
    }

    /** How the link ended, if it has. */
    public Optional<CloseReason> closeReason() {
        lock.lock();
        try {
            return Optional.ofNullable(closeReason);
        } finally {
            lock.unlock();
        }
    }

    /** From now on no frame is acknowledged, as by a viewer that hangs. */
    public void withholdAcks() {
        lock.lock();
        try {
            withholdAcks = true;
        } finally {
            lock.unlock();
        }
    }

    /** Acknowledges what has come, and goes on doing so. */
    public void resumeAcks() {
        lock.lock();
        try {
            withholdAcks = false;
            if (lastAcknowledged != lastSerial) {
                acknowledge(lastSerial);
                lastAcknowledged = lastSerial;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The keyboard now belongs to the session. */
    public void focus(boolean focused) {
        send(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setKeyboardFocus(KeyboardFocus.newBuilder().setFocused(focused)));
    }

    /** A key goes down or up. */
    public void key(int code, boolean pressed) {
        send(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setKey(Key.newBuilder()
                                .setCode(code)
                                .setPressed(pressed)
                                .setTimeMs(nextTime())));
    }

    /** A key goes down and up. */
    public void tap(int code) {
        key(code, true);
        key(code, false);
    }

    /** Types a text on a keyboard with the layout "us". */
    public void type(String text) {
        for (char character : text.toCharArray()) {
            if (Keys.needsShift(character)) {
                key(Keys.LEFT_SHIFT, true);
                tap(Keys.keyOf(character));
                key(Keys.LEFT_SHIFT, false);
            } else {
                tap(Keys.keyOf(character));
            }
        }
    }

    /** The keys that follow are of this layout. */
    public void keymap(Keymap keymap) {
        send(
                Channel.INPUT,
                ToSession.newBuilder().setKeymapChange(KeymapChange.newBuilder().setKeymap(keymap)));
    }

    /** Moves the pointer there, in pixels of the output. */
    public void moveTo(double x, double y) {
        send(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setPointerMotion(PointerMotion.newBuilder()
                                .setX((int) Math.round(x * FIXED))
                                .setY((int) Math.round(y * FIXED))
                                .setTimeMs(nextTime())
                                .setOutput(output)));
    }

    /** A button of the pointer goes down or up. */
    public void button(int code, boolean pressed) {
        send(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setPointerButton(PointerButton.newBuilder()
                                .setButton(code)
                                .setPressed(pressed)
                                .setTimeMs(nextTime())));
    }

    /** Clicks with the left button at a place. */
    public void click(double x, double y) {
        moveTo(x, y);
        button(Keys.BUTTON_LEFT, true);
        button(Keys.BUTTON_LEFT, false);
    }

    /** Turns the wheel down by so many steps; up if negative. */
    public void scroll(int steps) {
        send(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setPointerAxis(PointerAxis.newBuilder()
                                .setDy(steps * 15 * FIXED)
                                .setV120Y(steps * 120)
                                .setSource(PointerAxis.Source.WHEEL)
                                .setTimeMs(nextTime())));
    }

    /** The pointer leaves the screen. */
    public void leave() {
        send(Channel.INPUT, ToSession.newBuilder().setPointerLeave(PointerLeave.getDefaultInstance()));
    }

    @Override
    public void close() {
        link.close(CloseReason.finished("the test is over"));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the viewer's thread does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Channel channel, ToSession.Builder message) {
        link.send(Envelope.of(channel, message.build()));
    }

    private int nextTime() {
        lock.lock();
        try {
            return time += MILLIS_BETWEEN_INPUTS;
        } finally {
            lock.unlock();
        }
    }

    private void acknowledge(int serial) {
        send(
                Channel.DISPLAY,
                ToSession.newBuilder().setFrameAck(FrameAck.newBuilder().setSerial(serial)));
    }

    /** Called with the lock held. */
    private Picture copy() {
        return new Picture(screen.width(), screen.height(), screen.pixels(), screen.stride());
    }

    /** Called with the lock held. */
    private void requireHealthy() {
        if (failure != null) {
            throw new AssertionError("the viewer failed", failure);
        }
        if (closeReason != null) {
            throw new AssertionError("the link is closed: " + closeReason);
        }
    }

    /** Runs on the viewer's thread. */
    private final class Listener implements LinkListener<ToViewer> {
        private final RegionDecoder decoder = new RegionDecoder();

        @Override
        public void received(Envelope<ToViewer> envelope) {
            lock.lock();
            try {
                var message = envelope.message();
                switch (message.getBodyCase()) {
                    case FRAME -> show(message.getFrame(), envelope.payload());
                    case CURSOR_IMAGE, CURSOR_HIDDEN, CURSOR_DEFAULT -> cursor = message.getBodyCase();
                    default -> {}
                }
            } catch (CodecException | RuntimeException e) {
                failure = e;
            } finally {
                changed.signalAll();
                lock.unlock();
            }
        }

        private void show(Frame frame, ByteBuffer payload) throws CodecException {
            if (frame.getWidth() != screen.width() || frame.getHeight() != screen.height()) {
                screen = new Framebuffer(frame.getWidth(), frame.getHeight());
            }
            int position = payload.position();
            for (var region : frame.getRegionsList()) {
                decoder.decode(
                        Coding.of(region.getCodingValue()),
                        payload.slice(position, region.getLength()),
                        region.getX(),
                        region.getY(),
                        region.getWidth(),
                        region.getHeight(),
                        screen);
                position += region.getLength();
            }
            if (position != payload.limit()) {
                throw new CodecException(payload.limit() - position + " bytes of payload are left over");
            }
            if (frame.getSerial() != lastSerial + 1) {
                throw new IllegalStateException("frame " + frame.getSerial() + " came after " + lastSerial);
            }
            lastSerial = frame.getSerial();
            output = frame.getOutput();
            frames++;
            if (!withholdAcks) {
                acknowledge(lastSerial);
                lastAcknowledged = lastSerial;
            }
        }

        @Override
        public void closed(CloseReason reason) {
            lock.lock();
            try {
                closeReason = reason;
                decoder.close();
            } finally {
                changed.signalAll();
                lock.unlock();
            }
        }
    }
}
