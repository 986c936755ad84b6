package org.wayray.viewer.session;

import org.wayray.protocol.v1.CursorDefault.Shape;

/** What the pointer looks like over the remote picture. Immutable. */
public sealed interface CursorShape {
    /** As the viewer's own system likes it. */
    record Default() implements CursorShape {}

    /** Another one that the viewer's own system has, or the ordinary one if it does not. */
    record Named(Shape shape) implements CursorShape {}

    /** Not drawn. */
    record Hidden() implements CursorShape {}

    /**
     * An image.
     *
     * @param argb {@code width * height} pixels, 0xAARRGGBB, colours premultiplied by alpha; nobody changes them
     * @param hotX the point of the image at the pointer's place, inside the image
     * @param hotY the same from the top
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares images
    record Image(int[] argb, int width, int height, int hotX, int hotY) implements CursorShape {}
}
