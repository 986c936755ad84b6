/** The Wayland wire format: messages, object ids, descriptors in transit, limits. No threads, no sockets. */
module org.wayray.wayland.wire {
    requires static org.jspecify;

    exports org.wayray.wayland.wire;
}
