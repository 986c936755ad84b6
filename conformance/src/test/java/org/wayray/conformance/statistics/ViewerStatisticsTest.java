package org.wayray.conformance.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.cli.Endpoint;
import org.wayray.cli.Program;
import org.wayray.compositor.policy.ClientPolicy;
import org.wayray.server.OutputSize;
import org.wayray.server.StandaloneOptions;
import org.wayray.server.StandaloneServer;
import org.wayray.testkit.TestClient;
import org.wayray.testkit.TestWindow;
import org.wayray.viewer.WrClient;

/** The whole way of a frame, from a client's commit in a real server to a viewer at the far end of real QUIC, is timed. */
@Timeout(120)
class ViewerStatisticsTest {
    @TempDir
    Path folder;

    @Test
    void everyStageOfAFrameIsInTheViewersFile() throws Exception {
        var file = folder.resolve("stats.jsonl");
        try (var server = StandaloneServer.start(options())) {
            var viewer = CompletableFuture.supplyAsync(() -> Program.run(
                    new WrClient(Map.of("HOME", folder.toString())),
                    "--headless",
                    "--stats",
                    file.toString(),
                    "--after",
                    "100",
                    "127.0.0.1:" + server.address().getPort()));
            try (var client = TestClient.connect(server.waylandSocket());
                    var window = TestWindow.open(client, 200, 100)) {
                for (int i = 0; !isComplete(file); i++) {
                    int done = window.framesDone();
                    window.paint(0x010203 * (i & 0x1F));
                    client.await("the viewer has seen it", () -> window.framesDone() > done);
                }
            }
            server.endSession();
            assertThat(viewer).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(0);
        }
        var lines = Files.readAllLines(file);
        assertThat(lines.getLast())
                .startsWith("{\"kind\":\"summary\"")
                .contains("\"width\":320,\"height\":200")
                .doesNotContain("\"received_bytes\":0,");
        for (String stage : List.of("wait", "render", "capture", "encode", "network", "decode", "present", "total")) {
            assertThat(lines.getLast()).containsPattern("\"" + stage + "\":\\{\"count\":\\d+,\"p50\":\\d+,\"p95\":");
        }
    }

    private static boolean isComplete(Path file) {
        try {
            return Files.exists(file) && Files.readString(file).contains("\"total\":");
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private StandaloneOptions options() {
        return new StandaloneOptions(
                new Endpoint("127.0.0.1", 0),
                new OutputSize(320, 200),
                folder,
                "wayland-test",
                new StandaloneOptions.OwnIdentity(folder.resolve("state")),
                Optional.empty(),
                ClientPolicy.TRUSTING,
                Optional.empty(),
                false);
    }
}
