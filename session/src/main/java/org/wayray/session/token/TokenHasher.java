package org.wayray.session.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Turns tokens into what the server keeps of them, by HMAC-SHA-256 with a key that only the server has. Confined to one thread. */
public final class TokenHasher {
    /** Bytes of a key. */
    public static final int KEY_LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /** @throws IllegalArgumentException the key does not have {@link #KEY_LENGTH} bytes */
    public TokenHasher(byte[] key) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("the key for tokens has " + KEY_LENGTH + " bytes, not " + key.length);
        }
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** The same token always has the same hash with the same key; those of two providers never meet. */
    public TokenHash hash(Token token) {
        mac.update(token.provider().getBytes(US_ASCII));
        mac.update((byte) 0);
        return new TokenHash(mac.doFinal(token.id().getBytes(US_ASCII)));
    }
}
