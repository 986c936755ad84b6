package org.wayray.codec.video;

/** One of the encoders that the library may have, and how it is set up for a quality. Immutable. */
interface EncoderFamily {
    /** The encoder's name in the library. */
    String codec();

    /** Of the pictures that it takes. */
    ChromaLayout layout();

    /**
     * How it is opened.
     *
     * @param varies whether the quality has changed in this stream, and so may again
     */
    EncoderSettings settings(VideoQuality quality, boolean varies);
}
