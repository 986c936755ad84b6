package org.wayray.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.OrderlyExit;
import org.wayray.server.door.FrontDoor;
import org.wayray.server.door.OwnSessions;
import org.wayray.server.door.SessionsOptions;
import org.wayray.session.SessionRegistry;
import org.wayray.session.StoreException;
import org.wayray.session.token.TokenHasher;
import org.wayray.session.token.TokenKey;

/** Runs a front door whose sessions are processes of the same user. */
final class OwnSessionsServer {
    /** Where the launch scripts of the installed tree are; set by them. */
    private static final String PROGRAMS = "wayray.programs";

    private static final Logger log = LoggerFactory.getLogger(OwnSessionsServer.class);

    private OwnSessionsServer() {}

    /**
     * Runs until the process is told to end.
     *
     * @param arguments for each session's program
     */
    static ExitStatus run(StandaloneOptions options, Path stateDirectory, int mostSessions, List<String> arguments)
            throws InterruptedException {
        var stop = new CountDownLatch(1);
        try (var exit = new OrderlyExit(stop::countDown);
                var door = open(options, stateDirectory, mostSessions, arguments)) {
            log.info("listening on {}, a session for each token", door.address());
            door.lost().thenRun(stop::countDown);
            stop.await();
            return door.lost().isDone() ? ExitStatus.BUG : ExitStatus.OK;
        }
    }

    private static FrontDoor open(
            StandaloneOptions options, Path stateDirectory, int mostSessions, List<String> arguments) {
        var doorOptions = StandaloneServer.doorOptions(options);
        SessionRegistry registry;
        TokenHasher hasher;
        try {
            Files.createDirectories(
                    stateDirectory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            hasher = new TokenHasher(TokenKey.loadOrCreate(stateDirectory.resolve("token.key")));
            registry = SessionRegistry.open(
                    stateDirectory.resolve("registry.db"), InstantSource.system(), new SecureRandom());
        } catch (IOException | StoreException e) {
            throw StandaloneServer.cannotStart(
                    "the registry of sessions cannot be used", e, "name another place with --state-dir");
        }
        try {
            return FrontDoor.open(
                    doorOptions,
                    registry,
                    hasher,
                    new SessionsOptions(
                            new OwnSessions(command(arguments)),
                            options.runtimeDirectory().resolve("wayray-sessions"),
                            System.getProperty("user.name"),
                            mostSessions));
        } catch (IOException e) {
            throw StandaloneServer.cannotStart(
                    "cannot open the front door",
                    e,
                    "choose another address with --listen HOST:PORT (port 0 takes a free one), or end the program\n"
                            + "that holds this one: ss -lunp shows it");
        }
    }

    private static List<String> command(List<String> arguments) {
        var program = Path.of(System.getProperty(PROGRAMS, "/usr/bin")).resolve("wrsrvd-session");
        return Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
    }
}
