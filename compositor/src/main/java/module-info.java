/** The compositor: everything of a session that clients and viewers meet in. */
module org.wayray.compositor {
    requires transitive org.wayray.posix;
    requires org.slf4j;
    requires transitive org.wayray.codec;
    requires transitive org.wayray.link;
    requires transitive org.wayray.protocol;
    requires static org.jspecify;

    exports org.wayray.compositor.frames;
    exports org.wayray.compositor.geometry;
    exports org.wayray.compositor.output;
    exports org.wayray.compositor.render;
    exports org.wayray.compositor.scene;
    exports org.wayray.compositor.seat;
    exports org.wayray.compositor.wm;
}
