package org.wayray.compositor.viewer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.render.SurfaceImage;
import org.wayray.compositor.scene.AppliedCommit;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.seat.CursorShape;
import org.wayray.compositor.seat.CursorSink;
import org.wayray.link.Link;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.CursorDefault;
import org.wayray.protocol.v1.CursorHidden;
import org.wayray.protocol.v1.CursorImage;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * What the pointer looks like: follows the seat, and tells the viewer when it is something else.
 *
 * <p>Changes are sent once per batch of events, so that a client which sets a cursor and then commits its content causes one
 * message. A surface without content counts as no cursor, as it does in a scene. Confined to the session loop.
 */
public final class ViewerCursor implements CursorSink {
    /** The protocol's limit on each side of an image; a larger one is cut. */
    private static final int MOST_PIXELS = 512;

    private static final int BYTES_PER_PIXEL = 4;

    private final Supplier<Output> output;
    private final SurfaceImage images = new SurfaceImage();
    private final SurfaceListener contentListener = new SurfaceListener() {
        @Override
        public void applied(Surface of, AppliedCommit commit) {
            changed = true;
        }

        @Override
        public void destroyed(Surface of) {
            surface = null;
            changed = true;
        }
    };
    private @Nullable Surface surface;
    private CursorShape shape = CursorShape.DEFAULT;
    private boolean hidden;
    private int hotSpotX;
    private int hotSpotY;
    private boolean changed;

    /** That the image was made for. */
    private Scale scale = Scale.ONE;

    private @Nullable Link<ToSession, ToViewer> viewer;
    private @Nullable Envelope<ToViewer> last;

    /** @param output on which the cursor is shown now: sets its density */
    public ViewerCursor(Supplier<Output> output) {
        this.output = output;
    }

    /** The surface that is the cursor now. */
    @Nullable
    Surface surface() {
        return surface;
    }

    /** The output that the cursor is shown on now. */
    Output output() {
        return output.get();
    }

    @Override
    public void show(Surface shown, int x, int y) {
        follow(shown);
        hidden = false;
        hotSpotX = x;
        hotSpotY = y;
    }

    @Override
    public void hide() {
        follow(null);
        hidden = true;
    }

    @Override
    public void show(CursorShape shown) {
        follow(null);
        hidden = false;
        shape = shown;
    }

    private void follow(@Nullable Surface next) {
        changed = true;
        if (surface == next) {
            return;
        }
        if (surface != null) {
            surface.removeListener(contentListener);
        }
        surface = next;
        if (next != null) {
            next.addListener(contentListener);
        }
    }

    /** From now on this viewer is told, beginning with what the pointer looks like now; none if null. */
    void attach(@Nullable Link<ToSession, ToViewer> link) {
        viewer = link;
        last = null;
        changed = true;
    }

    /** Tells the viewer if the pointer looks different. Called once per batch of events. */
    void update() {
        Link<ToSession, ToViewer> link = viewer;
        if (link == null) {
            return;
        }
        Scale now = surface == null ? scale : output().scale();
        if (!changed && now.equals(scale)) {
            return;
        }
        changed = false;
        scale = now;
        Envelope<ToViewer> message = message();
        if (!message.equals(last)) {
            last = message;
            link.send(message);
        }
    }

    private Envelope<ToViewer> message() {
        Surface shown = surface;
        if (hidden || (shown != null && !shown.hasContent())) {
            return Envelope.of(
                    Channel.CURSOR,
                    ToViewer.newBuilder()
                            .setCursorHidden(CursorHidden.getDefaultInstance())
                            .build());
        }
        if (shown == null) {
            return Envelope.of(
                    Channel.CURSOR,
                    ToViewer.newBuilder()
                            .setCursorDefault(CursorDefault.newBuilder().setShapeValue(shape.ordinal()))
                            .build());
        }
        Framebuffer image = images.of(shown, scale, MOST_PIXELS);
        return new Envelope<>(
                Channel.CURSOR,
                ToViewer.newBuilder()
                        .setCursorImage(CursorImage.newBuilder()
                                .setHotX((int) Math.round(hotSpotX * scale.factor()))
                                .setHotY((int) Math.round(hotSpotY * scale.factor()))
                                .setWidth(image.width())
                                .setHeight(image.height()))
                        .build(),
                bytes(image));
    }

    private static ByteBuffer bytes(Framebuffer image) {
        ByteBuffer bytes = ByteBuffer.allocate(image.width() * image.height() * BYTES_PER_PIXEL)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(image.pixels());
        return bytes;
    }
}
