package org.wayray.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wayray.testkit.TestClient;
import org.wayray.testkit.TestWindow;
import org.wayray.wayland.client.Registry;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.core.WlRegionProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSubcompositorProtocol;
import org.wayray.wayland.protocols.core.WlSubsurfaceProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;

/** The row of our own client library in the interop matrix: against weston's libwayland, and against our server. */
class OwnClientTest {
    private static final int FRAMES = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void theGlobalsAreListed(ServerKind kind) throws Exception {
        try (var server = kind.start(folder);
                var client = TestClient.connect(server.socket())) {
            assertThat(client.registry().entries())
                    .extracting(Registry.Entry::interfaceName)
                    .contains("wl_compositor", "wl_shm", "wl_output", "xdg_wm_base", "wl_data_device_manager");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOutputTellsAboutItself(ServerKind kind) throws Exception {
        try (var server = kind.start(folder);
                var client = TestClient.connect(server.socket())) {
            var seen = new StringBuilder();
            client.registry().bind(WlOutputProtocol.INTERFACE, 4).setHandler(event -> {
                switch (event) {
                    case WlOutputProtocol.Event.Geometry geometry -> seen.append("geometry ");
                    case WlOutputProtocol.Event.Mode mode -> {
                        assertThat(mode.width()).isPositive();
                        assertThat(mode.height()).isPositive();
                        seen.append("mode ");
                    }
                    case WlOutputProtocol.Event.Scale scale ->
                        assertThat(scale.factor()).isPositive();
                    case WlOutputProtocol.Event.Name name ->
                        assertThat(name.name()).isNotBlank();
                    case WlOutputProtocol.Event.Description description -> {}
                    case WlOutputProtocol.Event.Done done -> seen.append("done");
                }
            });
            client.roundTrip();
            assertThat(seen).hasToString("geometry mode done");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWindowIsDrawnFrameAfterFrame(ServerKind kind) throws Exception {
        try (var server = kind.start(folder);
                var client = TestClient.connect(server.socket());
                var window = TestWindow.open(client, 200, 100)) {
            assertThat(window.formats())
                    .contains(WlShmProtocol.Format.ARGB8888.value(), WlShmProtocol.Format.XRGB8888.value());
            for (int frame = 1; frame <= FRAMES; frame++) {
                window.paint(0x102030 * frame);
                int expected = frame;
                client.await("frame callback " + frame + " fires", () -> window.framesDone() == expected);
            }
            client.await("the buffer is released", () -> window.releases() > 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void idsAreUsedAgain(ServerKind kind) throws Exception {
        try (var server = kind.start(folder);
                var client = TestClient.connect(server.socket())) {
            var compositor = client.registry().bind(WlCompositorProtocol.INTERFACE, 1);
            for (int i = 0; i < 200; i++) {
                var region =
                        compositor.create(WlRegionProtocol.INTERFACE, WlCompositorProtocol.Request.CreateRegion::new);
                region.send(new WlRegionProtocol.Request.Add(0, 0, i, i));
                region.send(new WlRegionProtocol.Request.Destroy());
                client.roundTrip();
                assertThat(region.id()).as("ids stay few").isLessThan(20);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenRuleIsAnswered(ServerKind kind) throws Exception {
        try (var server = kind.start(folder);
                var client = TestClient.connect(server.socket())) {
            var compositor = client.registry().bind(WlCompositorProtocol.INTERFACE, 1);
            var subcompositor = client.registry().bind(WlSubcompositorProtocol.INTERFACE, 1);
            var surface =
                    compositor.create(WlSurfaceProtocol.INTERFACE, WlCompositorProtocol.Request.CreateSurface::new);
            // a surface cannot be part of itself
            subcompositor.create(
                    WlSubsurfaceProtocol.INTERFACE,
                    id -> new WlSubcompositorProtocol.Request.GetSubsurface(id, surface.id(), surface.id()));
            assertThat(client.awaitEnd().serverError()).hasValueSatisfying(error -> {
                assertThat(error.interfaceName()).isEqualTo("wl_subcompositor");
                assertThat(error.code())
                        .isIn(
                                WlSubcompositorProtocol.Error.BAD_SURFACE.value(),
                                WlSubcompositorProtocol.Error.BAD_PARENT.value());
            });
        }
    }
}
