package org.wayray.compositor.recording;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * A frame that a viewer has acknowledged. Its duration is from handing it to the link until the acknowledgement came. An object
 * may be used again: {@code begin}, set every field, {@code end}, {@code commit}.
 */
@Name("org.wayray.Frame")
@Label("Frame")
@Category("WayRay")
@Description("A frame, from handing it to the link until the viewer has acknowledged it")
@StackTrace(false)
public final class FrameEvent extends Event {
    @Label("Serial")
    public long serial;

    @Label("Viewer")
    public String viewer = "";

    @Label("Wait")
    @Description("From the commit of the oldest change until the capture began: painting, and waiting for the viewer")
    @Timespan
    public long waitTime;

    @Label("Render")
    @Description("Of the wait: painting")
    @Timespan
    public long renderTime;

    @Label("Capture")
    @Description("Finding what differs from what the viewer has, and copying it")
    @Timespan
    public long captureTime;

    @Label("Encode")
    @Description("Coding the regions, with waiting for the threads that do it")
    @Timespan
    public long encodeTime;

    @Label("Decode")
    @Description("At the viewer, from the frame's arrival until it was decoded; 0 where it does not tell")
    @Timespan
    public long decodeTime;

    @Label("Present")
    @Description("At the viewer, from the frame's arrival until it was visible; 0 where it does not tell")
    @Timespan
    public long presentTime;

    @Label("Bytes")
    @Description("Coded pixels and their description, as handed to the link")
    @DataAmount
    public long bytes;

    @Label("Regions")
    public int regions;

    @Label("Pixels Copied")
    @Description("Shown by copying what the viewer had elsewhere")
    public long pixelsCopied;

    @Label("Pixels Filled")
    @Description("Sent as one colour")
    public long pixelsFilled;

    @Label("Pixels Lossless")
    @Description("Sent exactly, each for itself")
    public long pixelsLossless;

    @Label("Pixels Video")
    @Description("Sent as part of a video stream")
    public long pixelsVideo;

    @Label("Queued")
    @Description("What waited in the link when the frame was handed to it")
    @DataAmount
    public long queuedBytes;

    @Label("In Flight")
    @Description("Frames not acknowledged when this one was handed to the link, this one included")
    public int inFlight;
}
