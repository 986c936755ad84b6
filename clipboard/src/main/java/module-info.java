/** What both sides of a clipboard need: names of formats, conversions, and copied files with their contents. */
module org.wayray.clipboard {
    requires static org.jspecify;
    requires transitive org.wayray.link;
    requires java.desktop;
    requires org.apache.commons.compress;
    requires org.slf4j;

    exports org.wayray.clipboard;
}
