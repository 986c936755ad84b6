package org.wayray.compositor.seat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.Fd;

/**
 * What a client was offered by a drag that entered its surface, and what it answered.
 *
 * <p>Confined to the session loop. Open while the drag is over the surface; on leaving it becomes void, on the drop it is the
 * receiver's until it finishes or lets go. What a void or finished offer is asked has no effect. Source: wl_data_offer.
 */
public final class DragOffer {

    /** Hears of what the receiver has to know. */
    public interface Receiver {
        /** Whether the receiver negotiates actions and finishes (wl_data_offer 3); older ones take copies and just let go. */
        boolean negotiates();

        /** What would happen to the data. */
        void action(int action);
    }

    private enum Phase {
        OVER,
        DROPPED,
        ENDED
    }

    private final DragSource source;
    private final DragAndDrop drag;
    private @Nullable Receiver receiver;
    private Phase phase = Phase.OVER;
    private Optional<String> accepted = Optional.empty();
    private boolean asked;
    private int actions;
    private int preferred;
    private int action = DragAction.NONE;

    DragOffer(DragSource source, DragAndDrop drag) {
        this.source = source;
        this.drag = drag;
    }

    /** Names who was given the offer; it hears of the action from now on. */
    public void giveTo(Receiver receiver) {
        this.receiver = receiver;
        if (!receiver.negotiates()) {
            actions = DragAction.COPY;
        }
        negotiate();
    }

    public List<String> mimeTypes() {
        return source.mimeTypes();
    }

    public int sourceActions() {
        return source.actions();
    }

    /** The receiver would take this format, or none. */
    public void accept(Optional<String> mimeType) {
        // GTK says it again with each motion
        if (phase != Phase.ENDED && !mimeType.equals(accepted)) {
            accepted = mimeType;
            if (phase == Phase.OVER) {
                source.target(mimeType);
            }
        }
    }

    /** Asks for the data; {@code target} is owned by the offer from now on. */
    public void receive(String mimeType, Fd target) {
        if (phase == Phase.ENDED) {
            target.close();
        } else {
            source.send(mimeType, target);
        }
    }

    /**
     * The receiver would do one of these, best of all {@code preferred}. After the drop that counts only if the action was to ask
     * the user, who has been asked now.
     */
    public void setActions(int actions, int preferred) {
        if (phase == Phase.OVER || (phase == Phase.DROPPED && asked)) {
            this.actions = actions;
            this.preferred = preferred;
            negotiate();
        }
    }

    /** Whether the receiver may finish now: it got the drop, takes a format, and knows what to do. */
    public boolean mayFinish() {
        return phase == Phase.DROPPED && accepted.isPresent() && action != DragAction.NONE && action != DragAction.ASK;
    }

    /** Whether the drag left or the offer was finished, so that nothing it is asked has an effect. */
    public boolean isEnded() {
        return phase == Phase.ENDED;
    }

    /** The receiver has the data. */
    public void finish() {
        if (phase == Phase.DROPPED) {
            phase = Phase.ENDED;
            drag.offerEnded(this);
            source.finished();
        }
    }

    /** The receiver let go of the offer, or is gone. */
    public void letGo() {
        boolean negotiates = receiver != null && receiver.negotiates();
        receiver = null;
        if (phase == Phase.DROPPED && !negotiates) {
            finish();
        } else if (phase == Phase.DROPPED) {
            phase = Phase.ENDED;
            drag.offerEnded(this);
            source.dragCancelled();
        }
    }

    /** The drag went elsewhere, or the source is gone. */
    void revoke() {
        phase = Phase.ENDED;
    }

    /** The drag left the surface: the source hears that nobody takes it. */
    void leave() {
        if (accepted.isPresent()) {
            source.target(Optional.empty());
        }
        if (action != DragAction.NONE) {
            source.action(DragAction.NONE);
        }
        revoke();
    }

    /** Whether a drop now would find a taker. */
    boolean isWanted() {
        boolean negotiates = receiver != null && receiver.negotiates();
        return receiver != null && (!negotiates || (accepted.isPresent() && action != DragAction.NONE));
    }

    /** The user let go here: the data is the receiver's, if it wants it. */
    void drop() {
        phase = isWanted() ? Phase.DROPPED : Phase.ENDED;
        asked = action == DragAction.ASK;
    }

    boolean isFrom(DragSource other) {
        return source.equals(other);
    }

    /** Works out the action anew: an answer of the receiver, or a modifier key. */
    void negotiate() {
        int common = source.actions() & actions;
        // after the drop only the receiver decides
        var modifiers = phase == Phase.OVER ? drag.modifiers() : Modifiers.NONE;
        int chosen = DragAction.choose(common, preferred, modifiers);
        if (chosen != action) {
            action = chosen;
            source.action(chosen);
            if (receiver != null && phase == Phase.OVER) {
                receiver.action(chosen);
            }
        }
    }
}
