package org.wayray.viewer.session;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wayray.protocol.v1.Screen;
import org.wayray.protocol.v1.ScreensChange;
import org.wayray.protocol.v1.ToSession;

/**
 * What the viewer has to show the session on, as the session should hear it: a change at once, the next when the picture has followed
 * the one before, and in between only the newest counts. So a window's edge that is dragged has the session draw as often as it can
 * and no oftener. Confined to the viewer's loop.
 */
public final class Screens {
    /** So long it takes at most from a change to the next, if the session answers with no picture. */
    private static final long PATIENCE_NANOS = 250_000_000L;

    private final ViewerLoop loop;
    private final Consumer<ToSession> sender;

    private List<Screen> current = List.of();

    /** What the session knows. */
    private List<Screen> told = List.of();

    private boolean connected;

    /** Runs from a change until the session has answered it. */
    private ViewerLoop.@Nullable Timer unanswered;

    private boolean outputsChanged;
    private boolean pictureCame;

    /** @param sender takes messages for the control channel while the session is connected */
    Screens(ViewerLoop loop, Consumer<ToSession> sender) {
        this.loop = loop;
        this.sender = sender;
    }

    /**
     * These are all now. With none, the session keeps what it has.
     *
     * @param now at most {@link org.wayray.protocol.Limits#SCREENS}, each with an id of its own
     */
    public void change(List<Screen> now) {
        current = List.copyOf(now);
        tell();
    }

    /** What the session is told first. */
    List<Screen> introduce() {
        told = current;
        return told;
    }

    /** The session has welcomed the viewer. */
    void connect() {
        connected = true;
        tell();
    }

    /** There is no session to tell. */
    void disconnect() {
        connected = false;
        settle();
    }

    /** The session said something about its outputs. */
    void outputsChanged() {
        outputsChanged = true;
    }

    /** A frame came. */
    void framed() {
        pictureCame = outputsChanged;
    }

    /** All that came is visible. */
    void presented() {
        if (pictureCame && unanswered != null) {
            settle();
            tell();
        }
    }

    private void settle() {
        if (unanswered != null) {
            unanswered.cancel();
            unanswered = null;
        }
    }

    private void tell() {
        if (!connected || unanswered != null || current.isEmpty() || current.equals(told)) {
            return;
        }
        told = current;
        outputsChanged = false;
        pictureCame = false;
        sender.accept(ToSession.newBuilder()
                .setScreensChange(ScreensChange.newBuilder().addAllScreens(told))
                .build());
        unanswered = loop.schedule(PATIENCE_NANOS, () -> {
            unanswered = null;
            tell();
        });
    }
}
