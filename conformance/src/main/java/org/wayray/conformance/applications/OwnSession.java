package org.wayray.conformance.applications;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.wayray.testkit.CompositorFixture;
import org.wayray.testkit.Picture;

/** A session of ours with a viewer in front, in this process; for one program, or for one after the other. */
final class OwnSession implements Venue {
    private final Folder folder;
    private final CompositorFixture session;

    private final Picture background;

    private OwnSession(Folder folder, CompositorFixture session, Picture background) {
        this.folder = folder;
        this.session = session;
        this.background = background;
    }

    static OwnSession start(Account account) throws Exception {
        var folder = new Folder(account.newFolder("wayray-zoo-session-"));
        try {
            var session = CompositorFixture.start(folder.path());
            account.own(session.socket());
            var background = session.viewer().await("the session shows its background", picture -> picture.width() > 1);
            return new OwnSession(folder, session, background);
        } catch (IOException | AssertionError e) {
            folder.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "WayRay";
    }

    @Override
    public Path runtimeDirectory() {
        return folder.path();
    }

    @Override
    public String display() {
        return session.display();
    }

    @Override
    public Optional<String> xDisplay() {
        return Optional.empty();
    }

    @Override
    public Optional<Picture> picture() {
        return Optional.of(session.viewer().await("the viewer is well", picture -> true));
    }

    @Override
    public Optional<Picture> background() {
        return Optional.of(background);
    }

    /** Waits until nothing of the last program is left. */
    void awaitNoClients() {
        session.awaitNoClients();
    }

    /** Insists that what the clients had is gone with them, and that the loop met no failure. */
    @Override
    public void close() {
        try (folder;
                session) {
            session.awaitNoClients();
        }
    }
}
