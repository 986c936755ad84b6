package org.wayray.viewer.session;

import org.wayray.link.LinkStats;

/**
 * What the connection to the server says of itself. Immutable.
 *
 * @param connection counts connections: figures of different ones cannot be subtracted
 * @param stats as of now
 * @param queuedBytes what waits in this process to be sent
 */
public record LinkReport(int connection, LinkStats stats, long queuedBytes) {}
