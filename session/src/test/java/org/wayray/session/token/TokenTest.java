package org.wayray.session.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final byte[] KEY = new byte[TokenHasher.KEY_LENGTH];

    @Test
    void aTokenNeverShowsItsSecret() {
        assertThat(new Token("card", "0123456789abcdef").toString())
                .doesNotContain("0123")
                .contains("card");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Token("card", "secret with spaces"))
                .withMessageNotContaining("secret");
    }

    @Test
    void aTokenHasItsForm() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Token("Card", "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Token("", "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Token("card", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Token("card", "1".repeat(257)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Token("card", "1\n"));
    }

    @Test
    void theHashIsHmacSha256OfProviderAndId() {
        // printf 'card\0%s' 12 | openssl dgst -sha256 -mac hmac -macopt hexkey:00...00
        var hash = new TokenHasher(KEY).hash(new Token("card", "12"));
        assertThat(HexFormat.of().formatHex(hash.bytes())).isEqualTo(EXPECTED);
        assertThat(hash).hasToString(EXPECTED.substring(0, 8));
    }

    @Test
    void providersAndKeysKeepTokensApart() {
        var hasher = new TokenHasher(KEY);
        var otherKey = KEY.clone();
        otherKey[0] = 1;
        var hash = hasher.hash(new Token("card", "12"));
        assertThat(hasher.hash(new Token("card", "12"))).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(hasher.hash(new Token("badge", "12"))).isNotEqualTo(hash);
        assertThat(new TokenHasher(otherKey).hash(new Token("card", "12"))).isNotEqualTo(hash);
    }

    private static final String EXPECTED = "c5e8533104fe4f7267c5f89bcb3fc7dfa663116d2dc9c0a534f8a0b188f8715b";
}
