package org.wayray.codec;

/**
 * A rectangle of a picture that shows what another place of it showed before. Immutable.
 *
 * @param to   where it is now
 * @param fromX left edge of where it was
 * @param fromY top edge of where it was
 */
public record PixelCopy(PixelRect to, int fromX, int fromY) {

    /** Where it was. */
    public PixelRect from() {
        return new PixelRect(fromX, fromY, to.width(), to.height());
    }
}
