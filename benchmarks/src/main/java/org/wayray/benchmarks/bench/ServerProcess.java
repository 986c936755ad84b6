package org.wayray.benchmarks.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.server.OutputSize;
import org.wayray.transport.TlsIdentity;

/** {@code wrsrvd --standalone} in a process of its own, with everything that it needs in one folder. Any thread. */
final class ServerProcess implements AutoCloseable {
    private static final String SOCKET = "wayland-bench";
    private static final int PATIENCE_SECONDS = 30;
    private static final int LINES_KEPT = 12;
    private static final Pattern LISTENING = Pattern.compile("listening on \\S*:(\\d+),");

    /** As in dist/src/main/libexec/jvm-options, which counts where there is an installable tree. */
    private static final List<String> JVM_OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmn16m",
            "-Xms48m",
            "-Xmx1g",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TrimNativeHeapInterval=10000");

    private final Process process;
    private final AutoCloseable end;
    private final Path folder;

    /** The end of what it wrote; guarded by itself. */
    private final Deque<String> lastLines = new ArrayDeque<>();

    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private ServerProcess(Cleanup.OwnedProcess owned, Path folder) {
        this.process = owned.process();
        this.end = owned.end();
        this.folder = folder;
        Thread.ofPlatform().daemon().name("server-log").start(this::readLog);
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param program {@code wrsrvd}, or empty for the one on this program's class path
     * @param folder for its sockets and keys; its path must not be long
     */
    static ServerProcess start(String program, OutputSize size, Path folder) throws Exception {
        List<String> command = new ArrayList<>();
        if (program.isEmpty()) {
            command.addAll(Jvm.command(JVM_OPTIONS, "org.wayray.server.WrSrvd"));
        } else {
            command.add(program);
        }
        command.addAll(List.of("--standalone", "--listen", "127.0.0.1:0", "--size", size.toString()));
        command.addAll(List.of(
                "--socket", SOCKET, "--state-dir", folder.resolve("state").toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("WAYRAY_LOG");
        builder.environment().remove("WAYRAY_WAYLAND_DEBUG");
        Cleanup.OwnedProcess process;
        try {
            process = Cleanup.start(builder);
        } catch (IOException e) {
            throw new ProgramException(
                    ExitStatus.CANNOT_START,
                    new Diagnostic(
                            "the server cannot be started",
                            String.valueOf(e.getMessage()),
                            "--server names the program wrsrvd; ./wayray build makes one in dist/target/wayray/bin"),
                    e);
        }
        var server = new ServerProcess(process, folder);
        try {
            server.port.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return server;
        } catch (ExecutionException | TimeoutException e) {
            server.close();
            throw new ProgramException(
                    ExitStatus.CANNOT_START,
                    new Diagnostic("the server does not start", server.lastLines(), "see what it says above"),
                    e);
        } catch (InterruptedException e) {
            server.close();
            throw e;
        }
    }

    /** Where viewers connect. */
    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port.join());
    }

    /** Where applications connect. */
    Path waylandSocket() {
        return folder.resolve(SOCKET);
    }

    /** What it shows to viewers. */
    Path certificate() {
        return folder.resolve("state").resolve(TlsIdentity.CERTIFICATE_FILE);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** The end of what it wrote, for messages. */
    String lastLines() {
        synchronized (lastLines) {
            return lastLines.isEmpty() ? "it said nothing" : String.join("\n", lastLines);
        }
    }

    private void readLog() {
        try (var log = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = log.readLine(); line != null; line = log.readLine()) {
                synchronized (lastLines) {
                    lastLines.add(line);
                    if (lastLines.size() > LINES_KEPT) {
                        lastLines.remove();
                    }
                }
                var matcher = LISTENING.matcher(line);
                if (matcher.find()) {
                    port.complete(Integer.valueOf(matcher.group(1)));
                }
            }
        } catch (IOException e) {
            // the process is being ended
        }
        port.completeExceptionally(new IOException("it ended"));
    }

    @Override
    public void close() throws Exception {
        end.close();
    }
}
