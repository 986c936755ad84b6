package org.wayray.compositor.seat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.scene.Surface;

/**
 * The surfaces that want all keys while they have the keyboard, also those of the window manager: virtual machines, viewers of other
 * desktops. Super and Escape takes them back from the surface with the keyboard, and gives them to it again.
 *
 * <p>Confined to the session loop. Source: zwp_keyboard_shortcuts_inhibitor_v1.
 */
public final class ShortcutInhibitors {
    private static final int ESCAPE = 0xff1b;

    /** Hears whether the surface gets the keys. Called on the session loop. */
    public interface Events {
        void activated();

        void deactivated();
    }

    private static final class Inhibitor {
        final Events events;
        boolean active = true;

        Inhibitor(Events events) {
            this.events = events;
        }
    }

    private final Map<Surface, Inhibitor> inhibitors = new HashMap<>();

    ShortcutInhibitors() {}

    /** Wants the keys for a surface; granted at once. False, and nothing happens, if it wants them already. */
    public boolean add(Surface surface, Events events) {
        if (inhibitors.putIfAbsent(surface, new Inhibitor(events)) != null) {
            return false;
        }
        events.activated();
        return true;
    }

    /** Does not want the keys for a surface any more. Does nothing if others want them for it by now. */
    public void remove(Surface surface, Events events) {
        var inhibitor = inhibitors.get(surface);
        if (inhibitor != null && inhibitor.events == events) {
            inhibitors.remove(surface);
        }
    }

    boolean isInhibited(@Nullable Surface focus) {
        var inhibitor = inhibitors.get(focus);
        return inhibitor != null && inhibitor.active;
    }

    /** Whether the key is the one that takes and gives. */
    boolean keyPressed(@Nullable Surface focus, int keysym, Modifiers modifiers) {
        var inhibitor = inhibitors.get(focus);
        if (inhibitor == null || keysym != ESCAPE || !modifiers.isExactly(Modifiers.SUPER)) {
            return false;
        }
        inhibitor.active = !inhibitor.active;
        if (inhibitor.active) {
            inhibitor.events.activated();
        } else {
            inhibitor.events.deactivated();
        }
        return true;
    }
}
