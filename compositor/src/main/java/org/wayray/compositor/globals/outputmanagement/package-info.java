/**
 * The family of zwlr_output_manager_v1: clients read and change the set-up of outputs. Start reading at {@link
 * org.wayray.compositor.globals.outputmanagement.ZwlrOutputManagerV1}.
 */
@NullMarked
package org.wayray.compositor.globals.outputmanagement;

import org.jspecify.annotations.NullMarked;
