/** Foreign functions of the operating system and its C libraries, behind small types. */
module org.wayray.posix {
    requires static org.jspecify;
    requires org.slf4j;

    exports org.wayray.posix;
    exports org.wayray.posix.event;
    exports org.wayray.posix.pam;
    exports org.wayray.posix.xcb;
    exports org.wayray.posix.xkb;
}
