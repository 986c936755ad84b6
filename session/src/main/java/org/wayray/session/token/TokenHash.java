package org.wayray.session.token;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** A token as the server keeps it: 32 bytes from which nobody without the server's key can tell the token. Immutable. */
public final class TokenHash {
    /** Bytes. */
    public static final int LENGTH = 32;

    private static final int SHORT = 4;

    private final byte[] bytes;

    /** @throws IllegalArgumentException there are not {@link #LENGTH} bytes */
    public TokenHash(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a token's hash has " + LENGTH + " bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /** A copy of it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Its beginning: enough for an administrator to tell tokens apart, and all that is ever shown. */
    public String shortName() {
        return HexFormat.of().formatHex(bytes, 0, SHORT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return shortName();
    }
}
