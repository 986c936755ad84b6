package org.wayray.compositor.viewer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.PresentationFeedback;

/**
 * Feedback on content of one output that a viewer was sent and has not shown yet, by the frame that it is in.
 *
 * <p>Confined to the session loop.
 */
final class ShownFrames {
    private final Output output;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** On content that was captured and is in no frame yet. */
    private final List<PresentationFeedback> unsent = new ArrayList<>();

    private record Waiting(int frame, List<PresentationFeedback> feedback) {}

    ShownFrames(Output output) {
        this.output = output;
    }

    /** These contents are in a frame that was sent. */
    void await(List<PresentationFeedback> feedback, int frame) {
        if (!feedback.isEmpty()) {
            waiting.add(new Waiting(frame, feedback));
        }
    }

    /** These contents are in a frame that is yet to be {@linkplain #sent sent}. */
    void awaitNext(List<PresentationFeedback> feedback) {
        unsent.addAll(feedback);
    }

    /** A frame was sent, and with it all that was captured. */
    void sent(int frame) {
        await(List.copyOf(unsent), frame);
        unsent.clear();
    }

    /** The viewer has shown a frame and all before it. */
    void shown(int frame, long nowNanos) {
        while (!waiting.isEmpty() && waiting.peek().frame - frame <= 0) {
            Waiting next = waiting.remove();
            next.feedback.forEach(feedback -> feedback.presented(output, nowNanos, Integer.toUnsignedLong(next.frame)));
        }
    }

    /** Nothing more will be shown. */
    void discardAll() {
        waiting.forEach(entry -> entry.feedback.forEach(PresentationFeedback::discarded));
        waiting.clear();
        unsent.forEach(PresentationFeedback::discarded);
        unsent.clear();
    }
}
