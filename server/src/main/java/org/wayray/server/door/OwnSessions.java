package org.wayray.server.door;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.wayray.session.Session;

/**
 * Starts sessions as processes of the front door's own user. Each leads a process group of its own, so that what ends the front door
 * on a terminal does not end it too, and logs into a file beside its socket.
 *
 * @param command the program wrsrvd-session and its arguments, without the sockets'
 */
public record OwnSessions(List<String> command) implements SessionLauncher {
    public OwnSessions {
        command = List.copyOf(command);
    }

    @Override
    public ProcessHandle launch(Session session, Path viewers) throws IOException {
        var all = new ArrayList<String>();
        all.add("setsid");
        all.addAll(command);
        all.addAll(List.of("--viewers", viewers.toString(), "--socket", "wayray-" + session.id()));
        var log = viewers.resolveSibling("log").toFile();
        return new ProcessBuilder(all)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start()
                .toHandle();
    }
}
