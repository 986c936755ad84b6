package org.wayray.link;

import java.nio.ByteBuffer;

/** The end of a transfer that sends. */
public non-sealed interface OutgoingTransfer extends Transfer {
    /** Whose bytes they are. */
    interface Listener {
        /**
         * There is room for bytes: for the first time, since the receiver is there, or again after a {@link #write} that did not take
         * everything.
         *
         * @param transfer that was begun with this listener
         */
        void writable(OutgoingTransfer transfer);

        /**
         * The last call. {@link TransferEnd.Kind#COMPLETE} says that everything is on its way, and not that it has arrived.
         */
        void closed(TransferEnd end);
    }

    /**
     * Takes as many bytes as there is room for, and moves the buffer's position behind them; the memory stays the caller's. Takes none
     * before the first {@link Listener#writable}, and none after the end.
     *
     * @return whether it took all; if not, {@link Listener#writable} follows when there is room
     */
    boolean write(ByteBuffer bytes);

    /** That was all. What was written before still goes out. Again, or after the end, does nothing. */
    void finish();
}
