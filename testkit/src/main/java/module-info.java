/** What tests of whole systems share. */
module org.wayray.testkit {
    requires static org.jspecify;
    requires java.desktop;
    requires org.junit.jupiter.api;
    requires org.slf4j;
    requires org.wayray.codec;
    requires transitive org.wayray.compositor;
    requires transitive org.wayray.link;
    requires transitive org.wayray.posix;
    requires transitive org.wayray.protocol;
    requires transitive org.wayray.wayland.client;

    exports org.wayray.testkit;
    exports org.wayray.testkit.wlcs;
}
