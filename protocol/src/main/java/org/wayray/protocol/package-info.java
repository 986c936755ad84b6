/**
 * The viewer protocol without a network: which message may travel where ({@link org.wayray.protocol.Direction}), how messages
 * become bytes and come back ({@link org.wayray.protocol.EnvelopeEncoder}, {@link org.wayray.protocol.EnvelopeDecoder}), and
 * how two peers agree ({@link org.wayray.protocol.Versions}, {@link org.wayray.protocol.Capabilities}). The messages themselves
 * are generated from {@code src/main/proto} into {@code org.wayray.protocol.v1}.
 *
 * <p>Start reading at {@link org.wayray.protocol.Envelope}. {@code docs/protocol/README.md} describes the same for authors of
 * viewers in other languages.
 */
@NullMarked
package org.wayray.protocol;

import org.jspecify.annotations.NullMarked;
