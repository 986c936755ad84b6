package org.wayray.compositor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.capture.Captures;
import org.wayray.compositor.clipboard.ViewerClipboard;
import org.wayray.compositor.frames.EncoderPool;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputControl;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.output.OutputSetup;
import org.wayray.compositor.output.Screen;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.seat.XkbLayout;
import org.wayray.compositor.viewer.AttachedViewer;
import org.wayray.compositor.viewer.KeymapCompiler;
import org.wayray.compositor.viewer.Presenter;
import org.wayray.compositor.viewer.ScreenList;
import org.wayray.compositor.viewer.ViewerCursor;
import org.wayray.compositor.viewer.ViewerHold;
import org.wayray.compositor.viewer.ViewerScreens;
import org.wayray.compositor.wm.FloatingWindowManager;
import org.wayray.compositor.wm.LayerShell;
import org.wayray.compositor.wm.SessionLock;
import org.wayray.link.Link;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Hook;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.posix.xkb.XkbException;
import org.wayray.protocol.ProtocolViolation;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.wayland.server.Display;

/**
 * A session's compositor: Wayland clients on one side, at most one viewer on the other.
 *
 * <pre>{@code
 * try (var compositor = new Compositor(loop, CompositorOptions.ofSize(1280, 800), encoders)) {
 *     compositor.listen(runtimeDirectory.resolve("wayland-1"));
 *     loop.run();
 * }
 * }</pre>
 *
 * <p>Confined to the loop, which it does not own; it may be made and closed while the loop does not run. Everything it made is
 * freed when it is closed, and clients are disconnected.
 */
public final class Compositor implements AutoCloseable {
    private final Display display;
    private final Scene scene = new Scene();
    private final ViewerScreens screens;
    private final XkbContext xkb;
    private final Seat seat;
    private final Globals globals;
    private final FloatingWindowManager windows;
    private final ViewerCursor cursor;
    private final ViewerClipboard clipboard;
    private final ViewerHold hold;
    private final Presenter presenter;
    private final Captures captures;
    private final KeymapCompiler keymaps;
    private final AttachedViewer.Session session;
    private final Hook afterBatch;
    private @Nullable AttachedViewer viewer;

    /**
     * A compositor without clients and viewer.
     *
     * @param encoders shared with other sessions perhaps; stays the caller's
     * @throws PosixException if the system lacks what a seat needs
     * @throws XkbException if there is no such keyboard layout
     */
    public Compositor(EventLoop loop, CompositorOptions options, EncoderPool encoders)
            throws PosixException, XkbException {
        this(loop, options, encoders, KeymapCompiler.thread());
    }

    /**
     * The same.
     *
     * @param background runs, one at a time and in order, what takes too long for the loop
     */
    public Compositor(EventLoop loop, CompositorOptions options, EncoderPool encoders, Executor background)
            throws PosixException, XkbException {
        xkb = XkbContext.create();
        display = new Display(loop);
        screens =
                new ViewerScreens(scene, new Screen(0, "", 0, 0, options.mode(), options.scale()), new OutputChanges());
        seat = new Seat(scene, display::nextSerial, XkbLayout.of(xkb, options.keyboard()));
        cursor = new ViewerCursor(this::outputOfPointer);
        seat.cursor().setSink(cursor);
        clipboard = new ViewerClipboard(loop, seat, options.clipboard());
        hold = new ViewerHold(seat.pointer(), screens, this::outputOfPointer);
        presenter = new Presenter(loop, scene, cursor);
        presenter.add(screens.first());
        captures = new Captures(loop, scene, seat);

        LayerShell layers = new LayerShell(scene);
        windows = new FloatingWindowManager(scene, seat, layers);
        globals = new Globals(new Globals.Model(
                loop,
                display,
                scene,
                screens.first(),
                new OutputWishes(),
                seat,
                xkb,
                layers,
                windows,
                new SessionLock(scene, seat, presenter::whenShown),
                captures,
                options.policy(),
                options.conformanceLenient()));

        keymaps = new KeymapCompiler(loop, background);
        session =
                new AttachedViewer.Session(loop, screens, seat, presenter, cursor, hold, clipboard, encoders, keymaps);
        display.setBeforeSync(this::catchUp);
        afterBatch = loop.afterBatch(this::afterBatch);
    }

    /** Tells clients of the focuses and outputs that follow from what changed. */
    private void catchUp() {
        seat.refresh();
        scene.updateVisibility();
    }

    private void afterBatch() {
        windows.setWatched(hasViewer());
        seat.refresh();
        presenter.present();
        hold.update();
        windows.list().tellLate();
        captures.run();
        if (captures.isWaiting()) {
            presenter.drawForPictures();
        }
    }

    /** Accepts Wayland clients on a socket at this path, which is removed in the end. */
    public void listen(Path socket) throws PosixException {
        display.listen(socket);
    }

    /** The Wayland side, for those who have a connected client at hand. */
    public Display display() {
        return display;
    }

    public Scene scene() {
        return scene;
    }

    public Seat seat() {
        return seat;
    }

    /** The window manager. */
    public FloatingWindowManager windows() {
        return windows;
    }

    /** The first output. */
    public Output output() {
        return screens.first();
    }

    /** The outputs as viewers are told of them. */
    public List<OutputConfig> outputConfigs() {
        return screens.describe();
    }

    /**
     * Makes the outputs those of a viewer that is about to be attached, and says what they are then. The newest viewer wins: the one
     * before is told that it was replaced.
     *
     * @param hello what the viewer said of itself
     * @throws ProtocolViolation if it said impossible things of its screens; then nothing has changed
     */
    public List<OutputConfig> prepare(Hello hello) throws ProtocolViolation {
        var wanted = ScreenList.read(hello.getScreensList());
        if (viewer != null) {
            viewer.leave(Goodbye.Reason.REPLACED, "another viewer took over this session");
            viewer = null;
        }
        screens.adopt(wanted);
        return screens.describe();
    }

    /**
     * Gives the session to a viewer that it was {@linkplain #prepare prepared} for, at once.
     *
     * @param link not started; closed by the compositor in the end
     * @param hello what the viewer said of itself
     */
    public void attach(Link<ToSession, ToViewer> link, Hello hello) {
        if (viewer != null) {
            viewer.leave(Goodbye.Reason.REPLACED, "another viewer took over this session");
        }
        viewer = new AttachedViewer(link, hello, session);
    }

    /** Whether somebody watches. */
    public boolean hasViewer() {
        return viewer != null && viewer.isAttached();
    }

    /** Makes the first output another size or density. Clients and the viewer are told. */
    public void configureOutput(OutputMode mode, Scale scale) {
        screens.reconfigure(Map.of(output(), new OutputSetup(mode, scale, output().position())));
    }

    private Output outputOfPointer() {
        return scene.outputAt(seat.pointer().position()).orElseGet(screens::first);
    }

    /** Brings outputs that come, change or go to all that have to do with them. */
    private final class OutputChanges implements ViewerScreens.Desktop {
        @Override
        public void changeOutputs(Runnable change) {
            windows.changeOutputs(change);
        }

        @Override
        public void adding(Output output) {
            presenter.add(output);
            globals.add(output);
        }
    }

    /** Lets clients change outputs, within what a viewer can show and a session can hold. */
    private final class OutputWishes implements OutputControl {
        @Override
        public boolean accepts(Map<Output, OutputSetup> setups) {
            long pixels = 0;
            for (Output output : scene.outputs()) {
                OutputSetup setup = setups.get(output);
                pixels += (setup == null ? output.mode() : setup.mode()).pixels();
            }
            return pixels <= OutputMode.MOST_PIXELS
                    && setups.values().stream().allMatch(setup -> setup.mode().isShowable());
        }

        @Override
        public void apply(Map<Output, OutputSetup> setups) {
            screens.reconfigure(setups);
        }
    }

    /** Ends the session: the viewer is told, clients are disconnected, everything is freed. Again does nothing. */
    @Override
    public void close() {
        if (viewer != null) {
            viewer.leave(Goodbye.Reason.SESSION_ENDED, "the session has ended");
            viewer = null;
        }
        display.close();
        clipboard.close();
        afterBatch.close();
        captures.close();
        presenter.close();
        keymaps.close();
        globals.close();
        seat.close();
        xkb.close();
    }
}
