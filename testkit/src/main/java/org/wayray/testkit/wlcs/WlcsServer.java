package org.wayray.testkit.wlcs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Watch;
import org.wayray.posix.xkb.XkbException;

/**
 * Serves WLCS tests, one compositor after another in one process: reads requests from a control socket, does each to the end, and
 * answers it.
 *
 * <p>Before a request, all that clients have sent is handled; after it, all that follows from it is done, down to the clients'
 * sockets. So tests see the order that they would see with a compositor in their own process. One thread does everything. {@code
 * conformance/wlcs/README.md} has the protocol.
 */
public final class WlcsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WlcsServer.class);

    /** Where the module puts the socket. */
    private static final String CONTROL_FD = "WLCS_CONTROL_FD";

    private static final int MOST_BYTES = 16 * 1024;
    private static final double FIXED = 256;
    private static final Duration LONG = Duration.ofHours(1);

    private final UnixSocket control;
    private final EventLoop loop;
    private final Watch watch;
    private final InlineEncoder encoders = new InlineEncoder();
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(MOST_BYTES);
    private final Deque<Fd> descriptors = new ArrayDeque<>();
    private final Deque<String> requests = new ArrayDeque<>();
    private final long descriptorsAtRest;
    private @Nullable WlcsInstance instance;
    private boolean ended;

    /** @param control connected to the module, keeps the borders of messages; owned from now on */
    public WlcsServer(UnixSocket control) throws PosixException {
        this.control = control;
        loop = EventLoop.create("wlcs");
        watch = loop.watch(control.fd(), Interest.READ, (readable, writable) -> receive());
        descriptorsAtRest = Fd.open();
    }

    /** The program: started by the module, which gives it the socket and says where in {@code WLCS_CONTROL_FD}. */
    public static void main(String[] arguments) throws PosixException {
        var number = System.getenv(CONTROL_FD);
        if (number == null) {
            System.err.println("this is started by the WLCS module, which sets " + CONTROL_FD);
            System.exit(2);
        }
        try (var server = new WlcsServer(UnixSocket.adopt(Fd.adopt(Integer.parseInt(number))))) {
            server.run();
        }
    }

    /** Serves until the module says {@code quit} or is gone. */
    public void run() throws PosixException {
        send("hello 1\npid " + ProcessHandle.current().pid());
        while (!ended) {
            loop.runOnce(LONG);
            for (var request = requests.poll(); request != null && !ended; request = requests.poll()) {
                serve(request);
            }
        }
    }

    private void receive() {
        bytes.clear();
        try {
            int count = control.receive(bytes, descriptors);
            if (count == UnixSocket.END) {
                ended = true;
            } else if (count != UnixSocket.WOULD_BLOCK) {
                requests.add(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
            }
        } catch (PosixException e) {
            LOG.error("the control socket failed", e);
            ended = true;
        }
    }

    private void serve(String request) throws PosixException {
        var words = Arrays.asList(request.split(" ", -1));
        if (!words.getFirst().matches("\\d+") || words.size() < 2) {
            return; // a remark
        }
        var verb = words.get(1);
        if (verb.equals("quit")) {
            ended = true;
            return;
        }
        loop.dispatchPending();
        var outcome = new String[] {"err not done"};
        loop.execute(() -> outcome[0] = answer(verb, words.subList(2, words.size())));
        loop.dispatchPending();
        if (verb.equals("stop")) {
            outcome[0] = leftovers(outcome[0]);
        }
        descriptors.forEach(Fd::close);
        descriptors.clear();
        send(words.getFirst() + " " + outcome[0]);
    }

    private String answer(String verb, List<String> arguments) {
        try {
            act(verb, arguments);
            return "ok";
        } catch (PosixException | XkbException | RuntimeException e) {
            LOG.error("{} {} failed", verb, arguments, e);
            return "err " + e;
        }
    }

    private void act(String verb, List<String> arguments) throws PosixException, XkbException {
        switch (verb) {
            case "start" -> start(arguments.contains("lenient"));
            case "stop" -> stop();
            case "client" -> running().client(number(arguments, 0), UnixSocket.adopt(descriptors.removeFirst()));
            case "move" ->
                running()
                        .move(
                                number(arguments, 0),
                                number(arguments, 1),
                                new Offset<>(number(arguments, 2), number(arguments, 3)));
            case "pointer", "touch", "keyboard" -> running();
            case "pointer-abs" -> running().pointerTo(place(arguments));
            case "pointer-rel" -> running().pointerBy(number(arguments, 1) / FIXED, number(arguments, 2) / FIXED);
            case "button" -> running().button(number(arguments, 0), number(arguments, 1), number(arguments, 2) == 1);
            case "pointer-gone" -> running().pointerGone(number(arguments, 0));
            case "touch-down" -> running().touchDown(number(arguments, 0), place(arguments));
            case "touch-move" -> running().touchMove(number(arguments, 0), place(arguments));
            case "touch-up", "touch-gone" -> running().touchUp(number(arguments, 0));
            case "key" -> running().key(number(arguments, 0), number(arguments, 1), number(arguments, 2) == 1);
            case "keyboard-gone" -> running().keyboardGone(number(arguments, 0));
            default -> throw new IllegalArgumentException("unknown request");
        }
    }

    private void start(boolean lenient) throws PosixException, XkbException {
        if (instance != null) {
            throw new IllegalStateException("the instance before has not been stopped");
        }
        instance = new WlcsInstance(loop, encoders, lenient);
    }

    private void stop() {
        if (instance != null) {
            instance.close();
            instance = null;
        }
    }

    /** What an instance that has ended did not free is an error. */
    private String leftovers(String outcome) {
        int watches = loop.watchCount() - 1;
        int timers = loop.timerCount();
        long open = Fd.open() - descriptorsAtRest;
        return watches == 0 && timers == 0 && open == 0
                ? outcome
                : "err the instance left " + watches + " watches, " + timers + " timers, " + open + " descriptors";
    }

    private WlcsInstance running() {
        if (instance == null) {
            throw new IllegalStateException("nothing has been started");
        }
        return instance;
    }

    private static int number(List<String> arguments, int index) {
        return Integer.parseInt(arguments.get(index));
    }

    private static Point<Logical> place(List<String> arguments) {
        return new Point<>(number(arguments, 1) / FIXED, number(arguments, 2) / FIXED);
    }

    private void send(String text) throws PosixException {
        var message = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        int count = control.send(message, new ArrayDeque<>());
        if (count == UnixSocket.END) {
            ended = true;
        } else if (message.hasRemaining()) {
            throw new IllegalStateException("the module does not read its answers");
        }
    }

    @Override
    public void close() {
        stop();
        watch.close();
        descriptors.forEach(Fd::close);
        control.close();
        loop.close();
        encoders.close();
    }
}
