package org.wayray.viewer.clipboard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.viewer.clipboard.wayland.WaylandClipboard;
import org.wayray.viewer.clipboard.x11.X11Clipboard;

/**
 * The clipboard of whatever desktop this process was started in, reached when it is started: by a data control protocol of a Wayland
 * compositor that has one, else by X11, which may be that compositor's Xwayland. Where there is neither, nothing is ever copied or
 * pasted. Confined to the clipboard's loop.
 */
public final class EnvironmentDesk implements DeskClipboard {
    private static final Logger log = LoggerFactory.getLogger(EnvironmentDesk.class);

    private final EventLoop loop;
    private final Map<String, String> environment;

    /** What was offered before the desk was reached. */
    private final Map<Selection, Content> early = new EnumMap<>(Selection.class);

    private @Nullable DeskClipboard desk;
    private boolean closed;

    /** @param environment of the process: where the display is */
    public EnvironmentDesk(EventLoop loop, Map<String, String> environment) {
        this.loop = loop;
        this.environment = environment;
    }

    @Override
    public void start(Listener listener) {
        var display = environment.getOrDefault("WAYLAND_DISPLAY", "");
        if (display.isEmpty()) {
            startX11(listener);
            return;
        }
        try {
            var folder = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/run"));
            WaylandClipboard.open(loop, folder.resolve(display), found -> {
                if (found != null) {
                    reached(found, listener);
                } else if (desk == null) {
                    startX11(listener);
                }
            });
        } catch (PosixException e) {
            log.debug("No Wayland compositor: {}", e.getMessage());
            startX11(listener);
        }
    }

    private void startX11(Listener listener) {
        var display = environment.getOrDefault("DISPLAY", "");
        if (display.isEmpty()) {
            log.info("No clipboard: this desktop offers neither a data control protocol nor an X display");
            return;
        }
        try {
            reached(X11Clipboard.open(loop, display), listener);
        } catch (IOException e) {
            log.info("No clipboard: {}", e.getMessage());
        }
    }

    private void reached(DeskClipboard found, Listener listener) {
        if (closed) {
            found.close();
            return;
        }
        desk = found;
        found.start(listener);
        early.forEach(found::offer);
        early.clear();
    }

    @Override
    public void offer(Selection selection, @Nullable Content content) {
        if (desk != null) {
            desk.offer(selection, content);
        } else if (content == null) {
            early.remove(selection);
        } else {
            early.put(selection, content);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (desk != null) {
            desk.close();
            desk = null;
        }
    }
}
