package org.wayray.viewer.sdl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.ClientMemory;
import org.wayray.posix.ClientMemoryException;
import org.wayray.posix.Fd;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.posix.xkb.XkbException;
import org.wayray.posix.xkb.XkbKeymap;
import org.wayray.viewer.session.Keyboard;
import org.wayray.viewer.session.LocalKeymap;
import org.wayray.wayland.client.Connection;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol.KeymapFormat;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.wire.WireFd;

/**
 * Follows the keymap of the Wayland compositor that the window is on, over a connection of its own, on a thread of its own. What is
 * locked a compositor tells only those who have the keyboard: that comes with SDL's events. Which layout of the keymap is chosen is
 * not known here; the keys that switch it are sent as keys.
 */
final class WaylandKeyboardWatch implements KeyboardWatch {
    private static final Logger log = LoggerFactory.getLogger(WaylandKeyboardWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Keyboard keyboard;
    private final Executor sessionLoop;
    private final Path socket;

    private @Nullable EventLoop loop; // guarded by this
    private boolean closed; // guarded by this

    private WaylandKeyboardWatch(Keyboard keyboard, Executor sessionLoop, Path socket) {
        this.keyboard = keyboard;
        this.sessionLoop = sessionLoop;
        this.socket = socket;
    }

    /**
     * Begins. To be called on the session's loop.
     *
     * @param environment of the process: where the compositor is
     */
    static WaylandKeyboardWatch start(Keyboard keyboard, Executor sessionLoop, Map<String, String> environment) {
        var folder = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/"));
        var name = environment.getOrDefault("WAYLAND_DISPLAY", "");
        var watch =
                new WaylandKeyboardWatch(keyboard, sessionLoop, folder.resolve(name.isEmpty() ? "wayland-0" : name));
        keyboard.keymapChanges();
        Thread.ofPlatform().daemon().name("keyboard").start(watch::run);
        return watch;
    }

    private void run() {
        try (var own = EventLoop.create("keyboard");
                var connection = Connection.connect(own, socket)) {
            if (!begin(own)) {
                return;
            }
            connection.registry();
            connection.roundtrip(PATIENCE);
            listen(connection);
            connection.roundtrip(PATIENCE); // the seat says what it has
            connection.roundtrip(PATIENCE); // and the keyboard its keymap
            tell(keyboard::keymapUnknown); // if there was none
            connection.onEnd(end -> own.stop());
            own.run();
        } catch (IOException e) {
            log.info("The keyboard of this display is not followed: {}", e.getMessage());
            tell(keyboard::keymapUnknown);
        } finally {
            end();
        }
    }

    private void listen(Connection connection) {
        var registry = connection.registry();
        if (registry.find(WlSeatProtocol.INTERFACE).isPresent()) {
            var seat = registry.bind(WlSeatProtocol.INTERFACE, 1);
            seat.setHandler(event -> {
                if (event instanceof WlSeatProtocol.Event.Capabilities(int capabilities)
                        && (capabilities & WlSeatProtocol.Capability.KEYBOARD) != 0) {
                    listen(seat);
                }
            });
        }
    }

    private void listen(Proxy<WlSeatProtocol.Request, WlSeatProtocol.Event> seat) {
        seat.create(WlKeyboardProtocol.INTERFACE, WlSeatProtocol.Request.GetKeyboard::new)
                .setHandler(event -> {
                    if (event instanceof WlKeyboardProtocol.Event.Keymap(int format, WireFd fd, int size)) {
                        keymap(format, fd, size);
                    }
                });
    }

    private void keymap(int format, WireFd fd, int size) {
        if (format != KeymapFormat.XKB_V1.value() || size <= 0 || size > XkbKeymap.MOST_TEXT_BYTES) {
            return;
        }
        tell(keyboard::keymapChanges);
        try (var memory = ClientMemory.open(fd.take(Fd.class), size);
                var context = XkbContext.create()) {
            byte[] bytes = new byte[size];
            memory.read(0, bytes, 0, size);
            var text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.indexOf('\0');
            var keymap = LocalKeymap.of(XkbKeymap.fromText(context, end < 0 ? text : text.substring(0, end)));
            tell(() -> keyboard.keymap(keymap, null));
        } catch (ClientMemoryException | XkbException e) {
            log.info("The keymap of this display cannot be used: {}", e.getMessage());
            tell(keyboard::keymapUnknown);
        }
    }

    private void tell(Runnable news) {
        sessionLoop.execute(news);
    }

    private synchronized boolean begin(EventLoop own) {
        loop = own;
        return !closed;
    }

    private synchronized void end() {
        loop = null;
    }

    /** Ends the thread; what it said before may still be told. */
    @Override
    public synchronized void close() {
        closed = true;
        if (loop != null) {
            loop.stop();
        }
    }
}
