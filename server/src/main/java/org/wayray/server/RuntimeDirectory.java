package org.wayray.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;

/** The user's folder for sockets, {@code XDG_RUNTIME_DIR}. */
public final class RuntimeDirectory {
    private RuntimeDirectory() {}

    /**
     * The folder that the environment names.
     *
     * @param value of {@code XDG_RUNTIME_DIR}, if it is set
     * @throws ProgramException it is not set, or not a folder that we may write to
     */
    public static Path require(Optional<String> value) {
        var folder = value.filter(text -> !text.isBlank())
                .map(Path::of)
                .orElseThrow(() -> new ProgramException(
                        ExitStatus.CANNOT_START,
                        new Diagnostic(
                                "there is no place for the Wayland socket",
                                "XDG_RUNTIME_DIR is not set",
                                "log in with a full session, or: export XDG_RUNTIME_DIR=$(mktemp -d)")));
        if (!folder.isAbsolute() || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ProgramException(
                    ExitStatus.CANNOT_START,
                    new Diagnostic(
                            "there is no place for the Wayland socket",
                            "XDG_RUNTIME_DIR is " + folder + ", which is no folder that we may write to",
                            "set it to a folder of your own that only you can enter (mode 700)"));
        }
        return folder;
    }
}
