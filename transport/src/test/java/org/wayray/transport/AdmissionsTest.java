package org.wayray.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionsTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress TWO = InetAddress.ofLiteral("192.0.2.2");

    @Test
    void limitsHoldForAllAndForEachAddress() {
        Admissions admissions = new Admissions(3, 2);
        assertThat(admissions.enter(ONE)).isEqualTo(Admissions.Verdict.ADMIT);
        assertThat(admissions.enter(ONE)).isEqualTo(Admissions.Verdict.ADMIT);
        assertThat(admissions.enter(ONE)).isEqualTo(Admissions.Verdict.REFUSE);
        assertThat(admissions.enter(TWO)).isEqualTo(Admissions.Verdict.ADMIT);
        assertThat(admissions.enter(TWO)).isEqualTo(Admissions.Verdict.REFUSE);
        admissions.leave(ONE, Admissions.Verdict.ADMIT);
        assertThat(admissions.enter(TWO)).isEqualTo(Admissions.Verdict.ADMIT);
        assertThat(admissions.total()).isEqualTo(3);
    }

    @Test
    void aNetworkOfVersionSixCountsAsOne() {
        Admissions admissions = new Admissions(10, 1);
        assertThat(admissions.enter(InetAddress.ofLiteral("2001:db8::1"))).isEqualTo(Admissions.Verdict.ADMIT);
        assertThat(admissions.enter(InetAddress.ofLiteral("2001:db8::ffff"))).isEqualTo(Admissions.Verdict.REFUSE);
        assertThat(admissions.enter(InetAddress.ofLiteral("2001:db8:0:1::1"))).isEqualTo(Admissions.Verdict.ADMIT);
    }

    @Test
    void beyondTheReserveThereIsNoPlaceAtAll() {
        Admissions admissions = new Admissions(1, 1);
        admissions.enter(ONE);
        for (int i = 0; i < Admissions.RESERVE; i++) {
            assertThat(admissions.hopeless(TWO)).isFalse();
            assertThat(admissions.enter(TWO)).isEqualTo(Admissions.Verdict.REFUSE);
        }
        assertThat(admissions.hopeless(TWO)).isTrue();
        admissions.leave(TWO, Admissions.Verdict.REFUSE);
        assertThat(admissions.hopeless(TWO)).isFalse();
    }

    @Test
    void manyHandshakesMakeNewcomersProveTheirAddress() {
        Admissions admissions = new Admissions(100, 100);
        AtomicLong clock = new AtomicLong(1_000_000);
        RetryTokens tokens = new RetryTokens(admissions, clock::get);
        ByteBuf id = Unpooled.wrappedBuffer(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        InetSocketAddress from = new InetSocketAddress(ONE, 1000);
        ByteBuf token = Unpooled.buffer();
        assertThat(tokens.writeToken(token, id, from)).isFalse();
        for (int i = 0; i < Admissions.PRESSURE; i++) {
            admissions.handshakeBegins();
        }
        assertThat(tokens.writeToken(token, id, from)).isTrue();
        int offset = tokens.validateToken(token, from);
        assertThat(token.slice(offset, token.readableBytes() - offset)).isEqualTo(id);

        assertThat(tokens.validateToken(token, new InetSocketAddress(TWO, 1000)))
                .isEqualTo(-1);
        assertThat(tokens.validateToken(token, new InetSocketAddress(ONE, 1001)))
                .isEqualTo(-1);
        assertThat(tokens.validateToken(token.slice(0, 20), from)).isEqualTo(-1);
        ByteBuf forged = token.copy();
        forged.setByte(20, forged.getByte(20) ^ 1);
        assertThat(tokens.validateToken(forged, from)).isEqualTo(-1);
        clock.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(tokens.validateToken(token, from)).isEqualTo(-1);
    }

    @Test
    void noTokenIsTakenButTheOneThatWasGiven() {
        Admissions admissions = new Admissions(100, 100);
        for (int i = 0; i < Admissions.PRESSURE; i++) {
            admissions.handshakeBegins();
        }
        RetryTokens tokens = new RetryTokens(admissions, () -> 1_000_000);
        InetSocketAddress from = new InetSocketAddress(ONE, 1000);
        ByteBuf genuine = Unpooled.buffer();
        tokens.writeToken(genuine, Unpooled.wrappedBuffer(new byte[20]), from);
        assertThat(tokens.validateToken(genuine, from)).isPositive();
        for (int bit = 0; bit < genuine.readableBytes() * 8; bit++) {
            ByteBuf forged = genuine.copy();
            forged.setByte(bit / 8, forged.getByte(bit / 8) ^ 1 << bit % 8);
            assertThat(tokens.validateToken(forged, from)).as("bit %d", bit).isEqualTo(-1);
        }
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(2 * tokens.maxTokenLength())];
            random.nextBytes(bytes);
            ByteBuf token = Unpooled.wrappedBuffer(bytes);
            assertThat(tokens.validateToken(token, from)).as("seed %d", seed).isEqualTo(-1);
            assertThat(token.readableBytes()).as("seed %d", seed).isEqualTo(bytes.length);
        }
    }
}
