package org.wayray.codec.video;

import org.bytedeco.ffmpeg.global.avutil;

/** How much chroma a picture has, and where. */
enum ChromaLayout {
    /** 4:4:4: as much as luma, in planes. */
    FULL(3),
    /** 4:2:0: one for two by two pixels, in planes. */
    HALF(3),
    /** 4:2:0 with both kinds of chroma in one plane, as hardware likes it. */
    HALF_PAIRED(2);

    private final int planes;

    ChromaLayout(int planes) {
        this.planes = planes;
    }

    int planes() {
        return planes;
    }

    /** The library's name of it. */
    int pixelFormat() {
        return switch (this) {
            case FULL -> avutil.AV_PIX_FMT_YUV444P;
            case HALF -> avutil.AV_PIX_FMT_YUV420P;
            case HALF_PAIRED -> avutil.AV_PIX_FMT_NV12;
        };
    }

    /** A width or height of pixels as it is coded. */
    int padded(int size) {
        return this == FULL ? size : size + 1 & ~1;
    }

    /** Rows of a plane of a picture with that many. */
    int rows(int plane, int height) {
        return plane == 0 || this == FULL ? height : height / 2;
    }
}
