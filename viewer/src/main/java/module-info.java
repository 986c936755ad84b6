/** The viewer: program {@code wrclient}, its portable core, and what it is shown on. */
module org.wayray.viewer {
    requires static org.jspecify;
    requires HdrHistogram;
    requires java.desktop;
    requires org.lwjgl;
    requires org.lwjgl.sdl;
    requires org.slf4j;
    requires org.wayray.cli;
    requires org.wayray.clipboard;
    requires transitive org.wayray.codec;
    requires transitive org.wayray.link;
    requires transitive org.wayray.posix;
    requires transitive org.wayray.protocol;
    requires org.wayray.transport;
    requires org.wayray.wayland.client;

    exports org.wayray.viewer;
    exports org.wayray.viewer.headless;
    exports org.wayray.viewer.sdl;
    exports org.wayray.viewer.session;
    exports org.wayray.viewer.statistics;

    opens org.wayray.viewer to
            info.picocli;
}
