/**
 * What tests of whole systems share: a compositor with a viewer that is no window ({@link
 * org.wayray.testkit.CompositorFixture}, {@link org.wayray.testkit.FakeViewer}), real programs ({@link
 * org.wayray.testkit.Program}), pictures that can be compared, seeds and time. Start reading at {@link
 * org.wayray.testkit.CompositorFixture}.
 */
@NullMarked
package org.wayray.testkit;

import org.jspecify.annotations.NullMarked;
