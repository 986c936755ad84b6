/** The client's side of Wayland, small: for our own clients and for tests. */
module org.wayray.wayland.client {
    requires static org.jspecify;
    requires transitive org.wayray.posix;
    requires transitive org.wayray.wayland.protocols;
    requires transitive org.wayray.wayland.wire;

    exports org.wayray.wayland.client;
}
