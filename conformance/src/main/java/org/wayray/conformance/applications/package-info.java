/**
 * The application zoo: real programs of the distribution, each run for some seconds in a session of its own with a viewer in
 * front, while its traffic is watched. {@link org.wayray.conformance.applications.Zoo} has the programs, {@link
 * org.wayray.conformance.applications.ApplicationRun} runs one, {@link org.wayray.conformance.applications.ClientTrace} says what
 * its traffic means, {@link org.wayray.conformance.applications.ApplicationsCommand} is the command.
 */
@NullMarked
package org.wayray.conformance.applications;

import org.jspecify.annotations.NullMarked;
