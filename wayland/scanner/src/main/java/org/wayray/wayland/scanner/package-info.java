/**
 * Protocol XML to model to Java: {@link org.wayray.wayland.scanner.ProtocolParser} reads files into
 * {@link org.wayray.wayland.scanner.Protocol} values, {@link org.wayray.wayland.scanner.JavaGenerator} writes the
 * classes, {@link org.wayray.wayland.scanner.Scanner} does both for a directory and is the place to start reading.
 *
 * <p>Used at build time alone and not a module: Maven loads its plugins from the class path, and Maven's own jars share
 * packages, which modules may not.
 */
@NullMarked
package org.wayray.wayland.scanner;

import org.jspecify.annotations.NullMarked;
