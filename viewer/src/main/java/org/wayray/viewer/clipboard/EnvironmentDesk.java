package org.wayray.viewer.clipboard;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.event.EventLoop;
import org.wayray.viewer.clipboard.x11.X11Clipboard;

/**
 * The clipboard of whatever desktop this process was started in, reached when it is started. Where there is none that can be
 * reached, nothing is ever copied or pasted. Confined to the clipboard's loop.
 */
public final class EnvironmentDesk implements DeskClipboard {
    private static final Logger log = LoggerFactory.getLogger(EnvironmentDesk.class);

    private final EventLoop loop;
    private final Map<String, String> environment;
    private @Nullable DeskClipboard desk;

    /** @param environment of the process: where the display is */
    public EnvironmentDesk(EventLoop loop, Map<String, String> environment) {
        this.loop = loop;
        this.environment = environment;
    }

    @Override
    public void start(Listener listener) {
        var display = environment.getOrDefault("DISPLAY", "");
        if (display.isEmpty()) {
            log.info("No clipboard: this desktop has no X display");
            return;
        }
        try {
            desk = X11Clipboard.open(loop, display);
        } catch (IOException e) {
            log.info("No clipboard: {}", e.getMessage());
            return;
        }
        desk.start(listener);
    }

    @Override
    public void offer(Selection selection, @Nullable Content content) {
        if (desk != null) {
            desk.offer(selection, content);
        }
    }

    @Override
    public void close() {
        if (desk != null) {
            desk.close();
            desk = null;
        }
    }
}
