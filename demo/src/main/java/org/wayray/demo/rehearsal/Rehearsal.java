package org.wayray.demo.rehearsal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.wayray.cli.Endpoint;
import org.wayray.cli.ExitStatus;
import org.wayray.compositor.policy.ClientPolicy;
import org.wayray.server.OutputSize;
import org.wayray.server.StandaloneOptions;
import org.wayray.server.StandaloneServer;
import org.wayray.server.WrSrvd;
import org.wayray.transport.TlsIdentity;
import org.wayray.viewer.WrClient;
import org.wayray.viewer.sdl.SdlPerson;
import picocli.CommandLine;

/**
 * A server, an application and a viewer in one process, played through for some seconds: the viewer connects several times, keys
 * are pressed, text scrolls, pictures move. Nothing is shown: SDL's driver {@code dummy} has no display. It is for the JVM's flag
 * {@code -XX:AOTCacheOutput}, which writes down what was loaded and what was called often.
 *
 * <p>What matters is variety: code that was compiled for what the rehearsal did, and then meets something else, is thrown away and
 * runs slowly until it is compiled anew.
 */
public final class Rehearsal {
    private static final int ROUNDS = 3;
    private static final long PATIENCE_SECONDS = 90;
    private static final String SOCKET = "wayray-rehearsal";

    private Rehearsal() {}

    /** The program. Its argument is a folder of its own, for the socket and the certificate. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("usage: Rehearsal FOLDER");
            System.exit(ExitStatus.USAGE.number());
        }
        // as in wrclient
        System.setProperty("java.awt.headless", "true");
        play(Path.of(arguments[0]));
    }

    private static void play(Path folder) throws Exception {
        new CommandLine(new WrSrvd()).parseArgs("--standalone", "--size", "1280x800", "--socket", SOCKET);
        try (var server = StandaloneServer.start(options(folder))) {
            var actor = new CompletableFuture<Void>();
            Thread.ofPlatform().name("actor").daemon().start(() -> act(server.waylandSocket(), actor));
            for (int round = 0; round < ROUNDS && !actor.isCompletedExceptionally(); round++) {
                watch(server, folder.resolve(TlsIdentity.CERTIFICATE_FILE));
            }
            actor.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void act(Path socket, CompletableFuture<Void> outcome) {
        try (var actor = new Actor(socket)) {
            for (int round = 0; round < ROUNDS; round++) {
                actor.play();
                SdlPerson.leaves();
            }
            outcome.complete(null);
        } catch (IOException | RuntimeException e) {
            outcome.completeExceptionally(e);
            SdlPerson.leaves();
        }
    }

    /** Looks at the session until the person leaves. */
    private static void watch(StandaloneServer server, Path certificate) throws InterruptedException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        var viewer = new WrClient(environment);
        new CommandLine(viewer)
                .parseArgs(
                        "--fullscreen",
                        "--trust",
                        certificate.toString(),
                        "127.0.0.1:" + server.address().getPort());
        viewer.call();
    }

    private static StandaloneOptions options(Path folder) {
        return new StandaloneOptions(
                new Endpoint("127.0.0.1", 0),
                new OutputSize(Actor.WIDTH, Actor.HEIGHT),
                folder,
                SOCKET,
                new StandaloneOptions.OwnIdentity(folder),
                Optional.empty(),
                new ClientPolicy(List.of()),
                Optional.empty(),
                false);
    }
}
