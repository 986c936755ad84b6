package org.wayray.link;

/**
 * This side's end of a transfer: a row of bytes beside a link's messages, for what is too large to be one. Messages that name its number
 * say what it is; {@link Link#sendTransfer} and {@link Link#receiveTransfer} join its two ends, whichever comes first. It never delays a
 * message, and never occupies more memory than a fixed window, however large it is and however slow its receiver.
 *
 * <p>Methods may be called by any thread and never block. Listeners are called one at a time by the executor that came with them; the
 * last call is {@code closed}, made exactly once.
 */
public sealed interface Transfer permits OutgoingTransfer, IncomingTransfer {
    /**
     * Gives up. The listener is told at once, with {@link TransferEnd.Kind#CANCELLED}; so is the other side's. After the end nothing
     * happens.
     */
    void cancel();
}
