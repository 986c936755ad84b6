/** The program {@code wayray}: server, session and viewer in one go, for people who try it; and the rehearsal of all three. */
module org.wayray.demo {
    requires static org.jspecify;
    requires org.wayray.cli;
    requires org.wayray.posix;
    requires org.wayray.server;
    requires org.wayray.transport;
    requires org.wayray.viewer;
    requires org.wayray.wayland.client;

    opens org.wayray.demo to
            info.picocli;
}
