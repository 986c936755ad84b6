package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.compositor.CompositorOptions;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.policy.ClientPolicy;
import org.wayray.compositor.policy.Privilege;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixListener;
import org.wayray.posix.UnixSocket;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.client.Registry;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.securitycontext.WpSecurityContextManagerV1Protocol;
import org.wayray.wayland.protocols.securitycontext.WpSecurityContextV1Protocol;
import org.wayray.wayland.protocols.securitycontext.WpSecurityContextV1Protocol.Request;
import org.wayray.wayland.wire.WireFd;

/** Who is offered what, and wp_security_context_manager_v1. */
class WpSecurityContextManagerV1Test {
    @TempDir
    Path folder = Path.of("");

    private SessionFixture session;
    private @Nullable UnixListener sandboxSocket;

    WpSecurityContextManagerV1Test() throws Exception {
        session = new SessionFixture();
    }

    @AfterEach
    void close() throws Exception {
        session.close();
        closeSandboxSocket();
    }

    private void closeSandboxSocket() {
        if (sandboxSocket != null) {
            sandboxSocket.close();
        }
    }

    @Test
    void whoComesThroughASandboxSocketIsOfferedNothingPrivileged() throws Exception {
        var engine = session.client();
        try (var end = sandbox(engine)) {
            var inside = session.client(UnixSocket.connect(path()));
            assertThat(privileged(engine)).isNotEmpty();
            assertThat(privileged(inside)).isEmpty();
            assertThat(inside.connection().registry().find(WlShmProtocol.INTERFACE))
                    .isPresent();
        }
    }

    @Test
    void aSandboxedClientCannotBindWhatItGuesses() throws Exception {
        var engine = session.client();
        try (var end = sandbox(engine)) {
            var inside = session.client(UnixSocket.connect(path()));
            var entry = engine.connection()
                    .registry()
                    .find(WpSecurityContextManagerV1Protocol.INTERFACE)
                    .orElseThrow();
            inside.connection().registry().bind(entry, WpSecurityContextManagerV1Protocol.INTERFACE, 1);
            assertThat(inside.error()).isEqualTo("wl_registry 0");
        }
    }

    @Test
    void theSocketOutlivesTheEngineAndEndsWhenTheSandboxHangsUp() throws Exception {
        var engine = session.client();
        long before = Fd.open();
        try (var end = sandbox(engine)) {
            engine.close();
            session.settle();
            var inside = session.client(UnixSocket.connect(path()));
            assertThat(inside.isAlive()).isTrue();
            end.close();
            session.settle();
            try (var late = UnixSocket.connect(path())) {
                session.settle();
                assertThat(session.compositor().display().clients()).hasSize(1);
            }
            inside.close();
        }
        session.settle();
        closeSandboxSocket();
        assertThat(Fd.open()).as("descriptors left").isLessThan(before);
    }

    @Test
    void anUncommittedContextLetsNobodyInAndIsClosed() throws Exception {
        var engine = session.client();
        try (var end = UnixSocketPair.open()) {
            var context = context(engine, end.sent());
            try (var early = UnixSocket.connect(path())) {
                session.settle();
                assertThat(session.compositor().display().clients()).hasSize(1);
            }
            context.send(new Request.Destroy());
            session.settle();
            assertThat(engine.isAlive()).isTrue();
        }
    }

    @Test
    void everyPartIsSetOnceAndNothingAfterTheCommit() throws Exception {
        try (var end = UnixSocketPair.open()) {
            var client = session.client();
            var context = context(client, end.sent());
            context.send(new Request.SetAppId("org.example.one"));
            context.send(new Request.SetAppId("org.example.two"));
            assertThat(client.error()).isEqualTo("wp_security_context_v1 2");
        }
        closeSandboxSocket();
        try (var end = UnixSocketPair.open()) {
            var client = session.client();
            var context = context(client, end.sent());
            context.send(new Request.Commit());
            context.send(new Request.SetSandboxEngine("org.example"));
            assertThat(client.error()).isEqualTo("wp_security_context_v1 1");
        }
    }

    @Test
    void aDescriptorThatDoesNotListenIsRefused() throws Exception {
        var client = session.client();
        var manager = client.bind(WpSecurityContextManagerV1Protocol.INTERFACE);
        try (var one = UnixSocketPair.open();
                var two = UnixSocketPair.open()) {
            manager.create(
                    WpSecurityContextV1Protocol.INTERFACE,
                    id -> new WpSecurityContextManagerV1Protocol.Request.CreateListener(
                            id, WireFd.owning(one.sent()), WireFd.owning(two.sent())));
            assertThat(client.error()).isEqualTo("wp_security_context_manager_v1 1");
        }
    }

    @Test
    void aPolicyGivesAProgramWhatItsGrantsName() throws Exception {
        session.close();
        var me = ProcessHandle.current()
                .info()
                .command()
                .map(Path::of)
                .orElseThrow()
                .toRealPath();
        var policy = new ClientPolicy(List.of(
                new ClientPolicy.Grant(Optional.of(me), Set.of(Privilege.SANDBOX)),
                new ClientPolicy.Grant(Optional.of(Path.of("/usr/bin/another")), Set.of(Privilege.values()))));
        session = new SessionFixture(CompositorOptions.ofSize(320, 240).withPolicy(policy));
        assertThat(privileged(session.client())).containsExactlyElementsOf(Privilege.SANDBOX.interfaces());
    }

    /** The privileged globals that a client is offered. */
    private static List<String> privileged(SessionClient client) {
        return client.connection().registry().entries().stream()
                .map(Registry.Entry::interfaceName)
                .filter(name -> Privilege.of(name).isPresent())
                .toList();
    }

    private Path path() {
        return folder.resolve("sandbox");
    }

    /** A sandbox whose socket accepts; it ends when what is returned is closed. */
    private UnixSocketPair sandbox(SessionClient engine) throws Exception {
        var end = UnixSocketPair.open();
        var context = context(engine, end.sent());
        context.send(new Request.SetSandboxEngine("org.example"));
        context.send(new Request.SetAppId("org.example.app"));
        context.send(new Request.SetInstanceId("1"));
        context.send(new Request.Commit());
        session.settle();
        return end;
    }

    private Proxy<Request, ?> context(SessionClient engine, Fd closeFd) throws Exception {
        sandboxSocket = UnixListener.bind(path());
        var manager = engine.bind(WpSecurityContextManagerV1Protocol.INTERFACE);
        var listenFd = sandboxSocket.fd().duplicate();
        var context = manager.create(
                WpSecurityContextV1Protocol.INTERFACE,
                id -> new WpSecurityContextManagerV1Protocol.Request.CreateListener(
                        id, WireFd.owning(listenFd), WireFd.owning(closeFd)));
        session.settle();
        return context;
    }

    /** A descriptor to send, and the other end that hangs it up. */
    private record UnixSocketPair(Fd sent, UnixSocket kept) implements AutoCloseable {
        static UnixSocketPair open() throws PosixException {
            var pair = UnixSocket.pair();
            var sent = pair.left().fd().duplicate();
            pair.left().close();
            return new UnixSocketPair(sent, pair.right());
        }

        @Override
        public void close() {
            kept.close();
        }
    }
}
