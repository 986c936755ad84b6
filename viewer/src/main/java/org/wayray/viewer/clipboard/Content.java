package org.wayray.viewer.clipboard;

import java.util.List;

/**
 * What was copied somewhere: its formats at once, its data when somebody asks. What the desk has and what the session has look
 * alike to each other. Confined to the clipboard's loop.
 */
public interface Content {
    /** The formats that the data can be had in, the best first: MIME types. */
    List<String> mimeTypes();

    /**
     * Has the data brought to a sink.
     *
     * @param mimeType one of {@link #mimeTypes}; for another one the sink is told of a failure
     * @param sink is called on the clipboard's loop, but not before this returns
     * @return to steer what brings the data
     */
    Reading read(String mimeType, ByteSink sink);
}
