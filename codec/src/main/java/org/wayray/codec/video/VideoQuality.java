package org.wayray.codec.video;

/**
 * How good a picture of a stream shall be, and what it may cost. May differ from picture to picture.
 *
 * <p>For video on a link that is no concern, 26 unbounded: 36 dB of a photograph with grain, 8 kB for 640x360. For the first
 * picture of a photograph on a slow link, 32 and as many bytes as the link carries in 100 ms: rough at once, and better with the
 * next pictures or when it is sent exactly. Unbounded quality that does not change is the cheapest to code.
 *
 * @param quantizer H.264's scale: 1 is nearly exact, 51 is the worst; 6 more is about half the bytes
 * @param mostBytes where to stop: quality gives way to stay near it, in a picture that starts a stream too;
 *                  {@link #UNBOUNDED} for no bound
 */
public record VideoQuality(int quantizer, int mostBytes) {
    /** No bound on the bytes of a picture. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** @throws IllegalArgumentException for a quantizer that is not one, or no bytes */
    public VideoQuality {
        if (quantizer < 1 || quantizer > 51 || mostBytes < 1) {
            throw new IllegalArgumentException("not a quality: " + quantizer + ", " + mostBytes + " bytes");
        }
    }

    /** That quantizer, whatever it costs. */
    public static VideoQuality of(int quantizer) {
        return new VideoQuality(quantizer, UNBOUNDED);
    }

    /** Whether there is a bound on the bytes. */
    public boolean isBounded() {
        return mostBytes != UNBOUNDED;
    }

    /** The same with a bound. */
    public VideoQuality within(int bytes) {
        return new VideoQuality(quantizer, bytes);
    }
}
