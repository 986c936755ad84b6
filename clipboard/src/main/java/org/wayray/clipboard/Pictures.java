package org.wayray.clipboard;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Makes one coding of a picture from another. Blocks, and belongs on a virtual thread; pictures are converted one at a time, so that many
 * of them take no more memory than one.
 */
public final class Pictures {
    /** The largest picture that is converted, in pixels. */
    private static final long MOST_PIXELS = 16L * 1024 * 1024;

    private static final Semaphore ONE = new Semaphore(1);

    private Pictures() {}

    /**
     * Converts a picture.
     *
     * @param from read as far as needed; stays the caller's
     * @param format one of the picture formats that {@link Formats#recipe} names
     * @throws IOException if it is no picture, too large, or a stream fails
     */
    public static void convert(InputStream from, String format, OutputStream to) throws IOException {
        try {
            ONE.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try {
            write(read(from), format, to);
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | IllegalStateException
                | NegativeArraySizeException e) {
            throw new IOException("a malformed picture: " + e.getMessage(), e);
        } finally {
            ONE.release();
        }
    }

    private static BufferedImage read(InputStream from) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(from)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("no picture in a coding that is known here");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS) {
                    throw new IOException(
                            "a picture of " + pixels + " pixels; at most " + MOST_PIXELS + " are converted");
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }

    private static void write(BufferedImage picture, String format, OutputStream to) throws IOException {
        String coding = format.toLowerCase(Locale.ROOT).replaceAll("^image/(x-)?(ms-)?", "");
        boolean opaque = coding.equals("bmp") || coding.equals("jpeg");
        if (!ImageIO.write(opaque ? onWhite(picture) : picture, coding, to)) {
            throw new IOException("no picture can be written as " + format);
        }
    }

    /** For codings without transparency. */
    private static BufferedImage onWhite(BufferedImage picture) {
        if (picture.getType() == BufferedImage.TYPE_INT_RGB || picture.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            return picture;
        }
        var flat = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = flat.createGraphics();
        graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return flat;
    }
}
