/** What of the registry is on the disk: one SQLite file, through jOOQ, brought to its newest form by Flyway. */
@NullMarked
package org.wayray.session.store;

import org.jspecify.annotations.NullMarked;
