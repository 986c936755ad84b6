package org.wayray.codec.video;

/** One of the encoders that the library may have, and how it is set up for a quality. Immutable. */
interface EncoderFamily {
    /** No device: it works in software, or finds its hardware itself. */
    int NO_DEVICE = 0;

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

    /** Whether an encoder that cannot change may go on with the quality that it was opened for when another is wanted. */
    default boolean isNearEnough(VideoQuality opened, VideoQuality wanted) {
        return opened.equals(wanted);
    }

    /** Whether it needs hardware, and so has to be tried out. */
    default boolean isHardware() {
        return false;
    }

    /** The kind of device whose memory its pictures are in, as the library numbers them. */
    default int device() {
        return NO_DEVICE;
    }
}
