/**
 * The network under a {@link org.wayray.link.Link}: QUIC with TLS 1.3, one bidirectional stream for each channel, opened by the
 * viewer. A server opens a {@link org.wayray.transport.QuicFrontDoor} with a {@link org.wayray.transport.TlsIdentity}; a viewer
 * connects by a {@link org.wayray.transport.QuicViewerConnector} with a {@link org.wayray.transport.TrustPolicy}.
 *
 * <p>Start reading at {@code QuicLink}, which is the same on both sides: how messages become bytes of streams, and how a connection
 * ends. Only this package knows Netty; nothing of it shows in public types.
 */
@NullMarked
package org.wayray.transport;

import org.jspecify.annotations.NullMarked;
