package org.wayray.conformance.applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;

/**
 * Who the programs run as. Firefox, cage and others refuse root, so root lends them the identity of nobody; anybody else runs
 * them as what he is.
 *
 * @param lent whether they run as nobody
 */
record Account(boolean lent) {
    private static final String USER = "nobody";
    private static final String GROUP = "nogroup";

    static Account ordinary() {
        return new Account("root".equals(System.getProperty("user.name")));
    }

    /** A new folder in the place for temporary files that belongs to the account. */
    Path newFolder(String prefix) throws IOException {
        var folder = Files.createTempDirectory(prefix);
        own(folder);
        return folder;
    }

    /** Gives a file, or a folder with all in it, to the account. */
    void own(Path path) throws IOException {
        if (!lent) {
            return;
        }
        var principals = path.getFileSystem().getUserPrincipalLookupService();
        var user = principals.lookupPrincipalByName(USER);
        var group = principals.lookupPrincipalByGroupName(GROUP);
        try (var files = Files.walk(path)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
                view.setOwner(user);
                view.setGroup(group);
            }
        }
    }

    /** A command that runs another one as the account, in a session of processes of its own. */
    List<String> command(List<String> command) {
        var all = new ArrayList<String>();
        all.add("setsid");
        if (lent) {
            all.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + GROUP, "--clear-groups", "--"));
        }
        all.addAll(command);
        return all;
    }
}
