package org.wayray.compositor.scene;

/** A frame callback that remembers its end. */
final class RecordingCallback implements FrameCallback {

    int done;
    int cancelled;

    @Override
    public void done(int timeMillis) {
        done++;
    }

    @Override
    public void cancel() {
        cancelled++;
    }
}
