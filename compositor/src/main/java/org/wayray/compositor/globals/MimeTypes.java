package org.wayray.compositor.globals;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The formats that a client's source offers, in its order. Those beyond a generous bound are ignored: all of them are written to
 * each client that may have the data. Confined to the session loop.
 */
public final class MimeTypes {
    /** Formats that are kept of a source. Others offer some 50. */
    static final int MOST = 256;

    /** Bytes that their names may have altogether. */
    static final int MOST_BYTES = 64 * 1024;

    private final Set<String> names = new LinkedHashSet<>();
    private int bytes;

    /** None yet. */
    public MimeTypes() {}

    /** Adds a format, unless there are too many already. */
    public void add(String mimeType) {
        int length = mimeType.getBytes(StandardCharsets.UTF_8).length;
        if (names.size() < MOST && bytes + length <= MOST_BYTES && names.add(mimeType)) {
            bytes += length;
        }
    }

    /** The formats as they are now. */
    public List<String> list() {
        return List.copyOf(names);
    }
}
