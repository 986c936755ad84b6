package org.wayray.wayland.protocols;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol file of ours beside the one that the distribution installs.
 *
 * @param own path under {@code src/main/protocols}
 * @param published path under the folder of the distribution's package
 * @param pkgConfigModule module whose {@code pkgdatadir} is that folder
 * @param folderName name of that folder under {@code share}
 * @param debianPackage the package to install when it is missing
 */
record PublishedProtocol(
        String own, String published, String pkgConfigModule, String folderName, String debianPackage) {

    static PublishedProtocol core() {
        return new PublishedProtocol("core/wayland.xml", "wayland.xml", "wayland-scanner", "wayland", "libwayland-dev");
    }

    static PublishedProtocol extension(String own, String published) {
        return new PublishedProtocol(own, published, "wayland-protocols", "wayland-protocols", "wayland-protocols");
    }

    Path ownFile() {
        return Path.of("src/main/protocols", own);
    }

    /** The distribution's file; where it is not installed, the test is skipped, or fails if all must be there. */
    Path publishedFile() {
        for (var folder : folders()) {
            var file = folder.resolve(published);
            if (Files.isReadable(file)) {
                return file;
            }
        }
        var reason = published + " is not installed; Debian has it in the package " + debianPackage;
        return "1".equals(System.getenv("WAYRAY_REQUIRE_PROGRAMS")) ? fail(reason) : abort(reason);
    }

    private List<Path> folders() {
        var folders = new ArrayList<Path>();
        try {
            var pkgConfig = new ProcessBuilder("pkg-config", "--variable=pkgdatadir", pkgConfigModule)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var answer = new String(pkgConfig.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!answer.isEmpty()) {
                folders.add(Path.of(answer));
            }
        } catch (IOException withoutPkgConfig) {
            // the usual folders remain
        }
        folders.add(Path.of("/usr/share", folderName));
        folders.add(Path.of("/usr/local/share", folderName));
        return folders;
    }

    @Override
    public String toString() {
        return own;
    }
}
