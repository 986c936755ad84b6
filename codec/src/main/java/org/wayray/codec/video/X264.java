package org.wayray.codec.video;

import java.util.Map;

/**
 * x264, in software. What it is told was measured, see {@code docs/performance.md}. No picture is held back, and none stands alone but
 * when asked for. Its psychovisual tricks are off: they coarsen chroma, which coloured text does not survive.
 */
final class X264 implements EncoderFamily {
    private static final String COMMON = "keyint=infinite:scenecut=0:mbtree=0:aq-mode=0:weightp=0:no-psy=1:force-cfr=1";

    @Override
    public String codec() {
        return "libx264";
    }

    @Override
    public ChromaLayout layout() {
        return ChromaLayout.FULL;
    }

    @Override
    public EncoderSettings settings(VideoQuality quality, boolean varies) {
        return varies || quality.isBounded() ? thrifty(quality) : light(quality);
    }

    /** For a link that is no concern: the least work at both ends. Deblocking begins with quantizer 28. */
    private EncoderSettings light(VideoQuality quality) {
        return settings(false, "cabac=0:8x8dct=0:deblock=-6,-6:qp=" + quality.quantizer());
    }

    /** For a narrow link: fewer bytes, within a bound. Looks at each picture in small before it codes it. */
    private EncoderSettings thrifty(VideoQuality quality) {
        return settings(true, "qcomp=1:crf=" + quality.quantizer());
    }

    private EncoderSettings settings(boolean adapts, String parameters) {
        return new EncoderSettings(
                codec(),
                layout(),
                Map.of(
                        "preset",
                        "superfast",
                        "tune",
                        "zerolatency",
                        "forced-idr",
                        "1",
                        "x264-params",
                        COMMON + ":" + parameters),
                adapts);
    }
}
