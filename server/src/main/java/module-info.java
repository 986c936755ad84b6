/** The program {@code wrsrvd}: configuration and wiring. */
module org.wayray.server {
    requires static org.jspecify;
    requires transitive org.wayray.cli;
    requires transitive org.wayray.compositor;
    requires org.wayray.link;
    requires org.wayray.posix;
    requires org.wayray.protocol;
    requires org.wayray.session;
    requires org.wayray.transport;

    exports org.wayray.server;

    opens org.wayray.server to
            info.picocli;
}
