package org.wayray.viewer.statistics;

/** A part of the way of a frame that is timed. docs/statistics.md says who measures it, and how. */
public enum Stage {
    /** From the commit of the oldest change until the capture: painting, and waiting for the viewer. */
    WAIT("wait"),
    /** Of {@link #WAIT}: painting. */
    RENDER("render"),
    /** Finding and copying what differs. */
    CAPTURE("capture"),
    /** Coding. */
    ENCODE("encode"),
    /** From the session's transport to this one's, with the queue before it; an estimate. */
    NETWORK("network"),
    /** From arrival until decoded. */
    DECODE("decode"),
    /** From decoded until visible. */
    PRESENT("present"),
    /** From commit until visible; as exact as {@link #NETWORK}. */
    TOTAL("total"),
    /** From a key press into a picture at rest until the next frame was visible. */
    KEY("key");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** Its name in files and on the screen. */
    public String label() {
        return label;
    }
}
