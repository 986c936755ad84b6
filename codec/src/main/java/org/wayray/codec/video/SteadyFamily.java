package org.wayray.codec.video;

import java.util.Map;
import java.util.function.Function;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Encoders that keep the quality that they were opened for; another one makes their stream start over, therefore only when it is
 * far away. The bound on bytes becomes a rate, which they keep in the mean.
 *
 * @param isHardware whether it needs hardware, and so has to be tried out
 * @param device     the kind of device whose memory its pictures are in
 * @param options    for a quality
 */
record SteadyFamily(
        String codec,
        ChromaLayout layout,
        boolean isHardware,
        int device,
        Function<VideoQuality, Map<String, String>> options)
        implements EncoderFamily {
    /** The GPU of NVIDIA. */
    static final SteadyFamily NVENC =
            new SteadyFamily("h264_nvenc", ChromaLayout.FULL, true, NO_DEVICE, SteadyFamily::nvenc);

    /** GPUs of Intel and AMD. They have 4:2:0 only. */
    static final SteadyFamily VAAPI = new SteadyFamily(
            "h264_vaapi", ChromaLayout.HALF_PAIRED, true, avutil.AV_HWDEVICE_TYPE_VAAPI, SteadyFamily::vaapi);

    /** Cisco's, in software, for builds without x264. */
    static final SteadyFamily OPENH264 =
            new SteadyFamily("libopenh264", ChromaLayout.HALF, false, NO_DEVICE, SteadyFamily::openH264);

    /** Never by itself. */
    private static final String KEY_FRAME_INTERVAL = "100000";

    /** More than this it takes for a mistake, and opens for no small picture. */
    private static final long OPENH264_BITS_PER_SECOND = 40_000_000;

    private static final int NEAR_QUANTIZER = 3;

    @Override
    public EncoderSettings settings(VideoQuality quality, boolean varies) {
        return new EncoderSettings(codec, layout, options.apply(quality), false);
    }

    @Override
    public boolean isNearEnough(VideoQuality opened, VideoQuality wanted) {
        return Math.abs(opened.quantizer() - wanted.quantizer()) <= NEAR_QUANTIZER
                && opened.isBounded() == wanted.isBounded()
                && wanted.mostBytes() >= opened.mostBytes() / 4 * 3
                && wanted.mostBytes() / 2 <= opened.mostBytes();
    }

    private static Map<String, String> nvenc(VideoQuality quality) {
        String quantizer = Integer.toString(quality.quantizer());
        return Map.of(
                "preset",
                "p2",
                "tune",
                "ull",
                "zerolatency",
                "1",
                "delay",
                "0",
                "forced-idr",
                "1",
                "g",
                KEY_FRAME_INTERVAL,
                "rc",
                quality.isBounded() ? "vbr" : "constqp",
                quality.isBounded() ? "cq" : "qp",
                quantizer);
    }

    private static Map<String, String> vaapi(VideoQuality quality) {
        return Map.of(
                "async_depth",
                "1",
                "g",
                KEY_FRAME_INTERVAL,
                "rc_mode",
                quality.isBounded() ? "VBR" : "CQP",
                "b",
                Long.toString(FfmpegEncoder.bitsPerSecond(quality)),
                "qp",
                Integer.toString(quality.quantizer()));
    }

    private static Map<String, String> openH264(VideoQuality quality) {
        String rate = Long.toString(Math.min(OPENH264_BITS_PER_SECOND, FfmpegEncoder.bitsPerSecond(quality)));
        return Map.of(
                "rc_mode",
                "bitrate",
                "allow_skip_frames",
                "0",
                "b",
                rate,
                "maxrate",
                rate,
                "qmin",
                Integer.toString(quality.quantizer()),
                "qmax",
                Integer.toString(quality.isBounded() ? 51 : quality.quantizer()));
    }
}
