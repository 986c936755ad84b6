/** The server's side of Wayland: clients, resources, globals, and the checks that every request passes first. */
module org.wayray.wayland.server {
    requires org.slf4j;
    requires static org.jspecify;
    requires transitive org.wayray.posix;
    requires transitive org.wayray.wayland.protocols;
    requires transitive org.wayray.wayland.wire;

    exports org.wayray.wayland.server;
}
