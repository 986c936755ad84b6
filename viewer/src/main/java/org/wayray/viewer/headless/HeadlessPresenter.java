package org.wayray.viewer.headless;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.wayray.viewer.session.CursorShape;
import org.wayray.viewer.session.Presenter;
import org.wayray.viewer.session.RemoteOutput;
import org.wayray.viewer.session.ViewerLoop;
import org.wayray.viewer.session.ViewerSession;
import org.wayray.viewer.session.ViewerState;

/**
 * Shows a session to nobody: every frame counts as shown as soon as it is decoded. Confined to the thread that calls
 * {@link #run}, but for {@link #loop()}'s own methods.
 */
public final class HeadlessPresenter implements Presenter {
    private final Semaphore wakeUps = new Semaphore(0);
    private final ViewerLoop loop = new ViewerLoop(System::nanoTime, wakeUps::release);
    private final Runnable onPicture;
    private boolean dirty;
    private boolean pictureArrived;
    private boolean over;

    /** A presenter that waits for {@link #run}. */
    public HeadlessPresenter() {
        this(() -> {});
    }

    /**
     * The same, for one who looks.
     *
     * @param onPicture called on the thread of {@link #run} when the picture has changed and before that is acknowledged
     */
    public HeadlessPresenter(Runnable onPicture) {
        this.onPicture = onPicture;
    }

    /** The loop for the session that is shown here. */
    public ViewerLoop loop() {
        return loop;
    }

    /** Whether a frame has come since the start. */
    public boolean pictureArrived() {
        return pictureArrived;
    }

    /**
     * Lets the session live until the time is up or it can go no further: it has ended, or was refused.
     *
     * @throws InterruptedException the thread was interrupted
     */
    public void run(ViewerSession session, long forNanos) throws InterruptedException {
        loop.schedule(forNanos, () -> over = true);
        while (true) {
            long left = loop.runDue();
            if (dirty) {
                dirty = false;
                onPicture.run();
                session.presented();
                continue; // whoever looked may have set a timer
            }
            if (over) {
                return;
            }
            if (wakeUps.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                wakeUps.drainPermits();
            }
        }
    }

    @Override
    public void stateChanged(ViewerState state) {
        if (state instanceof ViewerState.Ended || state instanceof ViewerState.Refused) {
            over = true;
        }
    }

    @Override
    public void outputChanged(RemoteOutput output) {
        // there is no window that would have to follow
    }

    @Override
    public void outputGone(RemoteOutput output) {
        // there is no window that would have to close
    }

    @Override
    public void pictureChanged() {
        dirty = true;
        pictureArrived = true;
    }

    @Override
    public void cursorChanged(CursorShape shape) {
        // a screenshot has no pointer
    }

    @Override
    public void noticed(String text) {
        // the session has logged it, and there is no screen to put it on
    }
}
