package org.wayray.viewer.session;

import org.wayray.codec.CodecException;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRegion;
import org.wayray.protocol.v1.OutputConfig;

/** One output of the session, as far as the viewer has been told. Confined to the viewer's loop. */
public final class RemoteOutput {
    private final int id;
    private final RemotePicture picture;
    private OutputConfig config;

    /** An output of that size about which nothing else is known yet. */
    RemoteOutput(int id, int width, int height) throws CodecException {
        this.id = id;
        config = OutputConfig.newBuilder()
                .setId(id)
                .setWidth(width)
                .setHeight(height)
                .build();
        picture = new RemotePicture(width, height);
    }

    /** The session's number for it. */
    public int id() {
        return id;
    }

    /** The {@link Screens screen} of the viewer's that the session made it for; 0 if it is of the session's own size. */
    public int screen() {
        return config.getScreen();
    }

    /** Left edge in the session's logical coordinates, where its outputs lie side by side. */
    public int x() {
        return config.getX();
    }

    /** Top edge in the session's logical coordinates. */
    public int y() {
        return config.getY();
    }

    /** What it looks like; another object whenever the size changes. */
    public Framebuffer framebuffer() {
        return picture.framebuffer();
    }

    /** What changed in the picture since the last {@link ViewerSession#presented}, which clears it. */
    public PixelRegion damage() {
        return picture.damage();
    }

    RemotePicture picture() {
        return picture;
    }

    /** Takes on what the session says. Returns whether that is anything new. */
    boolean configure(OutputConfig news) throws CodecException {
        if (news.equals(config)) {
            return false;
        }
        picture.resize(news.getWidth(), news.getHeight());
        config = news;
        return true;
    }

    /** Takes on the size that a frame has. Returns whether it is another one than before. */
    boolean resize(int width, int height) throws CodecException {
        return configure(config.toBuilder().setWidth(width).setHeight(height).build());
    }
}
