package org.wayray.compositor.seat;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.scene.Surface;

/**
 * What fingers do on a touch pad beyond moving the pointer. A gesture belongs to the surface that had the pointer when it began.
 *
 * <p>Confined to the session loop. Whatever a viewer says, clients hear of one gesture at a time, from begin to end. Source:
 * zwp_pointer_gestures_v1.
 */
public final class PointerGestures {

    /** What the fingers do. */
    public enum Kind {
        SWIPE,
        PINCH,
        HOLD
    }

    /** Hears of gestures. Called on the session loop; the surface may be gone already when its gesture ends. */
    public interface Events {
        /** Tells nobody. */
        Events NONE = new Events() {};

        default void begin(Surface surface, Kind kind, int serial, int timeMs, int fingers) {}

        default void swipe(Surface surface, int timeMs, double dx, double dy) {}

        /** The scale is that compared with the beginning, the rotation in degrees clockwise since the last event. */
        default void pinch(Surface surface, int timeMs, double dx, double dy, double scale, double rotation) {}

        default void end(Surface surface, Kind kind, int serial, int timeMs, boolean cancelled) {}
    }

    private record Gesture(Kind kind, Surface surface) {}

    private final Pointer pointer;
    private final InputSerials serials;
    private Events events = Events.NONE;
    private @Nullable Gesture gesture;
    private int timeMs;

    PointerGestures(Pointer pointer, InputSerials serials) {
        this.pointer = pointer;
        this.serials = serials;
    }

    /** Says who tells the clients, from now on. */
    public void setEvents(Events events) {
        this.events = events;
    }

    /** A gesture begins; one that has not ended is cancelled. */
    public void begin(Kind kind, int fingers, int timeMs) {
        end(true, timeMs);
        this.timeMs = timeMs;
        pointer.focus().ifPresent(surface -> {
            gesture = new Gesture(kind, surface);
            events.begin(surface, kind, serials.issue(surface), timeMs, fingers);
        });
    }

    /** The fingers of a swipe moved; distances in logical pixels. */
    public void swipe(double dx, double dy, int timeMs) {
        if (gesture != null && gesture.kind == Kind.SWIPE) {
            this.timeMs = timeMs;
            events.swipe(gesture.surface, timeMs, dx, dy);
        }
    }

    /** The fingers of a pinch moved. */
    public void pinch(double dx, double dy, double scale, double rotation, int timeMs) {
        if (gesture != null && gesture.kind == Kind.PINCH) {
            this.timeMs = timeMs;
            events.pinch(gesture.surface, timeMs, dx, dy, scale, rotation);
        }
    }

    /** Whatever the fingers go on to do, it is not for the surface any more. */
    void cancel() {
        end(true, timeMs);
    }

    /** The fingers were lifted, or do something else now: then what the gesture did is to be undone. */
    public void end(boolean cancelled, int timeMs) {
        var ending = gesture;
        if (ending != null) {
            gesture = null;
            events.end(ending.surface, ending.kind, serials.issue(ending.surface), timeMs, cancelled);
        }
    }
}
