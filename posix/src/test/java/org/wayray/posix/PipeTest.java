package org.wayray.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.wayray.posix.libc.Os;

class PipeTest {
    @Test
    void bytesGoThroughAndTheEndIsSeen() throws Exception {
        Pipe pipe = Pipe.open();
        var into = ByteBuffer.allocate(10);
        assertThat(Pipe.read(pipe.readEnd(), into)).isZero();
        assertThat(Pipe.write(pipe.writeEnd(), ByteBuffer.wrap(new byte[] {1, 2, 3})))
                .isEqualTo(3);
        assertThat(Pipe.read(pipe.readEnd(), into)).isEqualTo(3);
        assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        pipe.writeEnd().close();
        assertThat(Pipe.read(pipe.readEnd(), into.clear())).isEqualTo(Pipe.END);
        pipe.readEnd().close();
    }

    @Test
    void aFullPipeTakesNothingAndOneThatNobodyReadsIsAnError() throws Exception {
        Pipe pipe = Pipe.open();
        var bytes = ByteBuffer.allocate(1_000_000);
        while (Pipe.write(pipe.writeEnd(), bytes) > 0) {
            assertThat(bytes.hasRemaining()).isTrue();
        }
        assertThat(bytes.position()).isPositive();
        pipe.readEnd().close();
        assertThatThrownBy(() -> Pipe.write(pipe.writeEnd(), bytes))
                .isInstanceOfSatisfying(
                        PosixException.class,
                        problem -> assertThat(problem.is("EPIPE")).isTrue());
        pipe.writeEnd().close();
    }

    @Test
    void aTakenEndStaysNonBlockingWhateverBecomesOfTheOriginal() throws Exception {
        Pipe pipe = Pipe.open();
        Fd original = pipe.writeEnd().duplicate();
        Fd taken = Pipe.takeWriteEnd(pipe.writeEnd());
        assertThat(pipe.writeEnd().isOpen()).isFalse();
        original.close();
        var bytes = ByteBuffer.allocate(1_000_000);
        while (Pipe.write(taken, bytes) > 0) {
            assertThat(bytes.hasRemaining()).isTrue();
        }
        taken.close();
        pipe.readEnd().close();
    }

    @Test
    void whatIsNoPipeIsClosedAndRefused() throws Exception {
        Fd nothing = Fd.adopt(Os.current().openNull());
        assertThatThrownBy(() -> Pipe.takeWriteEnd(nothing)).isInstanceOf(PosixException.class);
        assertThat(nothing.isOpen()).isFalse();
        try (var pair = UnixSocket.pair()) {
            Fd socket = pair.left().fd().duplicate();
            assertThatThrownBy(() -> Pipe.takeWriteEnd(socket)).isInstanceOf(PosixException.class);
            assertThat(socket.isOpen()).isFalse();
        }
    }
}
