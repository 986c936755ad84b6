package org.wayray.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stretch of bad network between viewers and a front door, on the loopback interface: loses packets, and changes addresses. */
final class UdpRelay implements AutoCloseable {
    private final InetSocketAddress server;
    private final DatagramSocket front = new DatagramSocket(Loopback.ANY_PORT);
    /** Each viewer's own socket towards the server, as a NAT would have. */
    private final Map<SocketAddress, DatagramSocket> behind = new ConcurrentHashMap<>();

    private final List<DatagramSocket> all = new CopyOnWriteArrayList<>();
    private final Random random;
    private volatile double loss;
    private volatile boolean towardsServer = true;
    private volatile boolean towardsViewer = true;

    UdpRelay(int serverPort, long seed) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        random = new Random(seed);
        all.add(front);
        Thread.ofPlatform()
                .daemon()
                .name("relay")
                .start(() -> pump(front, packet -> {
                    if (towardsServer && !lost()) {
                        DatagramSocket out = behind.computeIfAbsent(packet.getSocketAddress(), this::natSocket);
                        packet.setSocketAddress(server);
                        out.send(packet);
                    }
                }));
    }

    int port() {
        return front.getLocalPort();
    }

    /** Which share of packets vanishes, 0 to 1. */
    void lose(double share) {
        loss = share;
    }

    /** Lets packets through, or none at all. */
    void pass(boolean toServer, boolean toViewer) {
        towardsServer = toServer;
        towardsViewer = toViewer;
    }

    /** Every viewer has another address from now on, as when a NAT forgets. */
    void rebind() {
        behind.clear();
    }

    @Override
    public void close() {
        all.forEach(DatagramSocket::close);
    }

    private interface Forward {
        void packet(DatagramPacket packet) throws IOException;
    }

    private DatagramSocket natSocket(SocketAddress viewer) {
        try {
            DatagramSocket socket = new DatagramSocket(Loopback.ANY_PORT);
            all.add(socket);
            Thread.ofPlatform()
                    .daemon()
                    .name("relay-nat")
                    .start(() -> pump(socket, packet -> {
                        if (towardsViewer && !lost()) {
                            packet.setSocketAddress(viewer);
                            front.send(packet);
                        }
                    }));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean lost() {
        return loss > 0 && random.nextDouble() < loss;
    }

    private static void pump(DatagramSocket from, Forward to) {
        byte[] bytes = new byte[65536];
        try {
            while (!from.isClosed()) {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                from.receive(packet);
                to.packet(packet);
            }
        } catch (IOException e) {
            if (!from.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
