package org.wayray.compositor.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * Something that a viewer's keyboard or pointer did. Its duration is from when the session took it up until it was written to
 * the sockets of the clients.
 */
@Name("org.wayray.Input")
@Label("Input")
@Category("WayRay")
@Description("Input, from when the session took it up until it was written to the sockets of the clients")
@StackTrace(false)
public final class InputEvent extends Event {
    @Label("Kind")
    @Description("The message of the viewer protocol")
    public String kind = "";

    @Label("Viewer")
    public String viewer = "";

    @Label("Wait")
    @Description("From its arrival on the network thread until the session took it up")
    @Timespan
    public long waitTime;
}
