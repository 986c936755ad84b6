package org.wayray.compositor.recording;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What a viewer's connection measures about itself; at most once a second while frames are acknowledged. */
@Name("org.wayray.Connection")
@Label("Connection")
@Category("WayRay")
@Description("What a viewer's connection measures about itself; at most once a second while frames are acknowledged")
@StackTrace(false)
public final class ConnectionEvent extends Event {
    @Label("Viewer")
    public String viewer = "";

    @Label("Round Trip")
    @Description("Smoothed, of the network")
    @Timespan
    public long roundTrip;

    @Label("Sent")
    @Description("On the wire since the connection began")
    @DataAmount
    public long sentBytes;

    @Label("Received")
    @Description("From the wire since the connection began")
    @DataAmount
    public long receivedBytes;

    @Label("Packets Sent")
    public long sentPackets;

    @Label("Packets Lost")
    @Description("Of those sent")
    public long lostPackets;

    @Label("Delivery Rate")
    @Description("The transport's estimate of what the path carries, in bytes a second")
    public long deliveryRate;

    @Label("Queued")
    @Description("What waits in the link")
    @DataAmount
    public long queuedBytes;
}
