package org.wayray.compositor.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.seat.Seat;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;

/**
 * The pictures that clients wait for. Each is taken after a batch of events, when there is something new to see; every client has
 * one picture per refresh of the output, and none while it does not read what it is sent.
 *
 * <p>Confined to the session loop.
 */
public final class Captures implements AutoCloseable {

    /** A picture that somebody waits for. Called on the session loop. */
    public interface Waiting {
        /** The client. */
        Object client();

        /** Whether the client has so much to read that it should not be sent more. */
        boolean isBehind();

        /** Whether there is something that the client has not seen. */
        boolean isDue();

        /** The shortest time from this picture to the client's next. */
        long refreshNanos();

        /** Takes the picture; called once. */
        void take();
    }

    /** Pictures that a client may wait for at once. */
    public static final int MOST_PER_CLIENT = 64;

    private final EventLoop loop;
    private final Scene scene;
    private final CursorPicture cursor;
    private final Map<Output, OutputPictures> outputs = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private final Map<Object, Long> nextTurns = new WeakHashMap<>();
    private @Nullable Timer nextTurn;

    /** Of the scene, and of the seat's cursor. */
    public Captures(EventLoop loop, Scene scene, Seat seat) {
        this.loop = loop;
        this.scene = scene;
        this.cursor = new CursorPicture(seat);
    }

    /** The pictures of an output that the scene has. */
    public OutputPictures of(Output output) {
        return outputs.computeIfAbsent(
                output, key -> new OutputPictures(loop, scene, output, cursor, () -> outputs.remove(output)));
    }

    /** The pictures of the cursor. */
    public CursorPicture cursor() {
        return cursor;
    }

    /** Now, on the monotonic clock. */
    public long nowNanos() {
        return loop.nowNanos();
    }

    /** Whether the scene still has an output. */
    public boolean has(Output output) {
        return scene.outputs().contains(output);
    }

    /** Calls somebody after each batch of events. */
    public void addFollower(Runnable follower) {
        followers.add(follower);
    }

    public void removeFollower(Runnable follower) {
        followers.remove(follower);
    }

    /**
     * Waits for a picture, which is taken after this batch of events at the earliest.
     *
     * @return false if the client waits for too many already
     */
    public boolean add(Waiting picture) {
        if (waiting.stream()
                        .filter(other -> other.client().equals(picture.client()))
                        .count()
                >= MOST_PER_CLIENT) {
            return false;
        }
        waiting.add(picture);
        return true;
    }

    /** Nobody waits for the picture any more. */
    public void remove(Waiting picture) {
        waiting.remove(picture);
    }

    /** Whether somebody waits, so that applications should draw even if no viewer watches. */
    public boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Takes what is due. Called once per batch of events, after the scene is up to date. */
    public void run() {
        followers.forEach(Runnable::run);
        if (waiting.isEmpty()) {
            return;
        }
        long now = loop.nowNanos();
        long next = Long.MAX_VALUE;
        for (Waiting picture : List.copyOf(waiting)) {
            if (picture.isBehind() || !picture.isDue()) {
                continue;
            }
            Long turn = nextTurns.get(picture.client());
            if (turn != null && turn - now > 0) {
                next = Math.min(next, turn);
            } else if (waiting.remove(picture)) {
                nextTurns.put(picture.client(), now + picture.refreshNanos());
                picture.take();
            }
        }
        if (next != Long.MAX_VALUE && (nextTurn == null || !nextTurn.isPending())) {
            // what is to be done then is done after the batch, which the timer makes
            nextTurn = loop.scheduleAt(next, () -> {});
        }
    }

    @Override
    public void close() {
        waiting.clear();
        List.copyOf(outputs.values()).forEach(OutputPictures::close);
        if (nextTurn != null) {
            nextTurn.cancel();
        }
    }
}
