/**
 * The program {@code wayray}. {@link org.wayray.demo.Demo} runs a server with one session and a viewer in one process, with a
 * real QUIC connection between them.
 */
@NullMarked
package org.wayray.demo;

import org.jspecify.annotations.NullMarked;
