package org.wayray.compositor.globals.xdgshell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.compositor.globals.WlShm;
import org.wayray.compositor.scene.BufferAccessException;
import org.wayray.compositor.scene.ClientBuffer;
import org.wayray.compositor.wm.WindowIcon;
import org.wayray.wayland.protocols.xdgtoplevelicon.XdgToplevelIconV1Protocol.Error;
import org.wayray.wayland.protocols.xdgtoplevelicon.XdgToplevelIconV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * xdg_toplevel_icon_v1: an icon in the making; from its first use on it cannot be changed. The pictures' memory is read then, and
 * not held longer.
 *
 * <p>Confined to the session loop.
 */
final class XdgToplevelIconV1 implements RequestHandler<Request> {
    static final int MOST_BUFFERS = 64;

    private final Resource<Request, NoMessage> resource;
    private final List<Picture> pictures = new ArrayList<>();
    private @Nullable String name;
    private boolean used;
    private @Nullable WindowIcon icon;

    /**
     * A buffer that was added.
     *
     * @param whenGone listens to the end of its wl_buffer
     */
    private record Picture(ClientBuffer buffer, int scale, Resource<?, ?> object, Runnable whenGone) {}

    XdgToplevelIconV1(Resource<Request, NoMessage> resource) {
        this.resource = resource;
        resource.setHandler(this);
        resource.onDestroy(() -> List.copyOf(pictures).forEach(this::drop));
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
            case Request.SetName(String iconName) -> setName(iconName);
            case Request.AddBuffer(int buffer, int scale) -> addBuffer(buffer, scale);
        }
    }

    private void setName(String iconName) {
        requireUnused();
        name = iconName;
    }

    private void addBuffer(int id, int scale) {
        requireUnused();
        var object = resource.client().resource(id).orElseThrow();
        var buffer = WlShm.find(resource.client(), id)
                .filter(found -> found.size().width() == found.size().height())
                .orElseThrow(() -> error(Error.INVALID_BUFFER, object + " is not square or not of shared memory"));
        if (scale < 1) {
            throw error(Error.INVALID_BUFFER, "a scale of " + scale);
        }
        pictures.stream()
                .filter(other -> other.scale == scale && other.buffer.size().equals(buffer.size()))
                .findFirst()
                .ifPresent(this::drop);
        if (pictures.size() == MOST_BUFFERS) {
            throw resource.client().noMemory("an icon of more than " + MOST_BUFFERS + " pictures");
        }
        Runnable whenGone = () -> resource.protocolError(Error.NO_BUFFER, object + " went before the icon");
        object.onDestroy(whenGone);
        buffer.retain();
        pictures.add(new Picture(buffer, scale, object, whenGone));
    }

    private void drop(Picture picture) {
        pictures.remove(picture);
        picture.object.removeDestroyListener(picture.whenGone);
        picture.buffer.forget();
    }

    /** What the icon is, which from now on it stays; empty if it has neither name nor pictures. */
    Optional<WindowIcon> use() {
        if (!used) {
            used = true;
            if (name != null || !pictures.isEmpty()) {
                icon = new WindowIcon(Optional.ofNullable(name), best().map(this::read));
            }
        }
        return Optional.ofNullable(icon);
    }

    private Optional<Picture> best() {
        return pictures.stream()
                .filter(picture -> picture.buffer.size().width() <= WindowIcon.MOST_PIXELS)
                .max(Comparator.comparingInt(picture -> picture.buffer.size().width()));
    }

    private Framebuffer read(Picture picture) {
        int edge = picture.buffer.size().width();
        var image = new Framebuffer(edge, edge);
        try {
            picture.buffer.read(picture.buffer.size().toRect(), image.pixels());
        } catch (BufferAccessException e) {
            throw error(Error.INVALID_BUFFER, String.valueOf(e.getMessage()));
        }
        return image;
    }

    private void requireUnused() {
        if (used) {
            throw error(Error.IMMUTABLE, "changed after a window got it");
        }
    }

    private ProtocolException error(Error code, String message) {
        return new ProtocolException(resource, code, message);
    }
}
