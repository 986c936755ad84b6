package org.wayray.codec.video;

import java.util.HashMap;
import java.util.Map;

/**
 * The encoders that the library may have, in the order of preference. What they are told was measured, see
 * {@code docs/performance.md}. Common to all: no picture is held back, and none stands alone but when asked for.
 */
enum EncoderFamily {
    /** x264. Its psychovisual tricks are off: they coarsen chroma, which text on a screen does not survive. */
    X264("libx264", ChromaLayout.FULL) {
        @Override
        EncoderSettings settings(VideoQuality quality, boolean varies) {
            return varies || quality.isBounded() ? thrifty(quality) : light(quality);
        }

        /** For a link that is no concern: least work at both ends. Deblocking begins with quantizer 28. */
        private EncoderSettings light(VideoQuality quality) {
            return x264(
                    false, COMMON + ":cabac=0:8x8dct=0:deblock=-6,-6:aq-mode=0:qp=" + quality.quantizer(), Map.of());
        }

        /** For a narrow link: fewest bytes, within a bound; looks at each picture in small before it codes it. */
        private EncoderSettings thrifty(VideoQuality quality) {
            return x264(true, COMMON + ":aq-mode=0:qcomp=1", Map.of("crf", Integer.toString(quality.quantizer())));
        }

        private EncoderSettings x264(boolean adapts, String parameters, Map<String, String> more) {
            var options = new HashMap<>(more);
            options.put("preset", "superfast");
            options.put("tune", "zerolatency");
            options.put("forced-idr", "1");
            options.put("x264-params", parameters);
            return new EncoderSettings(codec(), layout(), Map.copyOf(options), adapts);
        }
    };

    private static final String COMMON = "keyint=infinite:scenecut=0:mbtree=0:weightp=0:no-psy=1:force-cfr=1";

    private final String codec;
    private final ChromaLayout layout;

    EncoderFamily(String codec, ChromaLayout layout) {
        this.codec = codec;
        this.layout = layout;
    }

    /** The encoder's name in the library. */
    String codec() {
        return codec;
    }

    /** Of the pictures that it takes. */
    ChromaLayout layout() {
        return layout;
    }

    /**
     * How it is opened.
     *
     * @param varies whether the quality has changed in this stream, and so may again
     */
    abstract EncoderSettings settings(VideoQuality quality, boolean varies);
}
