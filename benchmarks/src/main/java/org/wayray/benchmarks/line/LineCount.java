package org.wayray.benchmarks.line;

/**
 * What one direction of a line has seen. Immutable.
 *
 * @param datagrams that came to the line, those included that it lost
 * @param bytes of them, without headers
 * @param lost at random
 * @param dropped because the queue was full
 */
public record LineCount(long datagrams, long bytes, long lost, long dropped) {
    /** What came since an earlier count. */
    public LineCount since(LineCount earlier) {
        return new LineCount(
                datagrams - earlier.datagrams, bytes - earlier.bytes, lost - earlier.lost, dropped - earlier.dropped);
    }
}
