package org.wayray.viewer.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lwjgl.sdl.SDLStdinc;
import org.wayray.protocol.v1.Hello;
import org.wayray.viewer.XDisplay;
import org.wayray.viewer.session.FakeServer;
import org.wayray.viewer.session.ViewerSession;

/** A viewer with a window, on a thread of its own. */
final class RunningViewer {
    private static final Hello HELLO =
            Hello.newBuilder().setMinVersion(1).setMaxVersion(1).build();

    final Thread thread;
    final ViewerSession session;
    final SdlPresenter presenter;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    RunningViewer(XDisplay display, WindowOptions options, FakeServer server) {
        this(display, options, server, HELLO);
    }

    RunningViewer(XDisplay display, WindowOptions options, FakeServer server, Hello hello) {
        SDLStdinc.SDL_setenv_unsafe("DISPLAY", display.name(), 1);
        presenter = new SdlPresenter(options, Map.of("DISPLAY", display.name()), server.server());
        session = new ViewerSession(presenter.loop(), server, hello, presenter, new Random(1));
        thread = Thread.ofPlatform().name("sdl").start(() -> {
            try (presenter;
                    session) {
                session.start();
                presenter.run(session);
            } catch (Throwable e) {
                failure.set(e);
            }
        });
    }

    void leave() {
        presenter.loop().execute(session::leave);
    }

    void join() throws InterruptedException {
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(failure.get()).isNull();
    }

    void close() throws InterruptedException {
        leave();
        join();
    }
}
