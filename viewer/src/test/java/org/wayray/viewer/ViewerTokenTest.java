package org.wayray.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewerTokenTest {
    @TempDir
    private Path folder;

    @Test
    void theFirstStartMakesATokenForTheOwnersEyesOnly() throws IOException {
        var file = folder.resolve("wayray").resolve("token");
        var token = ViewerToken.loadOrCreate(file);
        assertThat(token.getProvider()).isEqualTo("software");
        assertThat(token.getId()).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(ViewerToken.loadOrCreate(file)).isEqualTo(token);
        assertThat(ViewerToken.loadOrCreate(folder.resolve("other"))).isNotEqualTo(token);
        try (var left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aTokenMayNameWhatItWasReadFrom() {
        assertThat(ViewerToken.parse("card:0042").getProvider()).isEqualTo("card");
        assertThat(ViewerToken.parse("card:0042").getId()).isEqualTo("0042");
        assertThat(ViewerToken.parse("0042").getProvider()).isEqualTo("software");
    }

    @Test
    void whatIsNoTokenIsNotRepeated() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ViewerToken.parse("my secret"))
                .withMessageNotContaining("secret");
        var file = Files.writeString(folder.resolve("token"), "");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ViewerToken.loadOrCreate(file))
                .withMessageContaining("holds no token");
    }
}
