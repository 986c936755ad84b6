package org.wayray.link;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.wayray.protocol.Limits;

/**
 * The transfers of an {@link InProcessLink}, shared by its two ends: bytes go from hand to hand. An end whose other one never comes
 * waits until it is cancelled. Thread-safe.
 */
final class InProcessTransfers {
    // guarded by this
    private final Map<Integer, Meeting> meetings = new HashMap<>();
    private boolean closed;

    OutgoingTransfer send(int number, OutgoingTransfer.Listener listener, Executor executor) {
        Meeting meeting = meeting(number);
        if (meeting != null) {
            var sender = new TransferSender(meeting, listener, executor);
            if (meeting.join(sender)) {
                return sender;
            }
        }
        return TransferSender.refused(refusal(), listener, executor);
    }

    IncomingTransfer receive(int number, IncomingTransfer.Listener listener, Executor executor) {
        Meeting meeting = meeting(number);
        if (meeting != null) {
            var receiver = new TransferReceiver(meeting, listener, executor);
            if (meeting.join(receiver)) {
                return receiver;
            }
        }
        return TransferReceiver.refused(refusal(), listener, executor);
    }

    /** The link ended. */
    void close() {
        Meeting[] all;
        synchronized (this) {
            closed = true;
            all = meetings.values().toArray(Meeting[]::new);
            meetings.clear();
        }
        for (Meeting meeting : all) {
            meeting.end(TransferEnd.lost());
        }
    }

    private synchronized @Nullable Meeting meeting(int number) {
        Meeting known = meetings.get(number);
        if (known != null || closed || meetings.size() >= Limits.TRANSFERS) {
            return known;
        }
        Meeting fresh = new Meeting(number);
        meetings.put(number, fresh);
        return fresh;
    }

    private synchronized void forget(int number, Meeting meeting) {
        meetings.remove(number, meeting);
    }

    private synchronized TransferEnd refusal() {
        return closed ? TransferEnd.lost() : TransferEnd.cancelled("too many transfers, or a number in use");
    }

    /** Where the two ends of a transfer meet. */
    private final class Meeting implements TransferSender.Carrier, TransferReceiver.Source {
        private final int number;
        // guarded by this
        private @Nullable TransferSender sender;
        private @Nullable TransferReceiver receiver;
        private boolean ended;

        Meeting(int number) {
            this.number = number;
        }

        boolean join(TransferSender end) {
            synchronized (this) {
                if (ended || sender != null) {
                    return false;
                }
                sender = end;
            }
            openIfBoth();
            return true;
        }

        boolean join(TransferReceiver end) {
            synchronized (this) {
                if (ended || receiver != null) {
                    return false;
                }
                receiver = end;
            }
            openIfBoth();
            return true;
        }

        private void openIfBoth() {
            TransferSender first = sender();
            if (first != null && receiver() != null) {
                first.open();
            }
        }

        @Override
        public void carry(ByteBuffer bytes) {
            TransferReceiver to = receiver();
            if (to != null && !to.add(bytes)) {
                throw new IllegalStateException("more waits for the receiver than the sender can have sent");
            }
        }

        @Override
        public void taken(int bytes) {
            TransferSender from = sender();
            if (from != null) {
                from.left(bytes);
            }
        }

        @Override
        public void finished() {
            end(TransferEnd.complete());
        }

        @Override
        public void cancelled() {
            end(TransferEnd.cancelled("given up by the other side"));
        }

        void end(TransferEnd how) {
            synchronized (this) {
                ended = true;
            }
            forget(number, this);
            TransferReceiver to = receiver();
            if (to != null) {
                to.end(how);
            }
            TransferSender from = sender();
            if (from != null) {
                from.end(how);
            }
        }

        private synchronized @Nullable TransferSender sender() {
            return sender;
        }

        private synchronized @Nullable TransferReceiver receiver() {
            return receiver;
        }
    }
}
