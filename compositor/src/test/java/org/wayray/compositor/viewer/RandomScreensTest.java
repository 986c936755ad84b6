package org.wayray.compositor.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.wayray.compositor.fixture.FollowingWindow;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.fixture.SessionInvariants;
import org.wayray.compositor.fixture.SessionViewer;
import org.wayray.protocol.Channel;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Screen;
import org.wayray.protocol.v1.ScreensChange;
import org.wayray.protocol.v1.ToSession;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerShellV1Protocol;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol;
import org.wayray.wayland.protocols.xdgshell.XdgPopupProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgPositionerProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.Request;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;

/**
 * Screens are resized, scaled, plugged in and out at random while windows of all kinds are open: no client ever errs, no window gets lost, and the
 * viewer's pictures become exactly the session's.
 */
class RandomScreensTest {
    private static final int STEPS = 200;
    private static final int[] SCALES = {60, 120, 150, 160, 180, 210, 240, 360};

    @RepeatedTest(2)
    void nothingIsLostAndThePictureIsExact() throws Exception {
        long seed = Long.getLong("wayray.seed", System.nanoTime());
        try (var session = new SessionFixture()) {
            new Run(session, new Random(seed)).go();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static final class Run {
        private final Random random;
        private final SessionFixture session;
        private final List<Screen> screens = new ArrayList<>();
        private final List<FollowingWindow> windows = new ArrayList<>();
        private final List<SessionClient> clients = new ArrayList<>();
        private final SessionClient panelClient;
        private SessionViewer viewer;
        private @Nullable Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> panel;

        /** What the panel was asked for and has not drawn; 0 for nothing. */
        private int panelWidth;

        private int lastId;

        Run(SessionFixture session, Random random) throws Exception {
            this.session = session;
            this.random = random;
            plug();
            viewer = attach();
            panelClient = session.client();
            clients.add(panelClient);
            openAll();
        }

        void go() throws Exception {
            for (int step = 0; step < STEPS; step++) {
                try {
                    act();
                    if (random.nextInt(4) > 0) {
                        session.advance(Duration.ofMillis(random.nextInt(40)));
                    }
                    if (random.nextInt(3) > 0) {
                        follow();
                    }
                    SessionInvariants.verify(session.compositor());
                    if (step % 10 == 9) {
                        comeToRest();
                    }
                } catch (Exception | AssertionError e) {
                    throw new AssertionError("step " + step + ", " + screens, e);
                }
            }
        }

        private void act() throws Exception {
            int what = random.nextInt(10);
            if (what < 4) {
                int at = random.nextInt(screens.size());
                screens.set(
                        at,
                        screens.get(at).toBuilder()
                                .setWidth(random.nextInt(20, 700))
                                .setHeight(random.nextInt(20, 500))
                                .build());
                change();
            } else if (what < 5) {
                int at = random.nextInt(screens.size());
                screens.set(
                        at,
                        screens.get(at).toBuilder()
                                .setScale120(SCALES[random.nextInt(SCALES.length)])
                                .build());
                change();
            } else if (what < 7) {
                if (screens.size() < 4 && random.nextBoolean()) {
                    plug();
                } else if (screens.size() > 1) {
                    screens.remove(random.nextInt(screens.size()));
                }
                change();
            } else if (what < 8) {
                window().send(
                                switch (random.nextInt(4)) {
                                    case 0 -> new Request.SetMaximized();
                                    case 1 -> new Request.UnsetMaximized();
                                    case 2 -> new Request.SetFullscreen(0);
                                    default -> new Request.UnsetFullscreen();
                                });
            } else if (what < 9) {
                viewer.acknowledges(false);
            } else if (random.nextInt(3) == 0) {
                viewer = attach();
            } else {
                acknowledge();
            }
        }

        private FollowingWindow window() {
            return windows.get(random.nextInt(windows.size()));
        }

        private void plug() {
            screens.add(Screen.newBuilder()
                    .setId(++lastId)
                    .setName("monitor " + random.nextInt(4))
                    .setWidth(random.nextInt(100, 700))
                    .setHeight(random.nextInt(100, 500))
                    .setScale120(SCALES[random.nextInt(SCALES.length)])
                    .setX(random.nextInt(-1500, 1500))
                    .setY(random.nextInt(-1500, 1500))
                    .setRefreshMhz(random.nextInt(30_000, 150_000))
                    .build());
        }

        private SessionViewer attach() throws Exception {
            return session.viewer(Hello.newBuilder()
                    .addCapabilities("copy")
                    .addAllScreens(screens)
                    .build());
        }

        private void change() throws Exception {
            viewer.send(
                    Channel.CONTROL,
                    ToSession.newBuilder()
                            .setScreensChange(ScreensChange.newBuilder().addAllScreens(screens)));
            session.settle();
        }

        private void openAll() throws Exception {
            for (int i = 0; i < 5; i++) {
                var client = session.client();
                clients.add(client);
                windows.add(
                        new FollowingWindow(client, 80 + 30 * i, 60 + 20 * i, 0xff000000 | random.nextInt(1 << 24)));
            }
            windows.get(1).send(new Request.SetMaximized());
            windows.get(2).send(new Request.SetFullscreen(0));
            popup(clients.get(3), windows.get(3));
            panel();
        }

        private void popup(SessionClient client, FollowingWindow parent) throws Exception {
            var wmBase = client.bind(XdgWmBaseProtocol.INTERFACE);
            var positioner =
                    wmBase.create(XdgPositionerProtocol.INTERFACE, XdgWmBaseProtocol.Request.CreatePositioner::new);
            positioner.send(new XdgPositionerProtocol.Request.SetSize(40, 30));
            positioner.send(new XdgPositionerProtocol.Request.SetAnchorRect(10, 10, 20, 20));
            positioner.send(new XdgPositionerProtocol.Request.SetReactive());
            var surface = client.surface();
            var xdgSurface = wmBase.create(
                    XdgSurfaceProtocol.INTERFACE, id -> new XdgWmBaseProtocol.Request.GetXdgSurface(id, surface.id()));
            xdgSurface.setHandler(event -> {
                if (event instanceof XdgSurfaceProtocol.Event.Configure(int serial)) {
                    xdgSurface.send(new XdgSurfaceProtocol.Request.AckConfigure(serial));
                }
            });
            xdgSurface.create(
                    XdgPopupProtocol.INTERFACE,
                    id -> new XdgSurfaceProtocol.Request.GetPopup(id, parent.xdgSurfaceId(), positioner.id()));
            surface.send(new WlSurfaceProtocol.Request.Commit());
            session.settle();
            client.draw(surface, 40, 30, 0xff00ffff);
        }

        /** A bar at the top that comes again on another output if its own goes. */
        private void panel() throws Exception {
            var client = panelClient;
            panelWidth = 0;
            var surface = client.surface();
            Proxy<ZwlrLayerSurfaceV1Protocol.Request, ZwlrLayerSurfaceV1Protocol.Event> layer = client.bind(
                            ZwlrLayerShellV1Protocol.INTERFACE)
                    .create(
                            ZwlrLayerSurfaceV1Protocol.INTERFACE,
                            id -> new ZwlrLayerShellV1Protocol.Request.GetLayerSurface(
                                    id, surface.id(), 0, ZwlrLayerShellV1Protocol.Layer.TOP.value(), "panel"));
            layer.setHandler(event -> {
                switch (event) {
                    case ZwlrLayerSurfaceV1Protocol.Event.Configure(int serial, int width, int height) -> {
                        layer.send(new ZwlrLayerSurfaceV1Protocol.Request.AckConfigure(serial));
                        panelWidth = width;
                    }
                    case ZwlrLayerSurfaceV1Protocol.Event.Closed() -> {
                        layer.send(new ZwlrLayerSurfaceV1Protocol.Request.Destroy());
                        panel = null;
                    }
                }
            });
            panel = surface;
            layer.send(new ZwlrLayerSurfaceV1Protocol.Request.SetAnchor(1 | 4 | 8));
            layer.send(new ZwlrLayerSurfaceV1Protocol.Request.SetSize(0, 20));
            layer.send(new ZwlrLayerSurfaceV1Protocol.Request.SetExclusiveZone(20));
            surface.send(new WlSurfaceProtocol.Request.Commit());
            session.settle();
        }

        private void follow() throws Exception {
            boolean again = true;
            while (again) {
                again = panel == null || panelWidth != 0;
                if (panel == null) {
                    panel();
                }
                if (panel != null && panelWidth != 0) {
                    int width = panelWidth;
                    panelWidth = 0;
                    panelClient.draw(panel, width, 20, 0xff808080);
                }
                for (var window : windows) {
                    again |= window.follow();
                }
            }
        }

        private void acknowledge() throws Exception {
            viewer.acknowledges(true);
            if (!viewer.frames().isEmpty()) {
                viewer.acknowledge(viewer.lastFrame().getSerial());
            }
            session.settle();
        }

        private void comeToRest() throws Exception {
            acknowledge();
            for (int i = 0; i < 5; i++) {
                session.advance(Duration.ofMillis(400));
                follow();
            }
            assertThat(clients).allMatch(SessionClient::isAlive);
            assertThat(viewer.end()).isEmpty();
            assertThat(viewer.outputs()).hasSameSizeAs(screens);
            assertThat(session.compositor().scene().outputs()).hasSameSizeAs(screens);
            for (var window : windows) {
                assertThat(window.serverSurface().isMapped()).isTrue();
                assertThat(window.serverSurface().outputs()).as("in sight").isNotEmpty();
                assertFills(window);
            }
            SessionInvariants.verifyPicture(session.compositor(), viewer);
        }

        /** A window that is to fill an output, or what the panel leaves of it, does. */
        private void assertFills(FollowingWindow window) {
            var frame = window.window().frame();
            if (window.window().isFullscreen()) {
                assertThat(session.compositor().scene().outputs())
                        .anyMatch(output -> output.logicalBounds().equals(frame));
            } else if (window.window().isMaximized()) {
                assertThat(session.compositor().scene().outputs())
                        .anyMatch(output -> output.logicalBounds().contains(frame)
                                && output.logicalBounds().width() == frame.width()
                                && output.logicalBounds().bottom() == frame.bottom());
            }
        }
    }
}
