package org.wayray.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerTextTest {
    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(PeerText.readable("Büro 3: 机 \uD83D\uDE00")).isEqualTo("Büro 3: 机 \uD83D\uDE00");
    }

    @Test
    void nothingReachesTheTerminalButCharactersToRead() {
        assertThat(PeerText.readable("a\u001b[2Jb\r\nc\u009b31md\u202ee\u2028f\u0000\u007fg"))
                .isEqualTo("a [2Jb c 31md e f g");
    }

    @Test
    void tooMuchIsCutBetweenCharacters() {
        assertThat(PeerText.readable("x".repeat(65_536)))
                .hasSize(PeerText.MAX_LENGTH)
                .endsWith("x...");
        assertThat(PeerText.readable("x" + "\uD83D\uDE00".repeat(1_000)))
                .hasSizeLessThanOrEqualTo(PeerText.MAX_LENGTH)
                .endsWith("\uD83D\uDE00...");
        assertThat(PeerText.readable("\uD83D\uDE00".repeat(1_000)))
                .hasSizeLessThanOrEqualTo(PeerText.MAX_LENGTH)
                .endsWith("\uD83D\uDE00...");
    }
}
