package org.wayray.wayland.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.wayland.server.RawClient.DISPLAY;
import static org.wayray.wayland.server.RawClient.GET_REGISTRY;
import static org.wayray.wayland.server.RawClient.SYNC;
import static org.wayray.wayland.server.RawClient.bind;
import static org.wayray.wayland.server.RawClient.request;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.SealedMemory;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlDataSourceProtocol;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlRegionProtocol;
import org.wayray.wayland.protocols.core.WlShmPoolProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.wire.Limits;
import org.wayray.wayland.wire.NoMessage;
import org.wayray.wayland.wire.WireFd;

/** Clients that break the rules lose their connection; everybody else goes on, and nothing is left behind. */
final class HostileClientTest {
    private static final int INVALID_OBJECT = WlDisplayProtocol.Error.INVALID_OBJECT.value();
    private static final int INVALID_METHOD = WlDisplayProtocol.Error.INVALID_METHOD.value();
    private static final int COMPOSITOR = 3;
    private static final int CREATE_SURFACE = 0;
    private static final int CREATE_REGION = 1;
    private static final int SHM = 4;

    private final ServerFixture server;
    private final List<WlSurfaceProtocol.Request> handled = new ArrayList<>();
    private final List<Resource<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event>> surfaces = new ArrayList<>();

    HostileClientTest() throws PosixException {
        server = new ServerFixture();
        server.display().global(WlCompositorProtocol.INTERFACE, 4, this::bindCompositor);
        server.display().global(WlShmProtocol.INTERFACE, 1, HostileClientTest::bindShm);
    }

    private void bindCompositor(Resource<WlCompositorProtocol.Request, NoMessage> compositor) {
        compositor.setHandler(request -> {
            switch (request) {
                case WlCompositorProtocol.Request.CreateSurface(var id) -> {
                    var surface = compositor.client().create(WlSurfaceProtocol.INTERFACE, id, compositor.version());
                    surface.setHandler(handled::add);
                    surfaces.add(surface);
                }
                case WlCompositorProtocol.Request.CreateRegion(var id) ->
                    compositor
                            .client()
                            .create(WlRegionProtocol.INTERFACE, id, 1)
                            .setHandler(ignored -> {});
            }
        });
    }

    private static void bindShm(Resource<WlShmProtocol.Request, WlShmProtocol.Event> shm) {
        shm.setHandler(request -> {
            switch (request) {
                case WlShmProtocol.Request.CreatePool(var id, var fd, var size) ->
                    shm.client().create(WlShmPoolProtocol.INTERFACE, id, 1).setHandler(ignored -> {});
                case WlShmProtocol.Request.Release() -> {}
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        // whatever a test did, the next client is served
        var next = server.connect();
        server.roundtrip(next);
        server.close();
    }

    /** A client with wl_registry 2, wl_compositor 3, wl_shm 4. */
    private RawClient connect() throws PosixException {
        var raw = server.connectRaw()
                .send(DISPLAY, GET_REGISTRY, 2)
                .sendBytes(bind(2, 1, "wl_compositor", 4, COMPOSITOR))
                .sendBytes(bind(2, 2, "wl_shm", 1, SHM));
        raw.events();
        return raw;
    }

    @Test
    void anUnknownObject() throws PosixException {
        connect().send(77, 0).expectError(DISPLAY, INVALID_OBJECT, "invalid object 77");
        connect().send(0, 0).expectError(DISPLAY, INVALID_OBJECT, "invalid object 0");
        connect().send(0xff000000, 0).expectError(DISPLAY, INVALID_OBJECT, "invalid object 4278190080");
        connect().send(-1, 0).expectError(DISPLAY, INVALID_OBJECT, "invalid object 4294967295");
    }

    @Test
    void anObjectThatHasBeenDestroyed() throws PosixException {
        var raw = connect().send(COMPOSITOR, CREATE_SURFACE, 5).send(5, 0);
        assertThat(raw.events()).hasToString("[1.1[5]]");
        raw.send(5, 6).expectError(DISPLAY, INVALID_OBJECT, "invalid object 5");
    }

    @Test
    void anUnknownOpcode() throws PosixException {
        connect().send(COMPOSITOR, 9).expectError(DISPLAY, INVALID_METHOD, "invalid method 9, object wl_compositor@3");
        connect().send(DISPLAY, 0xffff).expectError(DISPLAY, INVALID_METHOD, "invalid method 65535");
    }

    @Test
    void aRequestThatIsNewerThanTheObject() throws PosixException {
        connect()
                .send(COMPOSITOR, CREATE_SURFACE, 5)
                .send(5, 10, 0, 0)
                .expectError(DISPLAY, INVALID_METHOD, "invalid method 10 (since 4 < 5), object wl_surface@5");
    }

    @Test
    void newIdsThatAreTakenOrLeaveAGapOrAreTheServers() throws PosixException {
        for (int id : new int[] {0, 1, 2, 3, 6, 1000, 0xfeffffff, 0xff000000, -1}) {
            connect()
                    .send(COMPOSITOR, CREATE_SURFACE, id)
                    .expectError(DISPLAY, INVALID_METHOD, "invalid arguments for wl_compositor@3.create_surface: id: ");
        }
    }

    @Test
    void moreObjectsThanAnybodyNeeds() throws PosixException {
        var raw = connect();
        int id = SHM + 1;
        while (server.display().clients().contains(raw.client()) && id < 2 * Limits.MAX_OBJECTS) {
            var thousand = new ByteArrayOutputStream();
            for (int i = 0; i < 1000; i++) {
                thousand.writeBytes(request(COMPOSITOR, CREATE_REGION, id++));
            }
            raw.sendBytes(thousand.toByteArray());
            server.loop().dispatchPending();
        }
        raw.expectError(DISPLAY, INVALID_METHOD, "is not a valid new id");
        assertThat(id).isBetween(Limits.MAX_OBJECTS, Limits.MAX_OBJECTS + 2000);
    }

    @Test
    void anObjectOfTheWrongInterface() throws PosixException {
        connect()
                .send(COMPOSITOR, CREATE_SURFACE, 5)
                .send(5, 4, COMPOSITOR)
                .expectError(
                        DISPLAY, INVALID_METHOD, "wl_surface@5.set_opaque_region: region: object 3 is a wl_compositor");
        connect()
                .send(COMPOSITOR, CREATE_SURFACE, 5)
                .send(5, 4, 99)
                .expectError(DISPLAY, INVALID_METHOD, "unknown object 99");
        var nullAllowed = connect().send(COMPOSITOR, CREATE_SURFACE, 5).send(5, 4, 0);
        assertThat(nullAllowed.events()).isEmpty();
        assertThat(handled).containsExactly(new WlSurfaceProtocol.Request.SetOpaqueRegion(0));
    }

    @Test
    void sizesThatNoMessageHas() throws PosixException {
        for (int size : new int[] {0, 4, 7, 13, 4100, 0xfffc}) {
            var raw = connect();
            var bytes = new byte[8192];
            System.arraycopy(request(DISPLAY, SYNC, 5), 0, bytes, 0, 12);
            RawWords.putInt(bytes, 4, size << 16);
            raw.sendBytes(bytes);
            raw.expectError(DISPLAY, INVALID_METHOD, "message of " + size + " bytes");
        }
    }

    @Test
    void argumentsThatAreMissingOrTooMany() throws PosixException {
        connect().send(DISPLAY, SYNC).expectError(DISPLAY, INVALID_METHOD, "callback: message too short");
        connect().send(DISPLAY, SYNC, 5, 6).expectError(DISPLAY, INVALID_METHOD, "4 bytes more than its arguments");
    }

    @Test
    void stringsThatLie() throws PosixException {
        byte[] valid = bind(2, 1, "wl_compositor", 4, 5);
        // name, length, 14 bytes of text with terminator, 2 of padding
        for (int length : new int[] {0, 13, 100, 0x7fffffff, 0x80000000, -1, -4}) {
            var bytes = valid.clone();
            RawWords.putInt(bytes, 12, length);
            connect().sendBytes(bytes).expectError(DISPLAY, INVALID_METHOD, "wl_registry@2.bind: id: ");
        }
        var embedded = valid.clone();
        embedded[18] = 0;
        connect().sendBytes(embedded).expectError(DISPLAY, INVALID_METHOD, "zero byte inside the string");
        var unterminated = valid.clone();
        unterminated[29] = 'x';
        connect().sendBytes(unterminated).expectError(DISPLAY, INVALID_METHOD, "string not terminated");
    }

    @Test
    void aDescriptorThatDoesNotCome() throws PosixException {
        connect().send(SHM, 0, 5, 4096).expectError(DISPLAY, INVALID_METHOD, "file descriptor expected");
    }

    @Test
    void descriptorsOfAClientThatGoesWrongAreClosed() throws Exception {
        var raw = connect();
        raw.sendBytes(request(SHM, 0, 5, 4096), fds(3));
        raw.send(77, 0).expectError(DISPLAY, INVALID_OBJECT, "invalid object 77");
    }

    @Test
    void aFloodOfDescriptorsThatBelongToNothing() throws Exception {
        var raw = connect();
        for (int sent = 0; sent <= Limits.MAX_UNCLAIMED_FDS; sent += 28) {
            raw.sendBytes(request(COMPOSITOR, CREATE_REGION, 5 + sent / 28), fds(28));
            server.loop().dispatchPending();
        }
        raw.expectError(DISPLAY, INVALID_METHOD, "file descriptors that belong to no message");
    }

    @Test
    void requestsThatComeByteByByteAreUnderstood() throws PosixException {
        var all = new ByteArrayOutputStream();
        all.writeBytes(request(DISPLAY, GET_REGISTRY, 2));
        all.writeBytes(bind(2, 1, "wl_compositor", 4, 3));
        all.writeBytes(request(3, CREATE_SURFACE, 4));
        all.writeBytes(request(4, 2, 1, 2, 3, 4));
        all.writeBytes(request(DISPLAY, SYNC, 5));
        byte[] bytes = all.toByteArray();
        for (int split = 1; split < bytes.length; split++) {
            var raw = server.connectRaw();
            raw.sendBytes(Arrays.copyOf(bytes, split));
            server.loop().dispatchPending();
            raw.sendBytes(Arrays.copyOfRange(bytes, split, bytes.length));
            assertThat(raw.events()).as("split at %d", split).hasSize(4);
        }
        var slow = server.connectRaw();
        for (byte each : bytes) {
            slow.sendBytes(new byte[] {each});
            server.loop().dispatchPending();
        }
        assertThat(slow.events()).hasSize(4);
        assertThat(handled).hasSize(bytes.length).containsOnly(new WlSurfaceProtocol.Request.Damage(1, 2, 3, 4));
    }

    @Test
    void aClientThatLeavesInTheMiddleOfAMessage() throws Exception {
        var raw = connect();
        raw.sendBytes(Arrays.copyOf(request(SHM, 0, 5, 4096), 10), fds(2));
        server.loop().dispatchPending();
        raw.close();
        server.loop().dispatchPending();
        assertThat(server.display().clients()).isEmpty();
    }

    @Test
    void aClientThatNeverReadsIsNotAnsweredWithoutBound() throws PosixException {
        var raw = connect();
        int accepted = 0;
        int refused = 0;
        while (refused < 100) {
            if (raw.offer(request(DISPLAY, SYNC, 5))) {
                accepted++;
                refused = 0;
            } else {
                refused++;
                server.loop().dispatchPending();
            }
            if (accepted % 1000 == 0) {
                server.loop().dispatchPending();
            }
        }
        // 24 bytes of answers each: what the kernel holds and the pause, no more
        assertThat(24L * accepted).isLessThan(4L << 20);
        assertThat(server.display().clients()).as("it is only slow").contains(raw.client());
        var events = new ArrayList<>(raw.events());
        for (var more = raw.events(); !more.isEmpty(); more = raw.events()) {
            events.addAll(more);
        }
        assertThat(events).as("and gets it all when it reads").hasSize(2 * accepted);
    }

    @Test
    void aClientThatNeverReadsItsEventsIsDisconnected() throws PosixException {
        var raw = connect().send(COMPOSITOR, CREATE_SURFACE, 5);
        raw.events();
        var event = new WlSurfaceProtocol.Event.PreferredBufferScale(1);
        var v6 = surfaces.getFirst().client().create(WlSurfaceProtocol.INTERFACE, 6, 6);
        for (int i = 0; i < 500_000 && raw.client().isAlive(); i++) {
            v6.send(event);
            if (i % 10_000 == 0) {
                server.loop().dispatchPending();
            }
        }
        assertThat(raw.client().isAlive()).isFalse();
        server.loop().dispatchPending();
        assertThat(server.display().clients()).doesNotContain(raw.client());
    }

    @Test
    void descriptorsThatTheSocketDoesNotTakeAreBounded() throws PosixException {
        var raw = connect();
        var source = raw.client().create(WlDataSourceProtocol.INTERFACE, 3);
        boolean wasBehind = false;
        for (int i = 0; i < 1000 && raw.client().isAlive(); i++) {
            var memory = WireFd.owning(SealedMemory.of(new byte[1]).fd());
            source.send(new WlDataSourceProtocol.Event.Send("x".repeat(3000), memory));
            wasBehind |= raw.client().isAlive() && raw.client().isBehind();
            server.loop().dispatchPending();
        }
        assertThat(raw.client().isAlive()).isFalse();
        assertThat(wasBehind).isTrue();
    }

    @Test
    void randomBytes() throws PosixException {
        for (long seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            var raw = connect();
            var bytes = new byte[random.nextInt(random.nextBoolean() ? 64 : 6000)];
            random.nextBytes(bytes);
            raw.sendBytes(bytes);
            server.loop().dispatchPending();
            assertThat(server.loop().failures()).as("seed %d", seed).isZero();
            raw.close();
            server.forget(raw);
            server.loop().dispatchPending();
        }
        assertThat(server.display().clients()).isEmpty();
    }

    @Test
    void validRequestsWithDamage() throws Exception {
        int survivors = 0;
        for (long seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            var all = new ByteArrayOutputStream();
            int next = 5;
            for (int i = 0; i < 20; i++) {
                switch (random.nextInt(6)) {
                    case 0 -> all.writeBytes(request(COMPOSITOR, CREATE_SURFACE, next++));
                    case 1 -> all.writeBytes(request(COMPOSITOR, CREATE_REGION, next++));
                    case 2 -> all.writeBytes(request(SHM, 0, next++, random.nextInt()));
                    case 3 -> all.writeBytes(request(5 + random.nextInt(8), random.nextInt(11), random.nextInt(12)));
                    case 4 -> all.writeBytes(bind(2, 1 + random.nextInt(2), "wl_compositor", 4, next++));
                    default -> all.writeBytes(request(DISPLAY, random.nextInt(2), next++));
                }
            }
            var bytes = all.toByteArray();
            for (int i = random.nextInt(3); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            var raw = connect();
            int cut = random.nextInt(bytes.length);
            raw.sendBytes(Arrays.copyOf(bytes, cut + 1), fds(random.nextInt(4)));
            server.loop().dispatchPending();
            raw.sendBytes(Arrays.copyOfRange(bytes, cut + 1, bytes.length));
            server.loop().dispatchPending();
            assertThat(server.loop().failures()).as("seed %d", seed).isZero();
            survivors += server.display().clients().size();
            raw.close();
            server.forget(raw);
            server.loop().dispatchPending();
        }
        assertThat(survivors).as("seeds that broke no rule").isBetween(1, 1999);
    }

    @Test
    void aThousandClientsLeaveNothingBehind() throws Exception {
        serve(50);
        long fds = Fd.open();
        int watches = server.loop().watchCount();
        long memory = usedMemory();
        serve(1000);
        assertThat(Fd.open()).isEqualTo(fds);
        assertThat(server.loop().watchCount()).isEqualTo(watches);
        assertThat(server.display().clients()).isEmpty();
        assertThat(usedMemory() - memory).as("growth of the heap in bytes").isLessThan(2 << 20);
    }

    private void serve(int clients) throws Exception {
        for (int i = 0; i < clients; i++) {
            var raw = connect();
            raw.send(COMPOSITOR, CREATE_SURFACE, 5).sendBytes(request(SHM, 0, 6, 4096), fds(2));
            raw.events();
            if (i % 3 == 0) {
                raw.send(77, 0);
                raw.expectEnd();
            }
            raw.close();
            server.loop().dispatchPending();
            server.forget(raw);
        }
        surfaces.clear();
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static Fd[] fds(int count) throws PosixException {
        var fds = new Fd[count];
        for (int i = 0; i < count; i++) {
            fds[i] = SealedMemory.of(new byte[1]).fd();
        }
        return fds;
    }
}
