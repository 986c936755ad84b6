/** The protocol between viewer and session: generated messages, framing, versions, capabilities. */
module org.wayray.protocol {
    requires static org.jspecify;
    requires transitive com.google.protobuf;

    exports org.wayray.protocol;
    exports org.wayray.protocol.v1;
}
