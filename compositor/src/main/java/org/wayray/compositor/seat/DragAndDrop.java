package org.wayray.compositor.seat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.AppliedCommit;
import org.wayray.compositor.scene.Hit;
import org.wayray.compositor.scene.Layer;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.scene.SurfaceTree;

/**
 * Drag and drop with the pointer or a finger: at most one drag at a time, and the offers of earlier ones that were dropped but are not
 * finished yet.
 *
 * <p>Confined to the session loop. It holds the pointer as a grab from the start until all buttons are up, or the finger until it
 * is lifted. Source: wl_data_device.start_drag.
 */
public final class DragAndDrop {

    private final Scene scene;
    private final Pointer pointer;
    private final Touch touch;
    private final Keyboard keyboard;
    private final InputSerials serials;
    private DragEvents events = DragEvents.NONE;
    private @Nullable Drag drag;
    private final Set<DragOffer> dropped = new HashSet<>();

    DragAndDrop(Scene scene, Pointer pointer, Touch touch, Keyboard keyboard, InputSerials serials) {
        this.scene = scene;
        this.pointer = pointer;
        this.touch = touch;
        this.keyboard = keyboard;
        this.serials = serials;
    }

    /** Says who tells the clients, from now on. */
    public void setEvents(DragEvents events) {
        this.events = events;
    }

    public boolean isActive() {
        return drag != null;
    }

    /**
     * Begins a drag, if the client has the implicit grab that it claims.
     *
     * @param source what is dragged; empty if the drag concerns its own client only
     * @param origin the surface on which the button or the finger went down
     * @param icon a surface with the role drag icon
     * @param serial of that press
     * @return false if there is no such grab: nothing happens
     */
    public boolean start(Optional<DragSource> source, Surface origin, Optional<Surface> icon, int serial) {
        var press = pointer.press(serial).or(() -> touch.press(serial));
        if (press.isEmpty() || press.get().surface() != origin || drag != null) {
            return false;
        }
        var next = new Drag(source.orElse(null), origin.client(), press.get().grip());
        drag = next;
        next.grip.startGrab(next);
        icon.ifPresent(next::show);
        next.sceneChanged();
        return true;
    }

    /**
     * The user gives up: nobody gets what is dragged.
     *
     * @return whether there was a drag
     */
    boolean cancel() {
        if (drag == null) {
            return false;
        }
        drag.fail();
        return true;
    }

    /** A source ended: the drag with it, too. */
    public void sourceGone(DragSource gone) {
        dropped.stream().filter(offer -> offer.isFrom(gone)).forEach(DragOffer::revoke);
        dropped.removeIf(DragOffer::isEnded);
        if (drag != null && gone.equals(drag.source)) {
            drag.abandon();
        }
    }

    /** A client is going; a drag that it began ends. */
    void clientGone(Object client) {
        if (drag != null && drag.client.equals(client)) {
            drag.abandon();
        }
    }

    /** The modifier keys changed, and they have a say in the action. */
    void renegotiate() {
        if (drag != null) {
            drag.offers.forEach(DragOffer::negotiate);
        }
    }

    Modifiers modifiers() {
        return keyboard.modifiers();
    }

    void offerEnded(DragOffer offer) {
        dropped.remove(offer);
    }

    /** One drag, from the start until the buttons are up. */
    private final class Drag implements InputGrab {
        private final @Nullable DragSource source;
        private final Object client;
        private final Grip grip;
        private @Nullable Surface focus;
        /** One for each object of the client below the pointer that was told. */
        private final List<DragOffer> offers = new ArrayList<>();

        private @Nullable Icon icon;

        Drag(@Nullable DragSource source, Object client, Grip grip) {
            this.source = source;
            this.client = client;
            this.grip = grip;
        }

        void show(Surface surface) {
            icon = new Icon(scene, surface, grip.position());
        }

        @Override
        public void motion(Point<Logical> position, int timeMs) {
            if (icon != null) {
                icon.follow(position);
            }
            var before = focus;
            sceneChanged();
            if (focus != null && focus == before) {
                events.motion(focus, timeMs, focus.toLocal(position).orElse(position));
            }
        }

        @Override
        public void released() {
            if (focus != null && (source == null || offers.stream().anyMatch(DragOffer::isWanted))) {
                drop(focus);
            } else {
                fail();
            }
        }

        @Override
        public void sceneChanged() {
            var hit = grip.under();
            enter(hit.map(Hit::surface)
                    // without a source only the dragging client understands the drag
                    .filter(surface -> source != null || surface.client().equals(client))
                    .orElse(null));
        }

        @Override
        public boolean keepsCursor() {
            return true;
        }

        @Override
        public void cancelled() {
            fail();
        }

        private void enter(@Nullable Surface surface) {
            if (surface == focus) {
                return;
            }
            leave();
            focus = surface;
            if (surface != null) {
                events.enter(
                        surface,
                        serials.next(),
                        surface.toLocal(grip.position()).orElse(grip.position()),
                        Optional.ofNullable(source).map(data -> () -> offer(data)));
            }
        }

        private DragOffer offer(DragSource data) {
            var offer = new DragOffer(data, DragAndDrop.this);
            offers.add(offer);
            return offer;
        }

        private void leave() {
            if (focus != null) {
                offers.forEach(DragOffer::leave);
                offers.clear();
                events.leave(focus);
                focus = null;
            }
        }

        private void drop(Surface surface) {
            events.drop(surface);
            if (source != null) {
                offers.forEach(DragOffer::drop);
                offers.stream().filter(offer -> !offer.isEnded()).forEach(dropped::add);
                offers.clear();
                source.dropPerformed();
            }
            // the offers are dropped and no longer in the list, so this leave does not make them void
            events.leave(surface);
            focus = null;
            end();
        }

        private void fail() {
            leave();
            if (source != null) {
                source.dragCancelled();
            }
            end();
        }

        /** The source is gone, so it is told nothing. */
        void abandon() {
            offers.forEach(DragOffer::revoke);
            offers.clear();
            end();
        }

        private void end() {
            leave();
            if (drag == this) {
                drag = null;
                if (icon != null) {
                    icon.hide();
                }
                grip.endGrab(this);
            }
        }
    }

    /** What is seen of the dragged data: a surface that follows the pointer or the finger. */
    private static final class Icon implements SurfaceListener {
        private final Surface surface;
        private final SurfaceTree tree;
        private Point<Logical> grip;
        /** The way from the grip to the surface's top left corner, as the client moved it. */
        private Offset<Logical> offset = Offset.zero();

        Icon(Scene scene, Surface surface, Point<Logical> grip) {
            this.surface = surface;
            this.grip = grip;
            tree = scene.add(surface, Layer.DRAG_ICON, place());
            surface.addListener(this);
        }

        void follow(Point<Logical> to) {
            grip = to;
            tree.moveTo(place());
        }

        void hide() {
            surface.removeListener(this);
            tree.remove();
        }

        @Override
        public void applied(Surface changed, AppliedCommit commit) {
            offset = offset.plus(commit.offset());
            tree.moveTo(place());
        }

        private Offset<Logical> place() {
            return new Offset<Logical>((int) Math.floor(grip.x()), (int) Math.floor(grip.y())).plus(offset);
        }
    }
}
