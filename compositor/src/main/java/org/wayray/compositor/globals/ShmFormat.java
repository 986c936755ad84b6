package org.wayray.compositor.globals;

import java.util.Optional;
import org.wayray.posix.ClientMemory;
import org.wayray.posix.ClientMemoryException;
import org.wayray.wayland.protocols.core.WlShmProtocol.Format;

/**
 * The pixel formats that are taken, and how each becomes premultiplied ARGB. Words of a format are in the machine's byte order,
 * as all clients of this machine write them.
 */
enum ShmFormat {
    ARGB8888(Format.ARGB8888, 4, false) {
        @Override
        void convert(int[] pixels, int at, int count) {}
    },
    XRGB8888(Format.XRGB8888, 4, true) {
        @Override
        void convert(int[] pixels, int at, int count) {
            for (int i = at; i < at + count; i++) {
                pixels[i] |= 0xff000000;
            }
        }
    },
    ABGR8888(Format.ABGR8888, 4, false) {
        @Override
        void convert(int[] pixels, int at, int count) {
            for (int i = at; i < at + count; i++) {
                pixels[i] = exchangeRedAndBlue(pixels[i]);
            }
        }
    },
    XBGR8888(Format.XBGR8888, 4, true) {
        @Override
        void convert(int[] pixels, int at, int count) {
            for (int i = at; i < at + count; i++) {
                pixels[i] = exchangeRedAndBlue(pixels[i]) | 0xff000000;
            }
        }
    };

    private final Format wireFormat;
    private final int bytesPerPixel;
    private final boolean opaque;

    ShmFormat(Format wireFormat, int bytesPerPixel, boolean opaque) {
        this.wireFormat = wireFormat;
        this.bytesPerPixel = bytesPerPixel;
        this.opaque = opaque;
    }

    /** The format with Wayland's number, if it is taken. */
    static Optional<ShmFormat> of(int number) {
        for (ShmFormat format : values()) {
            if (format.wireFormat.value() == number) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    Format wireFormat() {
        return wireFormat;
    }

    int bytesPerPixel() {
        return bytesPerPixel;
    }

    /** Whether the format has no alpha. */
    boolean isOpaque() {
        return opaque;
    }

    /**
     * Reads a rectangle.
     *
     * @param offset of the first pixel, in bytes
     * @param strideBytes from row to row in {@code memory}
     * @param at of the first pixel in {@code pixels}
     * @param stride from row to row in {@code pixels}
     */
    void read(
            ClientMemory memory, long offset, int strideBytes, int width, int height, int[] pixels, int at, int stride)
            throws ClientMemoryException {
        memory.read(offset, strideBytes, width, height, pixels, at, stride);
        for (int row = 0; row < height; row++) {
            convert(pixels, at + row * stride, width);
        }
    }

    abstract void convert(int[] pixels, int at, int count);

    private static int exchangeRedAndBlue(int pixel) {
        return (pixel & 0xff00ff00) | ((pixel & 0xff) << 16) | ((pixel >>> 16) & 0xff);
    }
}
