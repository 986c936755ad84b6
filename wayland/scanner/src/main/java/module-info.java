/** Makes Java of Wayland protocol XML, as a Maven goal and as a program. Used at build time only. */
module org.wayray.wayland.scanner {
    requires java.xml;
    requires static maven.plugin.annotations;
    requires static maven.plugin.api;
    requires static org.jspecify;

    exports org.wayray.wayland.scanner;
}
