package org.wayray.compositor.viewer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.seat.KeyboardLayout;
import org.wayray.compositor.seat.XkbLayout;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.posix.xkb.XkbException;
import org.wayray.posix.xkb.XkbKeymap;

/**
 * Makes keyboard layouts of what viewers say of theirs, aside from the session loop: a usual one takes some 10 ms, and one that
 * is meant to harm takes longer. One at a time, so that a hostile viewer keeps one thread busy and no more. The last few are
 * kept, for viewers come back and layouts are switched to and fro. Confined to the session loop.
 */
public final class KeymapCompiler implements AutoCloseable {
    private static final int MOST_KEPT = 4;

    private final Executor loop;
    private final Executor background;
    private final LinkedHashMap<KeymapSource, Compiled> kept = new LinkedHashMap<>(MOST_KEPT, 0.75f, true);
    private boolean closed;

    /** What came of it. */
    private record Compiled(XkbKeymap keymap, String text) {}

    /**
     * @param loop the session loop
     * @param background runs one task at a time, in order
     */
    public KeymapCompiler(Executor loop, Executor background) {
        this.loop = loop;
        this.background = background;
    }

    /** A thread that is there while there is something to do. */
    public static Executor thread() {
        var idle = Duration.ofSeconds(1);
        return new ThreadPoolExecutor(
                0,
                1,
                idle.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("keymaps").factory());
    }

    /**
     * Makes a layout, at once if it is one of the last few.
     *
     * @param done gets the layout, which it closes, or null
     * @param failed gets the reason, for a person; runs just before {@code done}
     */
    void compile(KeymapSource source, Consumer<@Nullable KeyboardLayout> done, Consumer<String> failed) {
        var known = kept.get(source);
        if (known != null) {
            done.accept(layout(known));
            return;
        }
        background.execute(() -> {
            try {
                var compiled = compile(source);
                try {
                    loop.execute(() -> compiled(source, compiled, done));
                } catch (RejectedExecutionException sessionEnded) {
                    compiled.keymap.close();
                }
            } catch (XkbException | IllegalArgumentException e) {
                loop.execute(() -> {
                    failed.accept(String.valueOf(e.getMessage()));
                    done.accept(null);
                });
            }
        });
    }

    /** The context is closed before the keymap goes to another thread: the library counts references without locks. */
    private static Compiled compile(KeymapSource source) throws XkbException {
        try (var context = XkbContext.create()) {
            var keymap = source.compile(context);
            return new Compiled(keymap, keymap.text());
        }
    }

    private void compiled(KeymapSource source, Compiled compiled, Consumer<@Nullable KeyboardLayout> done) {
        if (closed) {
            compiled.keymap.close();
            return;
        }
        var layout = layout(compiled);
        var before = kept.put(source, compiled);
        if (before != null) {
            before.keymap.close();
        }
        if (kept.size() > MOST_KEPT) {
            kept.pollFirstEntry().getValue().keymap.close();
        }
        done.accept(layout);
    }

    private static KeyboardLayout layout(Compiled compiled) {
        return XkbLayout.of(compiled.keymap.share(), compiled.text);
    }

    /** Frees the layouts that are kept; those that were given away stay. */
    @Override
    public void close() {
        closed = true;
        kept.values().forEach(compiled -> compiled.keymap.close());
        kept.clear();
    }
}
