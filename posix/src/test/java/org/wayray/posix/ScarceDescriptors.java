package org.wayray.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.wayray.posix.libc.RawFiles;

/** What {@link ScarceDescriptorsTest} runs in a process with few descriptors; prints what it saw, line by line. */
final class ScarceDescriptors {
    private static final int SENT = 10;
    private static final int LEFT = 4;

    private final Path socket;
    private final Deque<Fd> hoard = new ArrayDeque<>();

    private ScarceDescriptors(Path socket) {
        this.socket = socket;
    }

    public static void main(String[] arguments) throws IOException {
        var scenario = new ScarceDescriptors(Path.of(arguments[0]));
        // The first time with plenty, so that all classes are loaded when there are no descriptors to load them with.
        scenario.receive(false);
        scenario.accept(false);
        scenario.fail();
        System.out.println(scenario.receive(true));
        System.out.println(scenario.accept(true));
    }

    private void fail() throws IOException {
        try {
            UnixSocket.connect(socket).close();
        } catch (PosixException e) {
            if (!e.is("ENOENT")) {
                throw e;
            }
        }
    }

    /** Takes all descriptors but some. */
    private void exhaust(boolean really, int left) {
        try {
            while (really) {
                hoard.add(Fd.adopt(RawFiles.openForReading("/dev/null")));
            }
        } catch (AssertionError e) {
            // the limit
        }
        for (int i = 0; i < left && !hoard.isEmpty(); i++) {
            hoard.removeLast().close();
        }
    }

    private void relax() {
        hoard.forEach(Fd::close);
        hoard.clear();
    }

    private String receive(boolean scarce) throws IOException {
        try (var pair = UnixSocket.pair()) {
            var fds = new ArrayDeque<Fd>();
            for (int i = 0; i < SENT; i++) {
                fds.add(Fd.adopt(RawFiles.openForReading("/dev/null")));
            }
            pair.left().send(ByteBuffer.allocate(1), fds);
            exhaust(scarce, LEFT);
            long before = Fd.open();
            var received = new ArrayDeque<Fd>();
            try {
                pair.right().receive(ByteBuffer.allocate(1), received);
                return "received " + received.size();
            } catch (PosixException e) {
                return "receive: " + e.errno() + ", left open " + (Fd.open() - before) + ", handed over "
                        + received.size();
            } finally {
                received.forEach(Fd::close);
                relax();
            }
        }
    }

    private String accept(boolean scarce) throws IOException {
        try (var listener = UnixListener.bind(socket);
                var client = UnixSocket.connect(socket)) {
            exhaust(scarce, 0);
            var saw = new StringBuilder("accept: ");
            try {
                Objects.requireNonNull(listener.accept()).close();
            } catch (PosixException e) {
                saw.append(e.errno());
            }
            relax();
            saw.append(", again ").append(listener.accept());
            saw.append(", client sees ").append(client.receive(ByteBuffer.allocate(1), new ArrayDeque<>()));
            try (var next = UnixSocket.connect(socket);
                    var accepted = Objects.requireNonNull(listener.accept())) {
                saw.append(", next ").append(next.peer().equals(accepted.peer()));
            }
            return saw.toString();
        }
    }
}
