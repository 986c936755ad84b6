/** A viewer's connection to a session as messages with back-pressure, whatever carries them. */
module org.wayray.link {
    requires static org.jspecify;
    requires transitive org.wayray.posix;
    requires transitive org.wayray.protocol;
    requires org.slf4j;

    exports org.wayray.link;
}
