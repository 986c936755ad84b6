package org.wayray.viewer.clipboard;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A desk whose programs are the test. Confined to the loop. */
final class MemoryDesk implements DeskClipboard {
    private final Map<Selection, Content> offered = new EnumMap<>(Selection.class);
    private @Nullable Listener listener;

    @Override
    public void start(Listener to) {
        listener = to;
    }

    @Override
    public void offer(Selection selection, @Nullable Content content) {
        if (content == null) {
            offered.remove(selection);
        } else {
            offered.put(selection, content);
        }
    }

    /** A program copies something. */
    void copy(Selection selection, @Nullable Content content) {
        offered.remove(selection);
        Objects.requireNonNull(listener).copied(selection, content);
    }

    /** What a program would paste that comes from the session. */
    @Nullable
    Content pasted(Selection selection) {
        return offered.get(selection);
    }

    @Override
    public void close() {
        offered.clear();
    }
}
