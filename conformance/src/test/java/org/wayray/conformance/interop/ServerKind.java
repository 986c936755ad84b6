package org.wayray.conformance.interop;

import java.nio.file.Path;
import org.wayray.testkit.CompositorFixture;

/** The columns of the interop matrix. */
enum ServerKind {
    WESTON {
        @Override
        WaylandServer start(Path folder) throws Exception {
            return Weston.start(folder);
        }
    },
    WAYRAY {
        @Override
        WaylandServer start(Path folder) throws Exception {
            var session = CompositorFixture.start(folder);
            return new WaylandServer() {
                @Override
                public Path folder() {
                    return session.folder();
                }

                @Override
                public String display() {
                    return session.display();
                }

                @Override
                public void close() {
                    session.close();
                }
            };
        }
    };

    /** Starts a server with its socket in that folder. */
    abstract WaylandServer start(Path folder) throws Exception;
}
