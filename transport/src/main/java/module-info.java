/**
 * QUIC between viewers and the front door: certificates, trust, and the mapping of channels to streams.
 *
 * <p>Everything it uses is a named module. The jars with Netty's native code are modules that nothing requires, because each serves
 * one platform only, so whoever starts a program on the module path names those of its platform:
 *
 * <pre>{@code
 * --add-modules io.netty.codec.quic.linux.x86_64,io.netty.transport.epoll.linux.x86_64
 * --enable-native-access=io.netty.common,io.netty.codec.classes.quic,io.netty.transport.unix.common
 * --sun-misc-unsafe-memory-access=allow
 * }</pre>
 *
 * or {@code --add-modules ALL-MODULE-PATH}. Without the epoll module the portable NIO sockets are used; without the QUIC module
 * nothing connects, and the message says so. On the class path nothing of this is needed but {@code
 * --enable-native-access=ALL-UNNAMED}.
 */
module org.wayray.transport {
    requires static org.jspecify;
    requires transitive org.wayray.link;
    requires io.netty.buffer;
    requires io.netty.codec.classes.quic;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.slf4j;

    exports org.wayray.transport;
}
