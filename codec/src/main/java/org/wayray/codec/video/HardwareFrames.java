package org.wayray.codec.video;

import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVHWFramesContext;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/** Pictures in the memory of a GPU, for encoders that take no others. One thread at a time; owns its device and its frames. */
final class HardwareFrames implements AutoCloseable {
    private static final int FRAMES = 4;

    private final AVBufferRef device = new AVBufferRef((Pointer) null);
    private final AVBufferRef frames;
    private final AVFrame frame;

    /**
     * Opens the device.
     *
     * @param width  as coded
     * @param height as coded
     * @throws VideoException if there is no such device
     */
    HardwareFrames(int kind, ChromaLayout layout, int width, int height) throws VideoException {
        Ffmpeg.check(avutil.av_hwdevice_ctx_create(device, kind, (String) null, null, 0), "no device for video");
        frames = avutil.av_hwframe_ctx_alloc(device);
        frame = avutil.av_frame_alloc();
        var context = new AVHWFramesContext(frames.data());
        context.format(avutil.AV_PIX_FMT_VAAPI);
        context.sw_format(layout.pixelFormat());
        context.width(width);
        context.height(height);
        context.initial_pool_size(FRAMES);
        int result = avutil.av_hwframe_ctx_init(frames);
        if (result < 0) {
            close();
        }
        Ffmpeg.check(result, "no memory on the device for " + width + "x" + height);
    }

    /** The library's name of them, for an encoder to share. */
    AVBufferRef shared() {
        return avutil.av_buffer_ref(frames);
    }

    /** Copies a picture to the device. What is returned is this object's, until the next call. */
    AVFrame upload(AVFrame picture) throws VideoException {
        avutil.av_frame_unref(frame);
        Ffmpeg.check(avutil.av_hwframe_get_buffer(frames, frame, 0), "no memory on the device");
        Ffmpeg.check(avutil.av_hwframe_transfer_data(frame, picture, 0), "the device takes no picture");
        return frame;
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avutil.av_buffer_unref(frames);
        avutil.av_buffer_unref(device);
    }
}
