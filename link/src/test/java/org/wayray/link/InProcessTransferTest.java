package org.wayray.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.wayray.protocol.Limits;

class InProcessTransferTest {
    private final InProcessLink.Pair pair = InProcessLink.pair();
    private final Loop loop = new Loop();

    @Test
    void allBytesArriveInOrderWhicheverEndBeginsFirst() {
        byte[] data = new byte[3_000_000];
        new Random(1).nextBytes(data);
        Source source = new Source(data);
        Sink sink = new Sink(true);
        var sinkEnd = pair.viewer().receiveTransfer(1, sink, loop);
        sinkEnd.more();
        loop.run();
        pair.session().sendTransfer(1, source, loop);
        loop.run();
        assertThat(sink.bytes.toByteArray()).isEqualTo(data);
        assertThat(sink.ends).containsExactly(TransferEnd.complete());
        assertThat(source.ends).containsExactly(TransferEnd.complete());
        assertThat(sink.largest).isLessThanOrEqualTo(Limits.TRANSFER_START);

        Source back = new Source(data);
        pair.viewer().sendTransfer(2, back, loop);
        loop.run();
        Sink there = new Sink(true);
        var thereEnd = pair.session().receiveTransfer(2, there, loop);
        thereEnd.more();
        loop.run();
        assertThat(there.bytes.toByteArray()).isEqualTo(data);
    }

    @Test
    void aReceiverThatAsksForNothingHoldsTheSenderUp() {
        Source source = new Source(new byte[10_000_000]);
        Sink sink = new Sink(false);
        pair.session().sendTransfer(1, source, loop);
        var sinkEnd = pair.viewer().receiveTransfer(1, sink, loop);
        loop.run();
        assertThat(source.written()).isPositive().isLessThanOrEqualTo(Limits.TRANSFER_WINDOW);
        assertThat(sink.bytes.size()).isZero();
        sinkEnd.more();
        sinkEnd.more();
        loop.run();
        assertThat(sink.bytes.size()).isPositive().isLessThanOrEqualTo(Limits.TRANSFER_START);
    }

    @Test
    void eitherSideCancelsAndBothAreToldOnce() {
        for (boolean receiverCancels : new boolean[] {true, false}) {
            Source source = new Source(new byte[1_000_000]);
            Sink sink = new Sink(false);
            var sourceEnd = pair.session().sendTransfer(5, source, loop);
            var sinkEnd = pair.viewer().receiveTransfer(5, sink, loop);
            sinkEnd.more();
            loop.run();
            if (receiverCancels) {
                sinkEnd.cancel();
            } else {
                sourceEnd.cancel();
            }
            sourceEnd.cancel();
            sinkEnd.cancel();
            sinkEnd.more();
            loop.run();
            assertThat(source.ends).extracting(TransferEnd::kind).containsExactly(TransferEnd.Kind.CANCELLED);
            assertThat(sink.ends).extracting(TransferEnd::kind).containsExactly(TransferEnd.Kind.CANCELLED);
            assertThat(sourceEnd.write(ByteBuffer.allocate(1))).isFalse();
        }
    }

    @Test
    void anEmptyTransferIsCompleteWithoutAsking() {
        Source source = new Source(new byte[0]);
        Sink sink = new Sink(false);
        pair.session().receiveTransfer(2, sink, loop);
        pair.viewer().sendTransfer(2, source, loop);
        loop.run();
        assertThat(sink.ends).containsExactly(TransferEnd.complete());
    }

    @Test
    void theEndOfTheLinkEndsTransfers() {
        Source source = new Source(new byte[1_000_000]);
        Sink sink = new Sink(false);
        pair.session().sendTransfer(1, source, loop);
        pair.viewer().receiveTransfer(1, sink, loop);
        loop.run();
        pair.viewer().close(CloseReason.finished("over"));
        loop.run();
        assertThat(source.ends).containsExactly(TransferEnd.lost());
        assertThat(sink.ends).containsExactly(TransferEnd.lost());
        Sink late = new Sink(false);
        pair.session().receiveTransfer(2, late, loop);
        loop.run();
        assertThat(late.ends).containsExactly(TransferEnd.lost());
    }

    @Test
    void thereAreAtMostSixteenAtATime() {
        List<Sink> sinks = new ArrayList<>();
        List<IncomingTransfer> ends = new ArrayList<>();
        for (int i = 0; i <= Limits.TRANSFERS; i++) {
            Sink sink = new Sink(false);
            ends.add(pair.viewer().receiveTransfer(1 + 2 * i, sink, loop));
            sinks.add(sink);
        }
        loop.run();
        assertThat(sinks.getLast().ends).hasSize(1);
        assertThat(sinks.getFirst().ends).isEmpty();
        ends.getFirst().cancel();
        Sink next = new Sink(false);
        pair.viewer().receiveTransfer(99, next, loop);
        loop.run();
        assertThat(next.ends).isEmpty();
    }

    private static final class Source implements OutgoingTransfer.Listener {
        final ByteBuffer data;
        final List<TransferEnd> ends = new ArrayList<>();

        Source(byte[] data) {
            this.data = ByteBuffer.wrap(data);
        }

        int written() {
            return data.position();
        }

        @Override
        public void writable(OutgoingTransfer transfer) {
            if (transfer.write(data)) {
                transfer.finish();
            }
        }

        @Override
        public void closed(TransferEnd end) {
            ends.add(end);
        }
    }

    private static final class Sink implements IncomingTransfer.Listener {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final List<TransferEnd> ends = new ArrayList<>();
        final boolean greedy;
        int largest;

        Sink(boolean greedy) {
            this.greedy = greedy;
        }

        @Override
        public void received(IncomingTransfer transfer, ByteBuffer chunk) {
            largest = Math.max(largest, chunk.remaining());
            bytes.write(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
            if (greedy) {
                transfer.more();
            }
        }

        @Override
        public void closed(TransferEnd end) {
            ends.add(end);
        }
    }

    /** An executor that runs when a test says so. */
    private static final class Loop implements Executor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void run() {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }
}
