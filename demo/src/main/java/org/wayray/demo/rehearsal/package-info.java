/**
 * What a program does in its first seconds, done once before it is needed: {@link org.wayray.demo.rehearsal.Rehearsal} has the JVM
 * note which classes and methods a session and a viewer use, so that later starts begin with that knowledge. {@code libexec/rehearse}
 * runs it.
 */
@NullMarked
package org.wayray.demo.rehearsal;

import org.jspecify.annotations.NullMarked;
