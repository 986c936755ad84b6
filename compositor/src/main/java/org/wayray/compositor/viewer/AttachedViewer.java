package org.wayray.compositor.viewer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.compositor.clipboard.ViewerClipboard;
import org.wayray.compositor.frames.EncoderPool;
import org.wayray.compositor.frames.FeedOptions;
import org.wayray.compositor.frames.ViewerFeed;
import org.wayray.compositor.frames.ViewerWay;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.recording.InputEvent;
import org.wayray.compositor.seat.AxisEvent;
import org.wayray.compositor.seat.AxisEvent.Movement;
import org.wayray.compositor.seat.Seat;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.Capabilities;
import org.wayray.protocol.Capability;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.ProtocolViolation;
import org.wayray.protocol.v1.FrameAck;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.Notice;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.OutputGone;
import org.wayray.protocol.v1.Ping;
import org.wayray.protocol.v1.PointerAxis;
import org.wayray.protocol.v1.PointerMotion;
import org.wayray.protocol.v1.Pong;
import org.wayray.protocol.v1.RefreshRequest;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.RelativeMotion;
import org.wayray.protocol.v1.ScreensChange;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * One viewer that the session is attached to, from after the handshake until its link closes or another viewer takes over: hands
 * its input to the seat and its acknowledgements to its feed.
 *
 * <p>Nothing that a viewer says is trusted: a contradiction ends its link, and what it holds is released when it is gone. Confined
 * to the session loop.
 */
public final class AttachedViewer implements LinkListener<ToSession>, ViewerScreens.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(AttachedViewer.class);

    /** Steps of the protocol for each pixel. */
    private static final double FIXED = 256;

    private final Link<ToSession, ToViewer> link;
    private final Session session;
    private final ViewerWay way;
    private final ScreenChanges screenChanges;
    private final InputTimes inputTimes;
    private final LinkTimes linkTimes;
    private final ViewerKeyboard keyboard;
    private PointerMotion lastMotion = PointerMotion.getDefaultInstance();
    private int lastTimeMs;
    private boolean attached = true;

    /**
     * What a viewer is attached to.
     *
     * @param keymaps makes the viewer's keyboard layout the session's
     */
    public record Session(
            EventLoop loop,
            ViewerScreens screens,
            Seat seat,
            Presenter presenter,
            ViewerCursor cursor,
            ViewerHold hold,
            ViewerClipboard clipboard,
            EncoderPool encoders,
            KeymapCompiler keymaps) {}

    /**
     * Attaches a viewer: it gets the whole picture and the cursor, and may send input.
     *
     * @param link not started
     * @param hello what it said of itself
     */
    public AttachedViewer(Link<ToSession, ToViewer> link, Hello hello, Session session) {
        this.link = link;
        this.session = session;
        this.inputTimes = new InputTimes(session.loop(), link.peer());
        this.linkTimes = new LinkTimes(link);
        var capabilities = Capabilities.ofWireNames(hello.getCapabilitiesList());
        this.keyboard = new ViewerKeyboard(
                session.seat(),
                session.loop(),
                session.keymaps(),
                capabilities.has(Capability.KEYBOARD_STATE),
                this::handle,
                this::warn);
        this.way = new ViewerWay(
                link,
                session.loop()::nowNanos,
                FeedOptions.of(
                        capabilities.has(Capability.COPY),
                        capabilities.has(Capability.KEEP),
                        capabilities.has(Capability.H264)));
        this.screenChanges = new ScreenChanges(session.loop(), session.screens(), session.presenter(), way);
        session.screens().setListener(this);
        session.presenter().attach(way, this::feed, this::stalled);
        if (capabilities.has(Capability.CURSOR)) {
            session.cursor().attach(link);
        }
        if (capabilities.has(Capability.POINTER_HOLD)) {
            session.hold().attach(link);
        }
        if (capabilities.has(Capability.CLIPBOARD)) {
            session.clipboard().attach(link);
        }
        if (hello.hasKeymap()) {
            keyboard.keymap(KeymapSource.of(hello.getKeymap()));
        }
        link.start(this, inputTimes);
    }

    private ViewerFeed feed(Output output) {
        return new ViewerFeed(way, session.screens().id(output), session.loop(), session.encoders());
    }

    /** Whether this is still the one that is attached. */
    public boolean isAttached() {
        return attached;
    }

    // ---- from the viewer

    @Override
    public void received(Envelope<ToSession> envelope) {
        if (!attached) {
            return;
        }
        InputEvent input = inputTimes.begin(envelope);
        if (envelope.channel() == Channel.INPUT && keyboard.isBusy()) {
            hold(envelope);
        } else {
            handle(envelope);
        }
        if (input != null) {
            inputTimes.end(input);
        }
    }

    private void hold(Envelope<ToSession> envelope) {
        if (!keyboard.hold(envelope)) {
            violation("The viewer sent more input than a person makes.");
        }
    }

    private void handle(Envelope<ToSession> envelope) {
        var message = envelope.message();
        switch (message.getBodyCase()) {
            case KEY -> key(message.getKey());
            case KEYBOARD_FOCUS -> keyboard.focus(message.getKeyboardFocus().getFocused());
            case KEYBOARD_STATE -> keyboard.state(message.getKeyboardState());
            case POINTER_MOTION -> pointerMotion(message.getPointerMotion());
            case POINTER_BUTTON -> {
                var button = message.getPointerButton();
                session.seat().pointerButton(button.getButton(), button.getPressed(), at(button.getTimeMs()));
                session.presenter().inputArrived();
            }
            case POINTER_AXIS -> pointerAxis(message.getPointerAxis());
            case RELATIVE_MOTION -> relativeMotion(message.getRelativeMotion());
            case POINTER_LEAVE -> session.seat().pointerLeft();
            case KEYMAP_CHANGE ->
                keyboard.keymap(KeymapSource.of(message.getKeymapChange().getKeymap(), envelope.payload()));
            case FRAME_ACK -> frameAck(message.getFrameAck());
            case REFRESH_REQUEST -> refresh(message.getRefreshRequest());
            case PING -> ping(message.getPing());
            case STATISTICS_WANTED ->
                way.reportTimes(message.getStatisticsWanted().getWanted());
            case SCREENS_CHANGE -> screensChange(message.getScreensChange());
            case GOODBYE -> link.close(CloseReason.finished("the viewer left"));
            case CLIPBOARD_OFFER, CLIPBOARD_REQUEST, CLIPBOARD_FAILURE -> clipboard(message);
            case HELLO, BODY_NOT_SET -> violation("The viewer sent a message that has no meaning here.");
        }
    }

    private void key(Key key) {
        at(key.getTimeMs());
        keyboard.key(key);
        session.presenter().inputArrived();
    }

    private void pointerMotion(PointerMotion motion) {
        lastMotion = motion;
        session.screens().output(motion.getOutput()).ifPresent(output -> {
            Point<Physical> place = new Point<>(motion.getX() / FIXED, motion.getY() / FIXED);
            session.seat()
                    .pointerMotion(output.scale().toLogical(place).plus(output.position()), at(motion.getTimeMs()));
        });
    }

    private void relativeMotion(RelativeMotion motion) {
        double pixels = FIXED * scaleOfPointer();
        session.seat()
                .pointerRelativeMotion(org.wayray.compositor.seat.RelativeMotion.plain(
                        at(motion.getTimeMs()), motion.getDx() / pixels, motion.getDy() / pixels));
    }

    private void pointerAxis(PointerAxis axis) {
        var source = switch (axis.getSource()) {
            case FINGER -> AxisEvent.Source.FINGER;
            case CONTINUOUS -> AxisEvent.Source.CONTINUOUS;
            case WHEEL, UNSPECIFIED, UNRECOGNIZED -> AxisEvent.Source.WHEEL;
        };
        session.seat()
                .pointerAxis(new AxisEvent(
                        at(axis.getTimeMs()),
                        source,
                        movement(axis.getDx(), axis.getV120X(), axis.getStop()),
                        movement(axis.getDy(), axis.getV120Y(), axis.getStop())));
    }

    private Movement movement(int distance, int value120, boolean stop) {
        return new Movement(distance / FIXED / scaleOfPointer(), value120, stop);
    }

    private double scaleOfPointer() {
        Output output = session.screens().output(lastMotion.getOutput()).orElseGet(session.screens()::first);
        return output.scale().factor();
    }

    private void refresh(RefreshRequest request) {
        session.screens().output(request.getOutput()).ifPresent(output -> {
            ViewerFeed feed = session.presenter().feed(output);
            if (feed != null) {
                feed.refresh(request);
            }
        });
    }

    private void screensChange(ScreensChange change) {
        try {
            var screens = ScreenList.read(change.getScreensList());
            if (screens.isEmpty()) {
                throw new ProtocolViolation("no screen");
            }
            screenChanges.follow(screens);
        } catch (ProtocolViolation e) {
            violation("The viewer named " + e.getMessage() + ".");
        }
    }

    private void frameAck(FrameAck ack) {
        if (way.acknowledged(ack)) {
            session.presenter().shown(ack.getSerial());
            screenChanges.shown(ack.getSerial());
            linkTimes.acknowledged(session.loop().batchNanos());
        } else {
            violation("The viewer acknowledged frame " + Integer.toUnsignedString(ack.getSerial())
                    + ", which it was not sent.");
        }
    }

    private void clipboard(ToSession message) {
        try {
            session.clipboard().received(message);
        } catch (ProtocolViolation e) {
            violation("The viewer sent " + e.getMessage() + ".");
        }
    }

    private void ping(Ping ping) {
        send(ToViewer.newBuilder().setPong(Pong.newBuilder().setNonce(ping.getNonce())));
    }

    private int at(int timeMs) {
        lastTimeMs = timeMs;
        return timeMs;
    }

    @Override
    public void closed(CloseReason reason) {
        detach();
    }

    // ---- to the viewer

    @Override
    public void changed(OutputConfig output) {
        send(ToViewer.newBuilder().setOutputConfig(output));
    }

    @Override
    public void gone(int id) {
        send(ToViewer.newBuilder().setOutputGone(OutputGone.newBuilder().setId(id)));
    }

    /** Says goodbye and detaches. */
    public void leave(Goodbye.Reason reason, String text) {
        if (attached) {
            send(ToViewer.newBuilder()
                    .setGoodbye(Goodbye.newBuilder().setReason(reason).setText(text)));
            link.close(CloseReason.finished(text));
            detach();
        }
    }

    private void stalled() {
        LOG.info("{} has not acknowledged a frame for too long", link.peer());
        link.close(new CloseReason(CloseReason.Kind.LOST, "the viewer does not acknowledge frames"));
        detach();
    }

    private void violation(String what) {
        LOG.info("{} broke the protocol: {}", link.peer(), what);
        send(ToViewer.newBuilder()
                .setRefusal(Refusal.newBuilder()
                        .setCode(Refusal.Code.PROTOCOL_ERROR)
                        .setReason(what)
                        .setHint("This is a mistake in the viewer; try another one.")));
        link.close(CloseReason.violation(what));
        detach();
    }

    private void warn(String text) {
        send(ToViewer.newBuilder()
                .setNotice(Notice.newBuilder().setLevel(Notice.Level.WARNING).setText(text)));
    }

    private void send(ToViewer.Builder message) {
        Channel channel = message.hasOutputConfig() || message.hasOutputGone() ? Channel.DISPLAY : Channel.CONTROL;
        link.send(Envelope.of(channel, message.build()));
    }

    /** Releases what the viewer held. Applications go on without anybody watching. */
    private void detach() {
        if (attached) {
            attached = false;
            session.screens().setListener(null);
            screenChanges.close();
            session.presenter().detach();
            session.cursor().attach(null);
            session.clipboard().detach();
            session.hold().attach(null);
            keyboard.close();
            session.seat().viewerGone(lastTimeMs);
        }
    }
}
