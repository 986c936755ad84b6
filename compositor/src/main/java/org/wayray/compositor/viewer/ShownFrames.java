package org.wayray.compositor.viewer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.PresentationFeedback;

/**
 * Feedback on content that a viewer was sent and has not shown yet, by the frame that it is in.
 *
 * <p>Confined to the session loop.
 */
final class ShownFrames {
    private final Output output;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int sent;

    private static final class Waiting {
        private final List<PresentationFeedback> feedback;
        private int frame;

        Waiting(int frame, List<PresentationFeedback> feedback) {
            this.frame = frame;
            this.feedback = feedback;
        }
    }

    ShownFrames(Output output) {
        this.output = output;
    }

    /** The framebuffer as it is now is in the frame with that serial. */
    void captured(int frame) {
        sent = frame;
    }

    /** Another capture was sent before the one that was to have the serial before this, which therefore gets this. */
    void overtaken(int frame) {
        waiting.forEach(entry -> entry.frame = entry.frame == frame - 1 ? frame : entry.frame);
    }

    /** These contents are in the last frame, or have been on the screen since before it. */
    void await(List<PresentationFeedback> feedback) {
        if (!feedback.isEmpty()) {
            waiting.add(new Waiting(sent, feedback));
        }
    }

    /** The viewer has shown a frame and all before it. */
    void shown(int frame, long nowNanos) {
        while (!waiting.isEmpty() && waiting.peek().frame - frame <= 0) {
            int number = waiting.peek().frame;
            waiting.poll()
                    .feedback
                    .forEach(feedback -> feedback.presented(output, nowNanos, Integer.toUnsignedLong(number)));
        }
    }

    /** The viewer shows everything that it was sent. */
    void shownAll(long nowNanos) {
        shown(sent, nowNanos);
    }

    /** Nothing more will be shown. */
    void discardAll() {
        waiting.forEach(entry -> entry.feedback.forEach(PresentationFeedback::discarded));
        waiting.clear();
    }
}
