package org.wayray.compositor.globals.xdgshell;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.wm.Direction;
import org.wayray.compositor.wm.Positioner;
import org.wayray.compositor.wm.Positioner.Adjustment;
import org.wayray.wayland.protocols.xdgshell.XdgPositionerProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgPositionerProtocol.Anchor;
import org.wayray.wayland.protocols.xdgshell.XdgPositionerProtocol.ConstraintAdjustment;
import org.wayray.wayland.protocols.xdgshell.XdgPositionerProtocol.Gravity;
import org.wayray.wayland.protocols.xdgshell.XdgPositionerProtocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * xdg_positioner: collects the rules that place a popup. Popups take a copy.
 *
 * <p>Complete are rules with a size and an anchor rectangle; the rectangle may be empty, as some toolkits use a point. The parent's
 * future size and configure serial are accepted and not used: popups are placed against the parent as it is, and placed anew when
 * it changes. Confined to the session loop.
 */
final class XdgPositioner implements RequestHandler<Request> {
    /** The largest magnitude of a coordinate that the geometry bears. */
    private static final int LIMIT = 1 << 29;

    private final Resource<Request, NoMessage> resource;
    private @Nullable Size<Logical> size;
    private @Nullable Rect<Logical> anchorRect;
    private Direction anchor = Direction.NONE;
    private Direction gravity = Direction.NONE;
    private int adjustment;
    private int offsetX;
    private int offsetY;
    private boolean reactive;

    XdgPositioner(Resource<Request, NoMessage> resource) {
        this.resource = resource;
        resource.setHandler(this);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
            case Request.SetSize(int width, int height) -> setSize(width, height);
            case Request.SetAnchorRect(int x, int y, int width, int height) -> setAnchorRect(x, y, width, height);
            case Request.SetAnchor(int value) ->
                anchor = Anchor.of(value).map(XdgPositioner::direction).orElseThrow(() -> invalid("anchor " + value));
            case Request.SetGravity(int value) ->
                gravity =
                        Gravity.of(value).map(XdgPositioner::direction).orElseThrow(() -> invalid("gravity " + value));
            case Request.SetConstraintAdjustment(int mask) -> adjustment = mask;
            case Request.SetOffset(int x, int y) -> {
                offsetX = x;
                offsetY = y;
            }
            case Request.SetReactive() -> reactive = true;
            case Request.SetParentSize(int width, int height) -> {}
            case Request.SetParentConfigure(int serial) -> {}
        }
    }

    private void setSize(int width, int height) {
        if (width <= 0 || height <= 0) {
            throw invalid("size " + width + "x" + height);
        }
        size = new Size<>(Math.min(width, LIMIT), Math.min(height, LIMIT));
    }

    private void setAnchorRect(int x, int y, int width, int height) {
        if (width < 0 || height < 0) {
            throw invalid("anchor rectangle of " + width + "x" + height);
        }
        anchorRect = new Rect<>(
                Math.clamp(x, -LIMIT, LIMIT),
                Math.clamp(y, -LIMIT, LIMIT),
                Math.min(width, LIMIT),
                Math.min(height, LIMIT));
    }

    /** A copy of the rules, if they are complete. */
    Optional<Positioner> rules() {
        if (size == null || anchorRect == null) {
            return Optional.empty();
        }
        return Optional.of(new Positioner(
                size.width(),
                size.height(),
                anchorRect,
                anchor,
                gravity,
                offsetX,
                offsetY,
                new Adjustment(
                        has(ConstraintAdjustment.FLIP_X),
                        has(ConstraintAdjustment.SLIDE_X),
                        has(ConstraintAdjustment.RESIZE_X)),
                new Adjustment(
                        has(ConstraintAdjustment.FLIP_Y),
                        has(ConstraintAdjustment.SLIDE_Y),
                        has(ConstraintAdjustment.RESIZE_Y)),
                reactive));
    }

    private boolean has(int bit) {
        return (adjustment & bit) != 0;
    }

    private ProtocolException invalid(String what) {
        return new ProtocolException(resource, XdgPositionerProtocol.Error.INVALID_INPUT, "not possible: " + what);
    }

    private static Direction direction(Anchor anchor) {
        return switch (anchor) {
            case NONE -> Direction.NONE;
            case TOP -> Direction.TOP;
            case BOTTOM -> Direction.BOTTOM;
            case LEFT -> Direction.LEFT;
            case RIGHT -> Direction.RIGHT;
            case TOP_LEFT -> Direction.TOP_LEFT;
            case BOTTOM_LEFT -> Direction.BOTTOM_LEFT;
            case TOP_RIGHT -> Direction.TOP_RIGHT;
            case BOTTOM_RIGHT -> Direction.BOTTOM_RIGHT;
        };
    }

    private static Direction direction(Gravity gravity) {
        return switch (gravity) {
            case NONE -> Direction.NONE;
            case TOP -> Direction.TOP;
            case BOTTOM -> Direction.BOTTOM;
            case LEFT -> Direction.LEFT;
            case RIGHT -> Direction.RIGHT;
            case TOP_LEFT -> Direction.TOP_LEFT;
            case BOTTOM_LEFT -> Direction.BOTTOM_LEFT;
            case TOP_RIGHT -> Direction.TOP_RIGHT;
            case BOTTOM_RIGHT -> Direction.BOTTOM_RIGHT;
        };
    }
}
