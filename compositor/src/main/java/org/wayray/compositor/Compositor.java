package org.wayray.compositor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.compositor.capture.Captures;
import org.wayray.compositor.frames.EncoderPool;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputControl;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.output.OutputSetup;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.seat.XkbLayout;
import org.wayray.compositor.viewer.AttachedViewer;
import org.wayray.compositor.viewer.Presenter;
import org.wayray.compositor.viewer.ViewerCursor;
import org.wayray.compositor.wm.FloatingWindowManager;
import org.wayray.compositor.wm.LayerShell;
import org.wayray.compositor.wm.SessionLock;
import org.wayray.link.Link;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Hook;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.posix.xkb.XkbException;
import org.wayray.posix.xkb.XkbNames;
import org.wayray.protocol.PeerText;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Keymap;
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
    private static final Logger LOG = LoggerFactory.getLogger(Compositor.class);

    private final Display display;
    private final Scene scene = new Scene();
    private final Output output;
    private final XkbContext xkb;
    private final Seat seat;
    private final Globals globals;
    private final FloatingWindowManager windows;
    private final ViewerCursor cursor;
    private final Presenter presenter;
    private final Captures captures;
    private final AttachedViewer.Session session;
    private final Hook afterBatch;
    private XkbNames keyboard;
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
        keyboard = options.keyboard();
        xkb = XkbContext.create();
        display = new Display(loop);
        output = new Output("WAYRAY-1", "WayRay viewer", options.mode(), options.scale(), Offset.zero());
        seat = new Seat(scene, display::nextSerial, XkbLayout.of(xkb, keyboard));
        cursor = new ViewerCursor(output);
        seat.cursor().setSink(cursor);
        presenter = new Presenter(loop, scene, output, cursor);
        captures = new Captures(loop, scene, seat);

        LayerShell layers = new LayerShell(scene);
        windows = new FloatingWindowManager(scene, seat, layers);
        globals = new Globals(new Globals.Model(
                loop,
                display,
                scene,
                output,
                new OnlyOutput(),
                seat,
                xkb,
                layers,
                windows,
                new SessionLock(scene, seat, presenter::whenShown),
                captures,
                options.policy(),
                options.conformanceLenient()));
        scene.addOutput(output);

        session = new AttachedViewer.Session(loop, output, seat, presenter, cursor, encoders, this::useKeymap);
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

    /** The only output. */
    public Output output() {
        return output;
    }

    /** The outputs as viewers are told of them. */
    public List<OutputConfig> outputConfigs() {
        return List.of(AttachedViewer.describe(output));
    }

    /**
     * Gives the session to a viewer. The newest viewer wins: the one before is told that it was replaced.
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

    /** Makes the output another size or density. Clients and the viewer are told. */
    public void configureOutput(OutputMode mode, Scale scale) {
        configureOutput(new OutputSetup(mode, scale, output.position()));
    }

    private void configureOutput(OutputSetup setup) {
        output.reconfigure(setup.mode(), setup.scale(), setup.position());
        scene.outputChanged();
        windows.outputsChanged();
    }

    private void useKeymap(Keymap keymap, int timeMs) {
        try {
            XkbNames names = new XkbNames(
                    keymap.getRules(), keymap.getModel(), keymap.getLayout(), keymap.getVariant(), keymap.getOptions());
            if (!names.equals(keyboard)) {
                seat.keyboardLayout(XkbLayout.of(xkb, names), timeMs);
                keyboard = names;
            }
        } catch (IllegalArgumentException | XkbException e) {
            LOG.warn(
                    "The viewer's keyboard layout is unknown here: {}",
                    PeerText.readable(String.valueOf(e.getMessage())));
        }
    }

    /** Lets clients change the output, within what a viewer can show. */
    private final class OnlyOutput implements OutputControl {
        @Override
        public boolean accepts(Map<Output, OutputSetup> setups) {
            return setups.values().stream().allMatch(setup -> setup.mode().isShowable());
        }

        @Override
        public void apply(Map<Output, OutputSetup> setups) {
            setups.values().forEach(Compositor.this::configureOutput);
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
        afterBatch.close();
        captures.close();
        presenter.close();
        globals.close();
        seat.close();
        xkb.close();
    }
}
