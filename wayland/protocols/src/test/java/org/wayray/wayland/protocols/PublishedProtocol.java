package org.wayray.wayland.protocols;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A protocol file of ours beside the one that the distribution installs.
 *
 * @param own path under {@link #OWN_FOLDER}
 * @param published path under the folder of the distribution's package
 * @param pkgConfigModule module whose {@code pkgdatadir} is that folder
 * @param folderName name of that folder under {@code share}
 * @param debianPackage the package to install when it is missing
 * @param packaged whether the Debian release that the tests require has the file
 */
record PublishedProtocol(
        String own,
        String published,
        String pkgConfigModule,
        String folderName,
        String debianPackage,
        boolean packaged) {

    static final Path OWN_FOLDER = Path.of("src/main/protocols");

    /** A folder with published files that the distribution does not have, for those who have one at hand. */
    private static final String MORE_FOLDERS = "WAYRAY_PUBLISHED_PROTOCOLS";

    /** Published after wayland-protocols 1.31, which is Debian 12's. */
    private static final Set<String> NEWER_THAN_DEBIAN_12 = Set.of(
            "stable/tablet-v2.xml",
            "staging/alpha-modifier-v1.xml",
            "staging/cursor-shape-v1.xml",
            "staging/ext-data-control-v1.xml",
            "staging/ext-foreign-toplevel-list-v1.xml",
            "staging/ext-image-capture-source-v1.xml",
            "staging/ext-image-copy-capture-v1.xml",
            "staging/ext-workspace-v1.xml",
            "staging/security-context-v1.xml",
            "staging/xdg-dialog-v1.xml",
            "staging/xdg-system-bell-v1.xml",
            "staging/xdg-toplevel-icon-v1.xml");

    /** The published file that belongs to one of ours, by the order of folders that its publishers keep. */
    static PublishedProtocol of(Path own) {
        var name = own.toString();
        var origin = own.getName(0).toString();
        var file = own.getFileName().toString();
        var base = file.replaceFirst("\\.xml$", "");
        return switch (origin) {
            case "core" -> new PublishedProtocol(name, file, "wayland-scanner", "wayland", "libwayland-dev", true);
            case "stable" -> extension(name, "stable/" + base.replaceFirst("-v[0-9]+$", "") + "/" + file);
            case "staging" -> extension(name, "staging/" + base.replaceFirst("-v[0-9]+$", "") + "/" + file);
            case "unstable" -> extension(name, "unstable/" + base.replaceFirst("-unstable-v[0-9]+$", "") + "/" + file);
            // no package of Debian has these
            default -> new PublishedProtocol(name, name, "wayland-protocols", "wayland-protocols", "", false);
        };
    }

    private static PublishedProtocol extension(String own, String published) {
        return new PublishedProtocol(
                own,
                published,
                "wayland-protocols",
                "wayland-protocols",
                "wayland-protocols",
                !NEWER_THAN_DEBIAN_12.contains(own));
    }

    Path ownFile() {
        return OWN_FOLDER.resolve(own);
    }

    /** Whether there is, or must be, a published file to compare with. */
    boolean isComparable() {
        return packaged || find().isPresent();
    }

    /** The published file; where it is not installed, the test is skipped, or fails if all must be there. */
    Path publishedFile() {
        return find().orElseGet(() -> {
            var reason = published + " is not installed; Debian has it in the package " + debianPackage;
            return "1".equals(System.getenv("WAYRAY_REQUIRE_PROGRAMS")) ? fail(reason) : abort(reason);
        });
    }

    private Optional<Path> find() {
        return folders().stream()
                .map(folder -> folder.resolve(published))
                .filter(Files::isReadable)
                .findFirst();
    }

    private List<Path> folders() {
        var folders = new ArrayList<Path>();
        var more = System.getenv(MORE_FOLDERS);
        if (more != null) {
            folders.add(Path.of(more));
        }
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
