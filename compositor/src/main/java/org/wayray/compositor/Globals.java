package org.wayray.compositor;

import org.wayray.compositor.capture.Captures;
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
import org.wayray.compositor.policy.ClientPolicy;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.seat.Idleness;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.wm.Bell;
import org.wayray.compositor.wm.FloatingWindowManager;
import org.wayray.compositor.wm.LayerShell;
import org.wayray.compositor.wm.SessionLock;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.wayland.server.Display;

/**
 * Everything that a session offers to its clients, in the order in which they are told of it; {@code docs/globals.md} has the
 * versions and what is left out. Confined to the session loop.
 */
final class Globals implements AutoCloseable {
    private final WlOutputs outputs;
    private final ZwlrOutputManagerV1 outputManager;
    private final WpSecurityContextManagerV1 sandboxes;
    private final WlSeat wlSeat;

    /**
     * What the globals are about.
     *
     * @param output the first one
     * @param outputControl decides about what clients wish of outputs
     * @param lenient for conformance runs only, see {@link CompositorOptions}
     */
    record Model(
            EventLoop loop,
            Display display,
            Scene scene,
            Output output,
            OutputControl outputControl,
            Seat seat,
            XkbContext xkb,
            LayerShell layers,
            FloatingWindowManager windows,
            SessionLock lock,
            Captures captures,
            ClientPolicy policy,
            boolean lenient) {}

    /** @throws PosixException if the system lacks what a seat needs */
    Globals(Model model) throws PosixException {
        var access = new ClientAccess(model.policy());
        model.display().setGlobalFilter(access);
        outputs = new WlOutputs(model.display(), model.scene());
        surfaces(model, outputs);
        wlSeat = new WlSeat(model.display(), model.seat());
        input(model);
        selections(model);
        windows(model, outputs);
        outputManager = desktop(model);
        sandboxes = new WpSecurityContextManagerV1(model.display(), access);
    }

    /** What surfaces are made of, and where they are shown. */
    private static void surfaces(Model model, WlOutputs outputs) {
        var display = model.display();
        new WlCompositor(display, outputs);
        new WlSubcompositor(display);
        new WlShm(display);
        outputs.add(model.output());
        new ZxdgOutputManagerV1(display);
        new WpViewporter(display);
        new WpFractionalScaleManagerV1(display);
        new WpSinglePixelBufferManagerV1(display);
        new WpAlphaModifierV1(display);
        new WpContentTypeManagerV1(display);
        new WpTearingControlManagerV1(display);
        new WpPresentation(display, outputs);
    }

    /** What the seat's devices can do beyond wl_seat. */
    private static void input(Model model) {
        var display = model.display();
        var seat = model.seat();
        new WpCursorShapeManagerV1(display, seat);
        new ZwpRelativePointerManagerV1(display);
        new ZwpPointerConstraintsV1(display, seat);
        new ZwpPointerGesturesV1(display, seat);
        new ZwpKeyboardShortcutsInhibitManagerV1(display, seat);
        new ZwlrVirtualPointerManagerV1(display, model.scene(), seat);
        new ZwpVirtualKeyboardManagerV1(display, seat, model.xkb());
        new ZwpTextInputManagerV1(display, seat);
        new ZwpTextInputManagerV3(display, seat);
        new ZwpInputMethodManagerV2(display, seat);
        new ZwpTabletManagerV2(display);
    }

    /** Clipboard, primary selection, drag and drop. */
    private static void selections(Model model) {
        new WlDataDeviceManager(model.display(), model.seat());
        new ZwpPrimarySelectionDeviceManagerV1(model.display(), model.seat());
        new ZwlrDataControlManagerV1(model.display(), model.seat());
        new ExtDataControlManagerV1(model.display(), model.seat());
    }

    /** Windows, and what is said of them. */
    private static void windows(Model model, WlOutputs outputs) {
        var display = model.display();
        var windows = model.windows();
        new XdgWmBase(display, model.scene(), model.seat(), windows, model.lenient());
        new ZxdgDecorationManagerV1(display);
        new XdgActivationV1(display, model.seat(), windows);
        new ZxdgImporterV2(display, new ZxdgExporterV2(display));
        new XdgToplevelIconManagerV1(display);
        new XdgWmDialogV1(display);
        var bell = new Bell();
        bell.addListener(window -> window.ifPresent(windows::attentionRequested));
        new XdgSystemBellV1(display, windows, bell);
        new ZwlrForeignToplevelManagerV1(display, outputs, windows.list(), windows);
        new ExtForeignToplevelListV1(display, windows.list());
        new ExtWorkspaceManagerV1(display, model.scene(), outputs, windows.list());
    }

    /** What the programs of a desktop need. */
    private static ZwlrOutputManagerV1 desktop(Model model) {
        var display = model.display();
        var captures = model.captures();
        new ZwlrLayerShellV1(display, model.seat(), model.layers(), model.lenient());
        new ExtSessionLockManagerV1(display, model.lock());
        var idleness = new Idleness(model.loop(), model.seat());
        new ExtIdleNotifierV1(display, idleness);
        new ZwpIdleInhibitManagerV1(display, idleness);
        new ZwlrScreencopyManagerV1(display, captures);
        new ExtOutputImageCaptureSourceManagerV1(display, captures);
        new ExtImageCopyCaptureManagerV1(display, captures);
        var outputManager = new ZwlrOutputManagerV1(display, model.outputControl());
        outputManager.add(model.output());
        new ZwlrGammaControlManagerV1(display);
        new ZwlrOutputPowerManagerV1(display, model.seat());
        return outputManager;
    }

    /** Tells clients of one more output, until it is removed from the scene. */
    void add(Output output) {
        outputs.add(output);
        outputManager.add(output);
    }

    /** Frees what clients do not own. */
    @Override
    public void close() {
        sandboxes.close();
        wlSeat.close();
    }
}
