package org.wayray.viewer.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.codec.CodecException;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.video.VideoException;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.protocol.Capabilities;
import org.wayray.protocol.Capability;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.Limits;
import org.wayray.protocol.PeerText;
import org.wayray.protocol.v1.CursorDefault;
import org.wayray.protocol.v1.CursorImage;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.FrameAck;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Notice;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.RefreshRequest;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.StatisticsWanted;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.protocol.v1.Welcome;
import org.wayray.viewer.clipboard.ClipboardBridge;

/**
 * A viewer's side of a session: reaches the server, introduces itself, keeps the picture, acknowledges what was shown, sends
 * input, and comes back when the connection is lost. It tells a {@link Presenter} what there is to show.
 *
 * <p>Confined to the thread that owns its {@link ViewerLoop}. That is the presenter's own thread, and frames are decoded there
 * too: one hop from the network to the screen. A thread between the two would cost each key's echo a second wake-up, which is
 * dearer than decoding it, and could only gain while whole screens change.
 */
public final class ViewerSession implements AutoCloseable {
    private static final long ANSWER_NANOS = 10_000_000_000L;

    /** So many undecodable frames in a row mean that the peers do not understand each other. */
    private static final int MAX_BAD_FRAMES = 10;

    private static final Logger log = LoggerFactory.getLogger(ViewerSession.class);

    private final ViewerLoop loop;
    private final ServerConnector connector;
    /** What the viewer says first; without video from when it turned out that there is none. */
    private Hello hello;

    private final Presenter presenter;
    private final Backoff backoff;
    private final RemoteOutputs outputs;
    private final Keyboard keyboard;
    private final Pointer pointer = new Pointer(this::sendInput);

    private final Screens screens;

    private ViewerState state = new ViewerState.Connecting();
    private ViewerLoop.@Nullable Timer timer;

    /** Counts attempts; what belongs to an older one is ignored. */
    private int attempt;

    private @Nullable Connection connection;

    /** Null where nothing is copied or pasted across. */
    private @Nullable ClipboardBridge clipboard;

    /** Replaced as a whole, because an observer may leave while it is told. */
    private FrameObserver[] observers = {};

    /**
     * @param loop the thread that this session lives on
     * @param hello what the viewer says first, but for its screens
     * @param presenter what it is shown on
     * @param random spreads the attempts of many viewers to come back to a restarted server
     */
    public ViewerSession(
            ViewerLoop loop, ServerConnector connector, Hello hello, Presenter presenter, RandomGenerator random) {
        this.backoff = new Backoff(random);
        this.loop = loop;
        this.connector = connector;
        this.hello = hello;
        this.presenter = presenter;
        this.outputs = new RemoteOutputs(presenter);
        this.screens = new Screens(loop, this::sendControl);
        this.keyboard = new Keyboard(loop, this::sendInput);
    }

    /** Joins the session's clipboard with one of this machine, for which the Hello must have the capability; before the start. */
    public void join(ClipboardBridge bridge) {
        clipboard = bridge;
    }

    /** Breaks off what is being pasted, because the person has had enough of it. */
    public void cancelPasting() {
        if (clipboard != null) {
            clipboard.cancelTransfers();
        }
    }

    /** Begins to reach the server; once. */
    public void start() {
        presenter.stateChanged(state);
        connect();
    }

    /** What it is doing. */
    public ViewerState state() {
        return state;
    }

    /** The session's outputs, oldest first; none before it told of any. */
    public List<RemoteOutput> outputs() {
        return outputs.all();
    }

    /** The picture of the oldest output as decoded so far; null before there was any. */
    public @Nullable Framebuffer picture() {
        var all = outputs.all();
        return all.isEmpty() ? null : all.getFirst().framebuffer();
    }

    /** Takes what the keyboard does. */
    public Keyboard keyboard() {
        return keyboard;
    }

    /** Takes what the pointer does. */
    public Pointer pointer() {
        return pointer;
    }

    /** Takes what the viewer has to show the session on. */
    public Screens screens() {
        return screens;
    }

    /** All damage is visible now: clears it and acknowledges the frames it came with. */
    public void presented() {
        outputs.presented();
        if (connection != null) {
            connection.acknowledge();
        }
        screens.presented();
        if (observers.length > 0) {
            long now = loop.nanoTime();
            for (var observer : observers) {
                observer.presented(now);
            }
        }
    }

    /** Tells somebody of every frame. While there is anybody, the session is asked for its times, which cost bytes. */
    public void observe(FrameObserver observer) {
        observers = Arrays.copyOf(observers, observers.length + 1);
        observers[observers.length - 1] = observer;
        if (observers.length == 1) {
            tellStatisticsWanted();
        }
    }

    /** Tells that one no longer. Does nothing for one that is not told. */
    public void unobserve(FrameObserver observer) {
        int before = observers.length;
        observers = Arrays.stream(observers).filter(each -> each != observer).toArray(FrameObserver[]::new);
        if (observers.length == 0 && before > 0) {
            tellStatisticsWanted();
        }
    }

    private void tellStatisticsWanted() {
        if (connection != null) {
            connection.tellStatisticsWanted();
        }
    }

    /** Asks the connection for its figures. The answer comes on the loop, soon; empty where there is no connection. */
    public void measureLink(Consumer<Optional<LinkReport>> receiver) {
        var measured = connection;
        if (measured == null) {
            loop.execute(() -> receiver.accept(Optional.empty()));
            return;
        }
        int number = attempt;
        measured.link
                .stats()
                .whenComplete((stats, failure) -> loop.execute(() -> receiver.accept(
                        stats == null
                                ? Optional.empty()
                                : Optional.of(new LinkReport(number, stats, measured.link.queuedBytes())))));
    }

    /** Tries again at once, whatever it was waiting for; does nothing while there is a connection or one is being made. */
    public void retry() {
        switch (state) {
            case ViewerState.Refused refused -> {
                become(new ViewerState.Reconnecting(refused.problem(), loop.nanoTime()));
                connect();
            }
            case ViewerState.Reconnecting waiting
            when waiting.nextTryNanos() > loop.nanoTime() -> {
                become(new ViewerState.Reconnecting(waiting.problem(), loop.nanoTime()));
                connect();
            }
            default -> {}
        }
    }

    /** Says goodbye and ends, because the user wants to. */
    public void leave() {
        if (connection != null) {
            connection.send(
                    Channel.CONTROL,
                    ToSession.newBuilder()
                            .setGoodbye(Goodbye.newBuilder().setReason(Goodbye.Reason.VIEWER_LEFT))
                            .build());
        }
        if (state instanceof ViewerState.Refused(Diagnostic problem, ExitStatus status)) {
            end(status, problem.render());
        } else {
            end(ExitStatus.OK, "");
        }
    }

    /** Frees the decoders and the keymap. The session must have ended. */
    @Override
    public void close() {
        keyboard.close();
        outputs.close();
    }

    // ---- connecting

    private void connect() {
        int number = ++attempt;
        startTimer(ANSWER_NANOS, () -> failed(noAnswer()));
        connector
                .connect()
                .whenComplete((link, failure) -> loop.execute(() -> {
                    if (number != attempt) {
                        if (link != null) {
                            link.close(CloseReason.finished("the viewer stopped waiting"));
                        }
                    } else if (failure != null) {
                        failed(failure);
                    } else {
                        connected(link);
                    }
                }));
    }

    private void connected(Link<ToViewer, ToSession> link) {
        log.debug("Connected to {}", link.peer());
        var made = new Connection(link);
        connection = made;
        outputs.connect();
        if (clipboard != null) {
            // before the Welcome, because no order holds between channels
            clipboard.connected(link);
        }
        if (!(state instanceof ViewerState.Reconnecting)) {
            become(new ViewerState.Handshaking());
        }
        startTimer(ANSWER_NANOS, () -> failed(noAnswer()));
        link.start(made, made);
        made.send(
                Channel.CONTROL,
                ToSession.newBuilder()
                        .setHello(hello.toBuilder().addAllScreens(screens.introduce()))
                        .build());
    }

    private void failed(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ProgramException known) {
            if (known.status() == ExitStatus.CANNOT_CONNECT) {
                lost(known.diagnostic());
            } else {
                refused(known.diagnostic(), known.status());
            }
        } else {
            log.error("Connecting to {} failed", connector.server(), cause);
            lost(new Diagnostic(
                    "cannot connect to " + connector.server(),
                    cause.toString(),
                    "please report this with the lines of the log: it is an error of the program"));
        }
    }

    private ProgramException noAnswer() {
        return new ProgramException(
                ExitStatus.CANNOT_CONNECT,
                new Diagnostic(
                        "cannot connect to " + connector.server(),
                        "the server does not answer",
                        "see whether the server runs and whether UDP reaches its port"));
    }

    /** There is no connection any more: tries again a little later. */
    private void lost(Diagnostic problem) {
        disconnect("the viewer starts over");
        long delay = backoff.next().toNanos();
        log.info("{}: {}; trying again in {} ms", problem.what(), problem.why(), delay / 1_000_000);
        become(new ViewerState.Reconnecting(problem, loop.nanoTime() + delay));
        startTimer(delay, this::connect);
    }

    private void refused(Diagnostic problem, ExitStatus status) {
        disconnect("the viewer was refused");
        log.warn("{}: {}", problem.what(), problem.why());
        become(new ViewerState.Refused(problem, status));
    }

    private void end(ExitStatus status, String message) {
        disconnect("the viewer left");
        become(new ViewerState.Ended(status, message));
    }

    private void disconnect(String detail) {
        attempt++;
        cancelTimer();
        keyboard.disconnect();
        pointer.disconnect();
        screens.disconnect();
        outputs.forgetKept();
        if (clipboard != null) {
            clipboard.disconnected();
        }
        var old = connection;
        connection = null;
        if (old != null) {
            old.link.close(CloseReason.finished(detail));
            presenter.cursorChanged(new CursorShape.Default());
        }
    }

    private void become(ViewerState next) {
        if (state instanceof ViewerState.Ended) {
            return;
        }
        state = next;
        log.debug("{}", next);
        presenter.stateChanged(next);
    }

    private void startTimer(long nanos, Runnable task) {
        cancelTimer();
        timer = loop.schedule(nanos, task);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void sendControl(ToSession message) {
        if (connection != null) {
            connection.send(Channel.CONTROL, message);
        }
    }

    private void sendInput(ToSession message) {
        sendInput(Envelope.of(Channel.INPUT, message));
    }

    private void sendInput(Envelope<ToSession> envelope) {
        if (connection == null) {
            return;
        }
        connection.link.send(envelope);
        var message = envelope.message();
        if (clipboard != null && message.hasKeyboardFocus()) {
            clipboard.focused(message.getKeyboardFocus().getFocused());
        }
        if (observers.length > 0 && message.hasKey() && message.getKey().getPressed()) {
            for (var observer : observers) {
                observer.keyPressed(message.getKey().getCode(), loop.nanoTime());
            }
        }
    }

    /** One connection, from the first byte to its end. What an old one still delivers is ignored. */
    private final class Connection implements LinkListener<ToViewer>, Executor {
        private final Link<ToViewer, ToSession> link;

        /** When what is being delivered came in. */
        private long arrivedNanos;

        /** The newest frame that was not acknowledged yet, if {@link #ackOwed}. */
        private int frameSerial;

        private long frameArrivedNanos;
        private long frameDecodedNanos;
        private boolean ackOwed;
        private int badFrames;

        /** What this side and the session can do; nothing before the Welcome. */
        private Capabilities common = Capabilities.of();

        Connection(Link<ToViewer, ToSession> link) {
            this.link = link;
        }

        /** The link's way to the loop; notes on the network's thread when the bytes came. */
        @Override
        public void execute(Runnable delivery) {
            long now = loop.nanoTime();
            loop.execute(() -> {
                arrivedNanos = now;
                delivery.run();
            });
        }

        @Override
        public void received(Envelope<ToViewer> envelope) {
            if (connection != this) {
                return;
            }
            var message = envelope.message();
            switch (message.getBodyCase()) {
                case FRAME -> frame(message.getFrame(), envelope.payload());
                case WELCOME -> welcome(message.getWelcome());
                case OUTPUT_CONFIG -> output(message.getOutputConfig());
                case CURSOR_IMAGE -> cursor(message.getCursorImage(), envelope.payload());
                case CURSOR_HIDDEN -> presenter.cursorChanged(new CursorShape.Hidden());
                case CURSOR_DEFAULT ->
                    presenter.cursorChanged(named(message.getCursorDefault().getShape()));
                case POINTER_HOLD -> presenter.pointerHeld(message.getPointerHold());
                case NOTICE -> notice(message.getNotice());
                case REFUSAL -> refusal(message.getRefusal());
                case GOODBYE -> goodbye(message.getGoodbye());
                case OUTPUT_GONE -> {
                    screens.outputsChanged();
                    outputs.gone(message.getOutputGone().getId());
                }
                case PONG, BODY_NOT_SET -> log.debug("Ignored {}", message.getBodyCase());
                case CLIPBOARD_OFFER, CLIPBOARD_REQUEST, CLIPBOARD_FAILURE, CLIPBOARD_POLICY -> {
                    if (clipboard != null) {
                        clipboard.received(message);
                    }
                }
            }
        }

        private static CursorShape named(CursorDefault.Shape shape) {
            return switch (shape) {
                case DEFAULT, UNRECOGNIZED -> new CursorShape.Default();
                default -> new CursorShape.Named(shape);
            };
        }

        @Override
        public void closed(CloseReason reason) {
            if (connection == this) {
                lost(new Diagnostic(
                        "the connection to " + connector.server() + " was lost",
                        PeerText.readable(reason.detail()),
                        reason.kind() == CloseReason.Kind.LOST
                                ? "nothing: the session goes on, and the viewer comes back to it"
                                : "see whether the server still runs"));
            }
        }

        void send(Channel channel, ToSession message) {
            link.send(Envelope.of(channel, message));
        }

        void acknowledge() {
            if (!ackOwed) {
                return;
            }
            ackOwed = false;
            var ack = FrameAck.newBuilder().setSerial(frameSerial);
            if (observers.length > 0) {
                ack.setDecodeUs(micros(frameDecodedNanos - frameArrivedNanos))
                        .setPresentUs(micros(loop.nanoTime() - frameArrivedNanos));
            }
            send(Channel.DISPLAY, ToSession.newBuilder().setFrameAck(ack).build());
        }

        void tellStatisticsWanted() {
            if (common.has(Capability.STATISTICS)) {
                send(
                        Channel.CONTROL,
                        ToSession.newBuilder()
                                .setStatisticsWanted(
                                        StatisticsWanted.newBuilder().setWanted(observers.length > 0))
                                .build());
            }
        }

        // ---- control

        private void welcome(Welcome welcome) {
            if (state instanceof ViewerState.Active) {
                violated("a second Welcome");
                return;
            }
            if (Integer.compareUnsigned(welcome.getVersion(), hello.getMinVersion()) < 0
                    || Integer.compareUnsigned(welcome.getVersion(), hello.getMaxVersion()) > 0) {
                violated("protocol version " + Integer.toUnsignedString(welcome.getVersion()) + " was not on offer");
                return;
            }
            cancelTimer();
            log.debug("{} welcomes us", PeerText.readable(welcome.getServerName() + " " + welcome.getServerVersion()));
            welcome.getOutputsList().forEach(this::output);
            if (connection != this) {
                return;
            }
            outputs.welcomed();
            become(new ViewerState.Active(PeerText.readable(welcome.getSessionName())));
            common = Capabilities.ofWireNames(welcome.getCapabilitiesList());
            keyboard.connect(common.has(Capability.KEYBOARD_STATE));
            pointer.connect();
            screens.connect();
            if (observers.length > 0) {
                tellStatisticsWanted();
            }
        }

        private void refusal(Refusal refusal) {
            var problem = new Diagnostic(
                    connector.server() + " refused the viewer",
                    said(refusal.getReason(), "it gave no reason"),
                    said(refusal.getHint(), ""));
            switch (refusal.getCode()) {
                case VERSION_TOO_OLD, VERSION_TOO_NEW, NOT_AUTHORISED, PROTOCOL_ERROR, REPLACED ->
                    refused(problem, ExitStatus.REFUSED);
                case BUSY, SHUTTING_DOWN, TIMED_OUT, SERVER_ERROR, UNSPECIFIED, UNRECOGNIZED -> lost(problem);
            }
        }

        private void goodbye(Goodbye goodbye) {
            switch (goodbye.getReason()) {
                case SESSION_ENDED -> end(ExitStatus.OK, said(goodbye.getText(), "the session has ended"));
                case REPLACED ->
                    refused(
                            new Diagnostic(
                                    "this session is shown elsewhere now",
                                    said(goodbye.getText(), "another viewer took it over"),
                                    "take it back by trying again"),
                            ExitStatus.REFUSED);
                case SHUTTING_DOWN, VIEWER_LEFT, UNSPECIFIED, UNRECOGNIZED ->
                    lost(new Diagnostic(
                            connector.server() + " ended the connection",
                            said(goodbye.getText(), "the server goes down"),
                            "wait for the server to come back"));
            }
        }

        private void notice(Notice notice) {
            var text = PeerText.readable(notice.getText());
            log.info("The session says: {}", text);
            presenter.noticed(text);
        }

        /** The server's words, fit to be shown; others where it has none. */
        private static String said(String words, String otherwise) {
            var line = PeerText.readable(words);
            return line.isBlank() ? otherwise : line;
        }

        private void violated(String detail) {
            link.close(CloseReason.violation(detail));
            lost(new Diagnostic(
                    "cannot go on with " + connector.server(),
                    "the server broke the protocol: " + detail,
                    "use a viewer and a server of the same version"));
        }

        // ---- display

        private void output(OutputConfig config) {
            screens.outputsChanged();
            try {
                outputs.configure(config);
            } catch (CodecException e) {
                violated(String.valueOf(e.getMessage()));
            }
        }

        private void frame(Frame frame, ByteBuffer payload) {
            try {
                var failures = outputs.resize(frame.getOutput(), frame.getWidth(), frame.getHeight())
                        .picture()
                        .apply(frame, payload);
                badFrames = failures.isEmpty() ? 0 : badFrames + 1;
                if (!failures.isEmpty()) {
                    undecodable(frame, failures);
                }
            } catch (CodecException e) {
                violated(String.valueOf(e.getMessage()));
            }
            if (connection != this) {
                return;
            }
            frameSerial = frame.getSerial();
            frameArrivedNanos = arrivedNanos;
            frameDecodedNanos = loop.nanoTime();
            ackOwed = true;
            for (var observer : observers) {
                observer.decoded(frame, payload.remaining(), frameArrivedNanos, frameDecodedNanos);
            }
            screens.framed();
            backoff.reset(); // a welcome alone does not show that the session works
            presenter.pictureChanged();
        }

        private void undecodable(Frame frame, List<RemotePicture.Failure> failures) {
            var cause = failures.getFirst().cause();
            if (failures.stream().anyMatch(failure -> failure.cause().getCause() instanceof VideoException)) {
                reintroduceWithoutVideo(cause);
                return;
            }
            log.warn("Frame {} cannot be decoded: {}", Integer.toUnsignedString(frame.getSerial()), cause.getMessage());
            if (badFrames > MAX_BAD_FRAMES) {
                violated("its pictures cannot be decoded: " + cause.getMessage());
                return;
            }
            var request = RefreshRequest.newBuilder().setOutput(frame.getOutput());
            failures.forEach(failure -> request.addAreas(failure.area()));
            send(
                    Channel.DISPLAY,
                    ToSession.newBuilder().setRefreshRequest(request).build());
        }

        /** Comes back as a viewer that never promised to decode video. */
        private void reintroduceWithoutVideo(CodecException cause) {
            var others = hello.getCapabilitiesList().stream()
                    .filter(name -> !name.equals(Capability.H264.wireName()))
                    .toList();
            hello = hello.toBuilder()
                    .clearCapabilities()
                    .addAllCapabilities(others)
                    .build();
            lost(new Diagnostic(
                    "this viewer cannot decode video",
                    String.valueOf(cause.getCause()),
                    "nothing: the viewer comes back and does without"));
        }

        // ---- cursor

        private void cursor(CursorImage image, ByteBuffer payload) {
            int width = image.getWidth();
            int height = image.getHeight();
            if (width < 1
                    || height < 1
                    || width > Limits.CURSOR_SIDE
                    || height > Limits.CURSOR_SIDE
                    || payload.remaining() != 4 * width * height) {
                violated("a cursor image of " + payload.remaining() + " bytes for " + Integer.toUnsignedString(width)
                        + "x" + Integer.toUnsignedString(height));
                return;
            }
            var argb = new int[width * height];
            payload.duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(argb);
            presenter.cursorChanged(new CursorShape.Image(
                    argb,
                    width,
                    height,
                    Math.clamp(image.getHotX(), 0, width - 1),
                    Math.clamp(image.getHotY(), 0, height - 1)));
        }

        private static int micros(long nanos) {
            return (int) Math.min(Math.max(nanos, 0) / 1_000, Integer.MAX_VALUE);
        }
    }
}
