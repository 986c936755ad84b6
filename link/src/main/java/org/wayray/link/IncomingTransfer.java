package org.wayray.link;

import java.nio.ByteBuffer;

/** The end of a transfer that receives. */
public non-sealed interface IncomingTransfer extends Transfer {
    /** Who the bytes are for. */
    interface Listener {
        /**
         * The next bytes, at least one and at most {@link org.wayray.protocol.Limits#TRANSFER_START}, in a buffer that is the listener's
         * from now on. No more follow until {@link #more} is called.
         *
         * @param transfer that was begun with this listener
         */
        void received(IncomingTransfer transfer, ByteBuffer bytes);

        /**
         * The last call. Only {@link TransferEnd.Kind#COMPLETE} says that these were all bytes; it comes after the last of them, without a
         * further {@link #more}.
         */
        void closed(TransferEnd end);
    }

    /**
     * Asks for the next bytes, once; nothing is received without. May be called within {@link Listener#received}. Before it is answered,
     * a second call does nothing.
     */
    void more();
}
