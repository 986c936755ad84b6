/** Tests of the scanner, against golden files and by compiling and running what it writes. */
@NullMarked
package org.wayray.wayland.scanner;

import org.jspecify.annotations.NullMarked;
