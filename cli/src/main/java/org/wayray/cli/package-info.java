/**
 * The common face of the programs on the command line. {@link org.wayray.cli.Program} runs one; a failure that the user
 * can do something about is a {@link org.wayray.cli.ProgramException} with a {@link org.wayray.cli.Diagnostic}. Only
 * programs use this package: libraries report failures through exceptions of their own.
 */
@NullMarked
package org.wayray.cli;

import org.jspecify.annotations.NullMarked;
