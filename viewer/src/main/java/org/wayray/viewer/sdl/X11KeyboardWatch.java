package org.wayray.viewer.sdl;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.xkb.X11Keyboard;
import org.wayray.posix.xkb.X11Keyboard.News;
import org.wayray.viewer.session.Keyboard;
import org.wayray.viewer.session.LocalKeymap;

/**
 * Follows the keyboard of the X server that the window is on: its keymap, when somebody replaces it, and what is locked. Waits and
 * reads on a thread of its own, and tells the session's {@link Keyboard} on the loop. A machine without the libraries, or a server
 * without XKB, has the session stay with the layout by name.
 */
final class X11KeyboardWatch implements KeyboardWatch {
    private static final Logger log = LoggerFactory.getLogger(X11KeyboardWatch.class);

    private final Keyboard keyboard;
    private final Executor loop;
    private final String display;

    private @Nullable X11Keyboard server; // guarded by this
    private boolean closed; // guarded by this

    private X11KeyboardWatch(Keyboard keyboard, Executor loop, String display) {
        this.keyboard = keyboard;
        this.loop = loop;
        this.display = display;
    }

    /**
     * Begins. To be called on the loop.
     *
     * @param display as in DISPLAY
     */
    static X11KeyboardWatch start(Keyboard keyboard, Executor loop, String display) {
        var watch = new X11KeyboardWatch(keyboard, loop, display);
        keyboard.keymapChanges();
        Thread.ofPlatform().daemon().name("keyboard").start(watch::run);
        return watch;
    }

    private void run() {
        try (var opened = X11Keyboard.open(display)) {
            if (!begin(opened)) {
                return;
            }
            read(opened);
            for (var news = opened.await(); news.isPresent(); news = opened.await()) {
                switch (news.get()) {
                    case News.LocksChanged(var locks, boolean byKey) ->
                        loop.execute(() -> keyboard.locks(locks, byKey));
                    case News.KeymapChanged() -> {
                        loop.execute(keyboard::keymapChanges);
                        while (opened.poll().isPresent()) {
                            // reading covers what came meanwhile
                        }
                        read(opened);
                    }
                }
            }
        } catch (IOException e) {
            log.info("The keyboard of this display is not followed: {}", e.getMessage());
            loop.execute(keyboard::keymapUnknown);
        } finally {
            end();
        }
    }

    private void read(X11Keyboard from) throws IOException {
        var keymap = from.keymap();
        var locks = from.locks(keymap);
        var local = LocalKeymap.of(keymap);
        loop.execute(() -> keyboard.keymap(local, locks));
    }

    private synchronized boolean begin(X11Keyboard opened) {
        server = opened;
        return !closed;
    }

    private synchronized void end() {
        server = null;
    }

    /** Ends the thread; what it said before may still be told. */
    @Override
    public synchronized void close() {
        closed = true;
        if (server != null) {
            server.interrupt();
        }
    }
}
