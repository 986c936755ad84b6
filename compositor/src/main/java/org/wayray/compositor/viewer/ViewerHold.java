package org.wayray.compositor.viewer;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.seat.Pointer;
import org.wayray.compositor.seat.PointerConstraints.Hold;
import org.wayray.link.Link;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.PointerHold;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * Tells the viewer when a program locks or confines the pointer, so that the viewer's own pointer is held too. Looks once per batch
 * of events, and sends only what is new. Confined to the session loop.
 */
public final class ViewerHold {
    /** Steps of the protocol for each pixel. */
    private static final double FIXED = 256;

    private static final PointerHold NONE = PointerHold.getDefaultInstance();

    private final Pointer pointer;
    private final ViewerScreens screens;
    private final Supplier<Output> output;
    private @Nullable Link<ToSession, ToViewer> viewer;
    private PointerHold last = NONE;

    /** @param output on which the pointer is now */
    public ViewerHold(Pointer pointer, ViewerScreens screens, Supplier<Output> output) {
        this.pointer = pointer;
        this.screens = screens;
        this.output = output;
    }

    /** From now on this viewer is told; none if null. A new one has a pointer that nothing holds. */
    void attach(@Nullable Link<ToSession, ToViewer> link) {
        viewer = link;
        last = NONE;
    }

    /** Tells the viewer if something else holds the pointer. Called once per batch of events. */
    public void update() {
        Link<ToSession, ToViewer> link = viewer;
        if (link == null) {
            return;
        }
        PointerHold now = pointer.constraints().hold().map(this::message).orElse(NONE);
        if (isSame(now, last)) {
            return;
        }
        PointerHold told = now.getMode() == PointerHold.Mode.NONE
                ? at(PointerHold.newBuilder()).build()
                : now;
        last = now;
        link.send(Envelope.of(
                Channel.CURSOR, ToViewer.newBuilder().setPointerHold(told).build()));
    }

    /** Where the pointer is matters only when a hold begins or ends: it moves all the time while it is confined. */
    private static boolean isSame(PointerHold one, PointerHold other) {
        return one.getMode() == other.getMode()
                && one.getOutput() == other.getOutput()
                && one.getAreaX() == other.getAreaX()
                && one.getAreaY() == other.getAreaY()
                && one.getAreaWidth() == other.getAreaWidth()
                && one.getAreaHeight() == other.getAreaHeight();
    }

    private PointerHold message(Hold hold) {
        var message = at(PointerHold.newBuilder());
        if (hold.isLock()) {
            return message.setMode(PointerHold.Mode.LOCKED).build();
        }
        Output shownOn = output.get();
        var area = shownOn.scale()
                .toPhysical(hold.area()
                        .intersect(shownOn.logicalBounds())
                        .translated(Offset.<Logical>zero().minus(shownOn.position())));
        return message.setMode(PointerHold.Mode.CONFINED)
                .setAreaX(area.x())
                .setAreaY(area.y())
                .setAreaWidth(area.width())
                .setAreaHeight(area.height())
                .build();
    }

    private PointerHold.Builder at(PointerHold.Builder message) {
        Output shownOn = output.get();
        Point<Logical> place = pointer.position();
        double factor = shownOn.scale().factor();
        return message.setOutput(screens.id(shownOn))
                .setX((int) Math.round((place.x() - shownOn.position().x()) * factor * FIXED))
                .setY((int) Math.round((place.y() - shownOn.position().y()) * factor * FIXED));
    }
}
