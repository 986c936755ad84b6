package org.wayray.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wayray.testkit.Await;
import org.wayray.testkit.Program;

/** The row of libwayland clients in the interop matrix: the same programs on weston, as the control, and on ours. */
class LibwaylandClientTest {
    private static final Pattern CALLBACK_DONE = Pattern.compile("wl_callback[@#]\\d+\\.done\\(");
    private static final int FRAMES = 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aClientSeesTheGlobals(ServerKind kind) throws Exception {
        try (var server = kind.start(folder);
                var client =
                        Program.of("wayland-info", "wayland-utils").orSkip().start(server.folder(), server.display())) {
            assertThat(client.awaitExit(Duration.ofSeconds(20)))
                    .as(client.tail())
                    .isZero();
            assertThat(client.output())
                    .contains("'wl_compositor'", "'wl_shm'", "'xdg_wm_base'", "'wl_output'")
                    .contains("'wl_data_device_manager'", "'wp_viewporter'", "'wp_presentation'");
            assertThat(client.protocolErrors()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientDrawsFrameAfterFrame(ServerKind kind) throws Exception {
        try (var server = kind.start(folder);
                var client =
                        Program.of("weston-simple-shm", "weston").orSkip().start(server.folder(), server.display())) {
            Await.until(
                    FRAMES + " frame callbacks came",
                    () -> CALLBACK_DONE.matcher(client.errors()).results().count() > FRAMES || !client.isAlive());
            assertThat(client.isAlive()).as(client.tail()).isTrue();
            assertThat(client.errors()).contains("xdg_surface", ".ack_configure(", ".release()");
            assertThat(client.protocolErrors()).isEmpty();
        }
    }
}
