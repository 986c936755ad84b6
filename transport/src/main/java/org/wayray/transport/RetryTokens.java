package org.wayray.transport;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes newcomers prove that they receive at the address they write from (RFC 9000, section 8.1.2), but only while many handshakes are
 * under way: without pressure a handshake takes one round trip less. Those for whom there is no place at all are turned away here, before
 * anything is set aside for them.
 *
 * <p>A token is a MAC, the time, and the newcomer's first connection id. The MAC covers address, time and id, so that nothing need be
 * remembered. Confined to the network thread.
 */
final class RetryTokens implements QuicTokenHandler {
    private static final Duration LIFETIME = Duration.ofSeconds(10);
    private static final int MAC_LENGTH = 16;
    private static final int ID_OFFSET = MAC_LENGTH + Long.BYTES;
    private static final int MAX_ID_LENGTH = 20;

    private final Admissions admissions;
    private final LongSupplier nanoClock;
    private final Mac mac;

    RetryTokens(Admissions admissions, LongSupplier nanoClock) {
        this.admissions = admissions;
        this.nanoClock = nanoClock;
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("a random key fits", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @Override
    public boolean writeToken(ByteBuf out, ByteBuf dcid, InetSocketAddress address) {
        if (!admissions.underPressure() && !admissions.hopeless(address.getAddress())) {
            return false;
        }
        byte[] id = new byte[dcid.readableBytes()];
        dcid.getBytes(dcid.readerIndex(), id);
        long time = nanoClock.getAsLong();
        out.writeBytes(sign(address, time, id)).writeLong(time).writeBytes(id);
        return true;
    }

    @Override
    public int validateToken(ByteBuf token, InetSocketAddress address) {
        int length = token.readableBytes();
        if (length < ID_OFFSET || length > ID_OFFSET + MAX_ID_LENGTH || admissions.hopeless(address.getAddress())) {
            return -1;
        }
        int start = token.readerIndex();
        byte[] seal = new byte[MAC_LENGTH];
        token.getBytes(start, seal);
        long time = token.getLong(start + MAC_LENGTH);
        byte[] id = new byte[length - ID_OFFSET];
        token.getBytes(start + ID_OFFSET, id);
        boolean genuine = MessageDigest.isEqual(seal, sign(address, time, id));
        long age = nanoClock.getAsLong() - time;
        return genuine && age >= 0 && age <= LIFETIME.toNanos() ? ID_OFFSET : -1;
    }

    @Override
    public int maxTokenLength() {
        return ID_OFFSET + MAX_ID_LENGTH;
    }

    private byte[] sign(InetSocketAddress address, long time, byte[] id) {
        mac.update(address.getAddress().getAddress());
        mac.update((byte) (address.getPort() >> 8));
        mac.update((byte) address.getPort());
        for (int shift = 56; shift >= 0; shift -= 8) {
            mac.update((byte) (time >> shift));
        }
        return Arrays.copyOf(mac.doFinal(id), MAC_LENGTH);
    }
}
