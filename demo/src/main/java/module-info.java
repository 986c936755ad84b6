/** The program {@code wayray}: server, session and viewer in one go, for people who try it. */
module org.wayray.demo {
    requires static org.jspecify;
    requires org.wayray.cli;
    requires org.wayray.server;
    requires org.wayray.transport;
    requires org.wayray.viewer;

    opens org.wayray.demo to
            info.picocli;
}
