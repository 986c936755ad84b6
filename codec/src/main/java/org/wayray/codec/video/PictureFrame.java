package org.wayray.codec.video;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.wayray.codec.Framebuffer;

/** A picture in native memory as an encoder takes it: luma and chroma in planes. One thread at a time; owns its memory. */
final class PictureFrame implements AutoCloseable {
    private final AVFrame frame;
    private final ChromaLayout layout;
    private final int width;
    private final int height;
    private final ColourRows rows;
    private final byte[] row;
    private final int[] cbSums;
    private final int[] crSums;
    private final MemorySegment[] planes;
    private final int[] strides = new int[3];

    /** Room for pictures of that size; those with less chroma are made even. */
    PictureFrame(ChromaLayout layout, int width, int height) throws VideoException {
        this.layout = layout;
        this.width = width;
        this.height = height;
        rows = new ColourRows(width);
        row = new byte[layout.padded(width)];
        cbSums = new int[width];
        crSums = new int[width];
        planes = new MemorySegment[layout.planes()];
        frame = avutil.av_frame_alloc();
        if (frame == null) {
            throw new VideoException("no memory for a picture");
        }
        frame.format(layout.pixelFormat());
        frame.width(layout.padded(width));
        frame.height(layout.padded(height));
        frame.color_range(avutil.AVCOL_RANGE_JPEG);
        int result = avutil.av_frame_get_buffer(frame, 0);
        if (result < 0) {
            close();
        }
        Ffmpeg.check(result, "no memory for a picture");
        findPlanes();
    }

    private void findPlanes() {
        for (int i = 0; i < planes.length; i++) {
            strides[i] = frame.linesize(i);
            long size = (long) strides[i] * layout.rows(i, layout.padded(height));
            planes[i] = MemorySegment.ofAddress(frame.data(i).address()).reinterpret(size);
        }
    }

    /** The library's name of it; stays this object's. */
    AVFrame frame() {
        return frame;
    }

    /** Converts the pixels from {@code x}, {@code y} on. */
    void fill(Framebuffer picture, int x, int y) throws VideoException {
        if (avutil.av_frame_is_writable(frame) == 0) {
            // an encoder still holds the picture before
            Ffmpeg.check(avutil.av_frame_make_writable(frame), "no memory for a picture");
            findPlanes();
        }
        if (layout == ChromaLayout.FULL) {
            fillFull(picture, x, y);
        } else {
            fillHalf(picture, x, y);
        }
    }

    private void fillFull(Framebuffer picture, int x, int y) {
        for (int i = 0; i < height; i++) {
            rows.split(picture.pixels(), picture.index(x, y + i), width);
            rows.takeLuma(row, width);
            put(0, i, width);
            rows.takeCb(row, width);
            put(1, i, width);
            rows.takeCr(row, width);
            put(2, i, width);
        }
    }

    private void put(int plane, int line, int count) {
        MemorySegment.copy(row, 0, planes[plane], JAVA_BYTE, (long) line * strides[plane], count);
    }

    /** Two rows at a time, whose chroma becomes one row of half the columns. The last row and column are repeated. */
    private void fillHalf(Framebuffer picture, int x, int y) {
        int paddedWidth = layout.padded(width);
        for (int i = 0; i < height; i += 2) {
            java.util.Arrays.fill(cbSums, 0);
            java.util.Arrays.fill(crSums, 0);
            for (int line = i; line < i + 2; line++) {
                int source = Math.min(line, height - 1);
                rows.splitAndAdd(picture.pixels(), picture.index(x, y + source), width, cbSums, crSums);
                rows.takeLuma(row, width);
                row[paddedWidth - 1] = row[width - 1];
                put(0, line, paddedWidth);
            }
            int half = paddedWidth / 2;
            if (layout == ChromaLayout.HALF) {
                average(cbSums, 0, 1);
                put(1, i / 2, half);
                average(crSums, 0, 1);
                put(2, i / 2, half);
            } else {
                average(cbSums, 0, 2);
                average(crSums, 1, 2);
                put(1, i / 2, paddedWidth);
            }
        }
    }

    /** Means of two by two values, of which two are summed up already, into every {@code step}th byte of the row. */
    private void average(int[] sums, int first, int step) {
        int to = first;
        for (int i = 0; i < width; i += 2) {
            row[to] = (byte) (sums[i] + sums[Math.min(i + 1, width - 1)] + 2 >> 2);
            to += step;
        }
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
    }
}
