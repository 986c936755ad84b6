package org.wayray.wayland.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.wayray.wayland.wire.ThingProtocol.Request;

/** The way of a message through reader and writer makes no garbage but the message itself. */
final class AllocationTest {
    private static final Messages<Request> REQUESTS = ThingProtocol.INTERFACE.requests();
    private static final int MESSAGES = 10_000;

    /** A record of two ints and a double, with its header. */
    private static final int BYTES_OF_A_RECORD = 32;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private int sum;

    private long allocated(Round round) throws WireException {
        round.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        round.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private interface Round {
        void run() throws WireException;
    }

    @Test
    void readingAllocatesTheRecordAlone() throws WireException {
        var writer = new MessageWriter();
        for (int i = 0; i < MESSAGES; i++) {
            writer.write(7, 3, REQUESTS, new Request.Numbers(i, i, i));
        }
        var bytes = writer.pending();
        var reader = new MessageReader(new ArrayDeque<Handle>());
        long allocated = allocated(() -> {
            reader.reset(bytes.rewind());
            while (reader.next()) {
                reader.check(REQUESTS.type(reader.opcode()), MessageReaderTest.OBJECTS);
                sum += REQUESTS.decode(reader.opcode(), reader).hashCode();
                reader.finish();
            }
        });
        assertThat(sum).isNotZero();
        assertThat(allocated).isBetween((long) MESSAGES, (long) MESSAGES * BYTES_OF_A_RECORD + 1000);
    }

    @Test
    void writingAllocatesNothing() throws WireException {
        var writer = new MessageWriter();
        var message = new Request.Numbers(1, 2, 3);
        long allocated = allocated(() -> {
            for (int i = 0; i < MESSAGES; i++) {
                writer.write(7, 3, REQUESTS, message);
                writer.sent(writer.pendingBytes());
            }
        });
        assertThat(allocated).isLessThan(1000);
    }
}
