package org.wayray.benchmarks.line;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A relay on the loopback interface that viewers talk to instead of the server, and that treats datagrams as a {@link LineModel}
 * says. One thread takes datagrams in, one for each direction delivers them. Its methods may be called by any thread; it owns
 * its sockets and threads until {@link #close}.
 */
public final class Line implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int SOCKET_BUFFER = 4 << 20;
    private static final long PATIENCE_MILLIS = 2_000;

    private final SocketAddress server;
    private final Selector selector;
    private final DatagramChannel front;
    private final ByteBuffer input = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final Conveyor up;
    private final Conveyor down;
    private final Thread reader;

    /** A socket towards the server for each viewer that was heard of; the reader's own. */
    private final Map<SocketAddress, DatagramChannel> viewers = new HashMap<>();

    private Line(LineModel model, SocketAddress server) throws IOException {
        this.server = server;
        this.selector = Selector.open();
        this.front = open();
        front.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        front.register(selector, SelectionKey.OP_READ);
        this.up = new Conveyor("line-up", new Direction(model, 2 * model.seed()));
        this.down = new Conveyor("line-down", new Direction(model, 2 * model.seed() + 1));
        this.reader = Thread.ofPlatform().daemon().name("line-in").start(this::read);
    }

    /**
     * Opens a line to a server.
     *
     * @throws IOException there is no socket for it
     */
    public static Line open(LineModel model, InetSocketAddress server) throws IOException {
        return new Line(model, server);
    }

    private static DatagramChannel open() throws IOException {
        var channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
        channel.configureBlocking(false);
        return channel;
    }

    /** Where viewers connect. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) front.getLocalAddress();
    }

    /** What went from viewers to the server so far. */
    public LineCount up() {
        return up.count();
    }

    /** What went from the server to viewers so far. */
    public LineCount down() {
        return down.count();
    }

    /** The processor time of its threads so far: what the model costs the machine. */
    public long processorNanos() {
        var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (var thread : List.of(reader, up.thread, down.thread)) {
            sum += Math.max(0, threads.getThreadCpuTime(thread.threadId()));
        }
        return sum;
    }

    /** Loses what is on its way, and ends the threads. */
    @Override
    public void close() {
        List<AutoCloseable> parts = new ArrayList<>(List.of(up, down, selector, front));
        synchronized (viewers) {
            parts.addAll(viewers.values());
        }
        for (var part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing the line failed", e);
            }
        }
        try {
            for (var thread : List.of(reader, up.thread, down.thread)) {
                thread.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                selector.select(this::ready);
            }
        } catch (IOException | ClosedSelectorException e) {
            if (selector.isOpen()) {
                throw new IllegalStateException("the line broke", e);
            }
        }
    }

    private void ready(SelectionKey key) {
        var channel = (DatagramChannel) key.channel();
        try {
            while (true) {
                input.clear();
                var from = channel.receive(input);
                if (from == null) {
                    return;
                }
                input.flip();
                if (channel == front) {
                    up.take(input, viewer(from), server);
                } else {
                    down.take(input, front, (SocketAddress) key.attachment());
                }
            }
        } catch (PortUnreachableException | ClosedChannelException e) {
            // nobody is there: as on a real line, it is lost
        } catch (IOException e) {
            throw new IllegalStateException("the line broke", e);
        }
    }

    private DatagramChannel viewer(SocketAddress address) throws IOException {
        synchronized (viewers) {
            var known = viewers.get(address);
            if (known != null) {
                return known;
            }
            var channel = open();
            viewers.put(address, channel);
            channel.register(selector, SelectionKey.OP_READ, address);
            return channel;
        }
    }

    /** A datagram on its way. */
    private record Travelling(byte[] bytes, DatagramChannel out, SocketAddress to, long arrivalNanos) {}

    /** Holds the datagrams of a direction until they arrive. */
    private static final class Conveyor implements AutoCloseable {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition news = lock.newCondition();
        private final Thread thread;

        // guarded by the lock
        private final Direction direction;
        private final ArrayDeque<Travelling> travelling = new ArrayDeque<>();
        private boolean closed;

        Conveyor(String name, Direction direction) {
            this.direction = direction;
            this.thread = Thread.ofPlatform().daemon().name(name).start(this::deliver);
        }

        void take(ByteBuffer datagram, DatagramChannel out, SocketAddress to) {
            lock.lock();
            try {
                long arrival = direction.offer(datagram.remaining(), System.nanoTime());
                if (arrival == Direction.NEVER) {
                    return;
                }
                byte[] bytes = new byte[datagram.remaining()];
                datagram.get(bytes);
                travelling.add(new Travelling(bytes, out, to, arrival));
                if (travelling.size() == 1) {
                    news.signal();
                }
            } finally {
                lock.unlock();
            }
        }

        LineCount count() {
            lock.lock();
            try {
                return direction.count();
            } finally {
                lock.unlock();
            }
        }

        private void deliver() {
            try {
                for (var next = next(); next != null; next = next()) {
                    send(next);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void send(Travelling datagram) {
            try {
                datagram.out().send(ByteBuffer.wrap(datagram.bytes()), datagram.to());
            } catch (IOException e) {
                // nobody is there: as on a real line, it is lost
            }
        }

        /** Waits until a datagram arrives; null at the end. */
        private @Nullable Travelling next() throws InterruptedException {
            lock.lock();
            try {
                while (!closed) {
                    var first = travelling.peek();
                    if (first == null) {
                        news.await();
                        continue;
                    }
                    long left = first.arrivalNanos() - System.nanoTime();
                    if (left <= 0) {
                        return travelling.remove();
                    }
                    news.await(left, TimeUnit.NANOSECONDS);
                }
                return null;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
                news.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
