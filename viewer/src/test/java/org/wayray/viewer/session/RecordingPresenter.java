package org.wayray.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Notes what a session tells its presenter. */
public final class RecordingPresenter implements Presenter {
    final List<ViewerState> states = new ArrayList<>();
    final List<CursorShape> cursors = new ArrayList<>();
    final List<String> notices = new ArrayList<>();

    /** Those there are, as the presenter was told. */
    final List<RemoteOutput> outputs = new ArrayList<>();

    int changes;

    @Override
    public void stateChanged(ViewerState state) {
        states.add(state);
    }

    @Override
    public void outputChanged(RemoteOutput output) {
        if (!outputs.contains(output)) {
            outputs.add(output);
        }
    }

    @Override
    public void outputGone(RemoteOutput output) {
        assertThat(outputs.remove(output)).isTrue();
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
