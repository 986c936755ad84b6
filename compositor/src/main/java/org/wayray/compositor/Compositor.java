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
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.globals.ClientAccess;
import org.wayray.compositor.globals.ExtForeignToplevelListV1;
import org.wayray.compositor.globals.ExtWorkspaceManagerV1;
import org.wayray.compositor.globals.WlCompositor;
import org.wayray.compositor.globals.WlDataDeviceManager;
import org.wayray.compositor.globals.WlOutputs;
import org.wayray.compositor.globals.WlSeat;
import org.wayray.compositor.globals.WlShm;
import org.wayray.compositor.globals.WlSubcompositor;
import org.wayray.compositor.globals.WpAlphaModifierV1;
import org.wayray.compositor.globals.WpContentTypeManagerV1;
import org.wayray.compositor.globals.WpCursorShapeManagerV1;
import org.wayray.compositor.globals.WpFractionalScaleManagerV1;
import org.wayray.compositor.globals.WpPresentation;
import org.wayray.compositor.globals.WpSecurityContextManagerV1;
import org.wayray.compositor.globals.WpSinglePixelBufferManagerV1;
import org.wayray.compositor.globals.WpTearingControlManagerV1;
import org.wayray.compositor.globals.WpViewporter;
import org.wayray.compositor.globals.XdgActivationV1;
import org.wayray.compositor.globals.XdgSystemBellV1;
import org.wayray.compositor.globals.ZwlrForeignToplevelManagerV1;
import org.wayray.compositor.globals.ZwlrGammaControlManagerV1;
import org.wayray.compositor.globals.ZwlrOutputPowerManagerV1;
import org.wayray.compositor.globals.ZwlrVirtualPointerManagerV1;
import org.wayray.compositor.globals.ZwpInputMethodManagerV2;
import org.wayray.compositor.globals.ZwpKeyboardShortcutsInhibitManagerV1;
import org.wayray.compositor.globals.ZwpPointerConstraintsV1;
import org.wayray.compositor.globals.ZwpPointerGesturesV1;
import org.wayray.compositor.globals.ZwpRelativePointerManagerV1;
import org.wayray.compositor.globals.ZwpTabletManagerV2;
import org.wayray.compositor.globals.ZwpTextInputManagerV1;
import org.wayray.compositor.globals.ZwpTextInputManagerV3;
import org.wayray.compositor.globals.ZwpVirtualKeyboardManagerV1;
import org.wayray.compositor.globals.ZxdgOutputManagerV1;
import org.wayray.compositor.globals.capture.ExtImageCopyCaptureManagerV1;
import org.wayray.compositor.globals.capture.ExtOutputImageCaptureSourceManagerV1;
import org.wayray.compositor.globals.capture.ZwlrScreencopyManagerV1;
import org.wayray.compositor.globals.idle.ExtIdleNotifierV1;
import org.wayray.compositor.globals.idle.ZwpIdleInhibitManagerV1;
import org.wayray.compositor.globals.layershell.ZwlrLayerShellV1;
import org.wayray.compositor.globals.outputmanagement.ZwlrOutputManagerV1;
import org.wayray.compositor.globals.selection.ExtDataControlManagerV1;
import org.wayray.compositor.globals.selection.ZwlrDataControlManagerV1;
import org.wayray.compositor.globals.selection.ZwpPrimarySelectionDeviceManagerV1;
import org.wayray.compositor.globals.sessionlock.ExtSessionLockManagerV1;
import org.wayray.compositor.globals.xdgshell.XdgToplevelIconManagerV1;
import org.wayray.compositor.globals.xdgshell.XdgWmBase;
import org.wayray.compositor.globals.xdgshell.XdgWmDialogV1;
import org.wayray.compositor.globals.xdgshell.ZxdgDecorationManagerV1;
import org.wayray.compositor.globals.xdgshell.ZxdgExporterV2;
import org.wayray.compositor.globals.xdgshell.ZxdgImporterV2;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputControl;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.output.OutputSetup;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.seat.Idleness;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.seat.XkbLayout;
import org.wayray.compositor.viewer.AttachedViewer;
import org.wayray.compositor.viewer.Presenter;
import org.wayray.compositor.viewer.ViewerCursor;
import org.wayray.compositor.wm.Bell;
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
    private final WlSeat wlSeat;
    private final WpSecurityContextManagerV1 sandboxes;
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

        ClientAccess access = new ClientAccess(options.policy());
        display.setGlobalFilter(access);
        sandboxes = new WpSecurityContextManagerV1(display, access);
        WlOutputs outputs = new WlOutputs(display, scene);
        new WlCompositor(display, outputs);
        new WlSubcompositor(display);
        new WlShm(display);
        outputs.add(output);
        wlSeat = new WlSeat(display, seat);
        new WlDataDeviceManager(display, seat);
        new ZwpPrimarySelectionDeviceManagerV1(display, seat);
        new ZwlrDataControlManagerV1(display, seat);
        new ExtDataControlManagerV1(display, seat);
        new WpCursorShapeManagerV1(display, seat);
        new ZwpRelativePointerManagerV1(display);
        new ZwpPointerConstraintsV1(display, seat);
        new ZwpPointerGesturesV1(display, seat);
        new ZwpKeyboardShortcutsInhibitManagerV1(display, seat);
        new ZwlrVirtualPointerManagerV1(display, scene, seat);
        new ZwpVirtualKeyboardManagerV1(display, seat, xkb);
        new ZwpTextInputManagerV1(display, seat);
        new ZwpTextInputManagerV3(display, seat);
        new ZwpInputMethodManagerV2(display, seat);
        new ZwpTabletManagerV2(display);
        LayerShell layers = new LayerShell(scene);
        windows = new FloatingWindowManager(scene, seat, layers);
        new XdgWmBase(display, scene, seat, windows, options.conformanceLenient());
        new ZwlrScreencopyManagerV1(display, captures);
        new ExtOutputImageCaptureSourceManagerV1(display, captures);
        new ExtImageCopyCaptureManagerV1(display, captures);
        new ZxdgDecorationManagerV1(display);
        new ZwlrLayerShellV1(display, seat, layers, options.conformanceLenient());
        new ExtSessionLockManagerV1(display, new SessionLock(scene, seat, presenter::whenShown));
        Idleness idleness = new Idleness(loop, seat);
        new ExtIdleNotifierV1(display, idleness);
        new ZwpIdleInhibitManagerV1(display, idleness);
        new ZxdgOutputManagerV1(display);
        new WpViewporter(display);
        new WpFractionalScaleManagerV1(display);
        new WpSinglePixelBufferManagerV1(display);
        new WpAlphaModifierV1(display);
        new WpContentTypeManagerV1(display);
        new WpTearingControlManagerV1(display);
        new WpPresentation(display, outputs);
        new ZwlrOutputManagerV1(display, new OnlyOutput()).add(output);
        new ZwlrGammaControlManagerV1(display);
        new ZwlrOutputPowerManagerV1(display, seat);
        new XdgActivationV1(display, seat, windows);
        new ZxdgImporterV2(display, new ZxdgExporterV2(display));
        new XdgToplevelIconManagerV1(display);
        new XdgWmDialogV1(display);
        Bell bell = new Bell();
        bell.addListener(window -> window.ifPresent(windows::attentionRequested));
        new XdgSystemBellV1(display, windows, bell);
        new ZwlrForeignToplevelManagerV1(display, outputs, windows.list(), windows);
        new ExtForeignToplevelListV1(display, windows.list());
        new ExtWorkspaceManagerV1(display, scene, outputs, windows.list());
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
        private static final int SMALLEST = 64;
        private static final int LARGEST = 8192;

        @Override
        public boolean accepts(Map<Output, OutputSetup> setups) {
            return setups.values().stream()
                    .allMatch(setup -> isShowable(setup.mode().size()));
        }

        private static boolean isShowable(Size<Physical> size) {
            return Math.min(size.width(), size.height()) >= SMALLEST
                    && Math.max(size.width(), size.height()) <= LARGEST;
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
        sandboxes.close();
        display.close();
        afterBatch.close();
        captures.close();
        presenter.close();
        wlSeat.close();
        seat.close();
        xkb.close();
    }
}
