package org.wayray.viewer.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;

/** Notes what a session tells its presenter. */
public final class RecordingPresenter implements Presenter {
    final List<ViewerState> states = new ArrayList<>();
    final List<CursorShape> cursors = new ArrayList<>();
    final List<String> notices = new ArrayList<>();

    @Nullable
    Framebuffer picture;

    int changes;

    @Override
    public void stateChanged(ViewerState state) {
        states.add(state);
    }

    @Override
    public void pictureResized(Framebuffer resized) {
        picture = resized;
    }

    @Override
    public void pictureChanged() {
        changes++;
    }

    @Override
    public void cursorChanged(CursorShape shape) {
        cursors.add(shape);
    }

    @Override
    public void noticed(String text) {
        notices.add(text);
    }
}
