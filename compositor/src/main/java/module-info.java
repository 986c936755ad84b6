/** The compositor: everything of a session that clients and viewers meet in. */
module org.wayray.compositor {
    requires org.wayray.clipboard;
    requires transitive org.wayray.posix;
    requires transitive org.wayray.codec;
    requires transitive org.wayray.link;
    requires transitive org.wayray.protocol;
    requires transitive org.wayray.wayland.server;
    requires org.wayray.wayland.protocols;
    requires org.wayray.wayland.wire;
    requires com.google.protobuf;
    requires jdk.jfr;
    requires org.slf4j;
    requires static org.jspecify;

    exports org.wayray.compositor;
    exports org.wayray.compositor.capture;
    exports org.wayray.compositor.clipboard;
    exports org.wayray.compositor.frames;
    exports org.wayray.compositor.geometry;
    exports org.wayray.compositor.globals;
    exports org.wayray.compositor.globals.capture;
    exports org.wayray.compositor.globals.selection;
    exports org.wayray.compositor.globals.idle;
    exports org.wayray.compositor.globals.layershell;
    exports org.wayray.compositor.globals.outputmanagement;
    exports org.wayray.compositor.globals.sessionlock;
    exports org.wayray.compositor.globals.xdgshell;
    exports org.wayray.compositor.output;
    exports org.wayray.compositor.policy;
    exports org.wayray.compositor.recording;
    exports org.wayray.compositor.render;
    exports org.wayray.compositor.scene;
    exports org.wayray.compositor.seat;
    exports org.wayray.compositor.viewer;
    exports org.wayray.compositor.wm;
}
