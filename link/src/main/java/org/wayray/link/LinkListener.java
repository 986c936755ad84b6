package org.wayray.link;

import com.google.protobuf.MessageLite;
import org.wayray.protocol.Envelope;

/**
 * Takes what a {@link Link} receives. Called one at a time, by the executor given to {@link Link#start}.
 *
 * @param <I> what comes in
 */
public interface LinkListener<I extends MessageLite> {
    /** A message came. It is of a known kind, on its own channel and within the limits; its contents are not checked. */
    void received(Envelope<I> envelope);

    /** The connection ended. The last call, made exactly once. */
    void closed(CloseReason reason);
}
