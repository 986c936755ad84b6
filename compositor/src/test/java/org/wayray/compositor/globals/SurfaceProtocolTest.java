package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ClientImage;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.scene.PixelBudget;
import org.wayray.compositor.scene.Subsurface;
import org.wayray.compositor.scene.Surface;
import org.wayray.posix.SharedMemory;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlBufferProtocol;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlRegionProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlShmPoolProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSubcompositorProtocol;
import org.wayray.wayland.protocols.core.WlSubsurfaceProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol.Request;
import org.wayray.wayland.protocols.presentationtime.WpPresentationProtocol;
import org.wayray.wayland.protocols.viewporter.WpViewportProtocol;
import org.wayray.wayland.protocols.xdgoutput.ZxdgOutputManagerV1Protocol;
import org.wayray.wayland.protocols.xdgoutput.ZxdgOutputV1Protocol;
import org.wayray.wayland.wire.WireFd;

/** Surfaces, their memory and outputs as clients see them, above all the errors that the specifications demand. */
class SurfaceProtocolTest {
    private static final int RED = 0xffff0000;

    private SessionFixture session;
    private SessionClient client;
    private Proxy<Request, WlSurfaceProtocol.Event> surface;

    @BeforeEach
    void start() throws Exception {
        session = new SessionFixture();
        client = session.client();
        surface = client.surface();
    }

    @AfterEach
    void end() throws Exception {
        session.close();
    }

    // ---- wl_surface

    @Test
    void an_offset_belongs_into_its_own_request_from_version_5_on() throws Exception {
        surface.send(new Request.Attach(0, 1, 0));
        assertThat(client.error()).isEqualTo("wl_surface " + WlSurfaceProtocol.Error.INVALID_OFFSET.value());
    }

    @Test
    void an_older_surface_may_attach_with_an_offset() throws Exception {
        var old = client.surface(4);
        old.send(new Request.Attach(0, 1, 0));
        session.settle();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void a_scale_is_at_least_one() throws Exception {
        surface.send(new Request.SetBufferScale(0));
        assertThat(client.error()).isEqualTo("wl_surface " + WlSurfaceProtocol.Error.INVALID_SCALE.value());
    }

    @Test
    void a_transform_is_one_of_eight() throws Exception {
        surface.send(new Request.SetBufferTransform(8));
        assertThat(client.error()).isEqualTo("wl_surface " + WlSurfaceProtocol.Error.INVALID_TRANSFORM.value());
    }

    @Test
    void a_buffer_is_a_multiple_of_its_scale() throws Exception {
        surface.send(new Request.SetBufferScale(2));
        client.draw(surface, 3, 4, RED);
        assertThat(client.error()).isEqualTo("wl_surface " + WlSurfaceProtocol.Error.INVALID_SIZE.value());
    }

    @Test
    void a_surface_outlives_the_object_of_its_role() throws Exception {
        client.toplevel(surface);
        surface.send(new Request.Destroy());
        assertThat(client.error()).isEqualTo("wl_surface " + WlSurfaceProtocol.Error.DEFUNCT_ROLE_OBJECT.value());
    }

    @Test
    void regions_are_copied_when_they_are_set() throws Exception {
        var region = client.region();
        region.send(new WlRegionProtocol.Request.Add(0, 0, 10, 10));
        region.send(new WlRegionProtocol.Request.Subtract(2, 2, 2, 2));
        surface.send(new Request.SetInputRegion(region.id()));
        region.send(new WlRegionProtocol.Request.Add(0, 0, 100, 100));
        region.send(new WlRegionProtocol.Request.Destroy());
        client.draw(surface, 50, 50, RED);

        assertThat(model(surface).inputRegion().area()).isEqualTo(96);
    }

    @Test
    void a_region_of_absurd_detail_ends_the_client() throws Exception {
        var region = client.region();
        for (int i = 0; i < 5000 && client.isAlive(); i++) {
            region.send(new WlRegionProtocol.Request.Add(2 * (i % 100), 2 * (i / 100), 1, 1));
            if (i % 500 == 0) {
                session.settle();
            }
        }
        session.settle();
        assertThat(client.isAlive()).isFalse();
    }

    @Test
    void damage_of_any_numbers_does_no_harm() throws Exception {
        for (int x : new int[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}) {
            for (int size : new int[] {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE}) {
                surface.send(new Request.Damage(x, x, size, size));
                surface.send(new Request.DamageBuffer(x, x, size, size));
                surface.send(new Request.Offset(x, size));
                client.draw(surface, 4, 4, RED);
            }
        }
        assertThat(client.isAlive()).isTrue();
        assertThat(session.loop().failures()).isZero();
    }

    // ---- wl_subsurface

    @Test
    void a_surface_is_no_part_of_itself() throws Exception {
        client.subsurface(surface, surface);
        assertThat(client.error()).isEqualTo("wl_subcompositor 1");
    }

    @Test
    void a_parent_is_no_part_of_its_child() throws Exception {
        var child = client.surface();
        client.subsurface(child, surface);
        client.subsurface(surface, child);
        assertThat(client.error()).isEqualTo("wl_subcompositor 1");
    }

    @Test
    void a_surface_is_part_of_one_other_only() throws Exception {
        var child = client.surface();
        client.subsurface(child, surface);
        client.subsurface(child, surface);
        assertThat(client.error()).isEqualTo("wl_subcompositor 0");
    }

    @Test
    void a_window_is_no_subsurface() throws Exception {
        client.toplevel(surface);
        client.subsurface(surface, client.surface());
        assertThat(client.error()).isEqualTo("wl_subcompositor 0");
    }

    @Test
    void a_subsurface_is_placed_beside_its_siblings_only() throws Exception {
        var child = client.surface();
        var bond = client.subsurface(child, surface);
        bond.send(new WlSubsurfaceProtocol.Request.PlaceAbove(client.surface().id()));
        assertThat(client.error()).isEqualTo("wl_subsurface 0");
    }

    @Test
    void a_subsurface_without_its_surface_is_inert() throws Exception {
        var child = client.surface();
        var bond = client.subsurface(child, surface);
        child.send(new Request.Destroy());
        bond.send(new WlSubsurfaceProtocol.Request.SetPosition(1, 2));
        bond.send(new WlSubsurfaceProtocol.Request.PlaceAbove(surface.id()));
        bond.send(new WlSubsurfaceProtocol.Request.SetDesync());
        bond.send(new WlSubsurfaceProtocol.Request.Destroy());
        session.settle();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void subsurfaces_grow_to_a_certain_depth() throws Exception {
        var deepest = surface;
        for (int i = 1; i < Subsurface.MAX_DEPTH; i++) {
            var child = client.surface();
            client.subsurface(child, deepest);
            deepest = child;
        }
        session.settle();
        assertThat(client.isAlive()).isTrue();

        client.subsurface(client.surface(), deepest);
        assertThat(client.error()).isEqualTo("wl_subcompositor " + WlSubcompositorProtocol.Error.BAD_PARENT.value());
    }

    @Test
    void subsurfaces_grow_to_the_same_depth_from_below() throws Exception {
        var root = surface;
        for (int i = 1; i < Subsurface.MAX_DEPTH; i++) {
            var parent = client.surface();
            client.subsurface(root, parent);
            root = parent;
        }
        session.settle();
        assertThat(client.isAlive()).isTrue();

        client.subsurface(root, client.surface());
        assertThat(client.error()).isEqualTo("wl_subcompositor " + WlSubcompositorProtocol.Error.BAD_PARENT.value());
    }

    @Test
    void a_subsurface_can_be_made_again() throws Exception {
        var child = client.surface();
        client.subsurface(child, surface).send(new WlSubsurfaceProtocol.Request.Destroy());
        client.subsurface(child, surface);
        session.settle();
        assertThat(client.isAlive()).isTrue();
    }

    // ---- wl_display.sync

    @Test
    void what_earlier_requests_lead_to_is_told_before_a_sync_is_answered() throws Exception {
        client.listen(client.listen(client.bind(WlSeatProtocol.INTERFACE))
                .create(WlPointerProtocol.INTERFACE, WlSeatProtocol.Request.GetPointer::new));
        client.listen(client.bind(WlOutputProtocol.INTERFACE));
        session.compositor().seat().pointerMotion(new Point<>(160, 120), 10);
        client.toplevel(surface);
        client.forget();
        client.draw(surface, 100, 100, RED);
        client.listen(client.connection()
                .display()
                .create(WlCallbackProtocol.INTERFACE, WlDisplayProtocol.Request.Sync::new));
        session.settle();
        assertThat(client.heard().stream()
                        .<Class<?>>map(Object::getClass)
                        .filter(type -> !type.getName().contains("Xdg"))
                        .toList()
                        .subList(0, 4))
                .containsExactly(
                        WlPointerProtocol.Event.Enter.class,
                        WlPointerProtocol.Event.Frame.class,
                        WlSurfaceProtocol.Event.Enter.class,
                        WlCallbackProtocol.Event.Done.class);
    }

    // ---- wl_shm

    @Test
    void the_two_formats_that_everybody_has_are_offered() {
        assertThat(client.heard(WlShmProtocol.Event.Format.class))
                .contains(new WlShmProtocol.Event.Format(0), new WlShmProtocol.Event.Format(1));
    }

    @Test
    void a_pool_larger_than_its_file_is_found_out_when_it_is_read() throws Exception {
        try (var memory = SharedMemory.create(4096)) {
            var buffer = buffer(pool(memory, 8192), 0, 32, 64, 128, 0);
            session.settle();
            assertThat(client.isAlive()).isTrue();
            surface.send(new Request.Attach(buffer.id(), 0, 0));
            surface.send(new Request.Damage(0, 0, 32, 64));
            surface.send(new Request.Commit());
            assertThat(client.error()).isEqualTo("wl_buffer " + WlShmProtocol.Error.INVALID_FD.value());
        }
    }

    @Test
    void a_pool_has_a_size() throws Exception {
        try (var memory = SharedMemory.create(4096)) {
            pool(memory, 0);
            assertThat(client.error()).isEqualTo("wl_shm " + WlShmProtocol.Error.INVALID_STRIDE.value());
        }
    }

    @Test
    void a_pool_does_not_shrink() throws Exception {
        try (var memory = SharedMemory.create(4096)) {
            pool(memory, 4096).send(new WlShmPoolProtocol.Request.Resize(4095));
            assertThat(client.error()).isEqualTo("wl_shm_pool " + WlShmProtocol.Error.INVALID_FD.value());
        }
    }

    @Test
    void a_pool_grows_with_its_file() throws Exception {
        try (var memory = SharedMemory.create(4096)) {
            var pool = pool(memory, 4096);
            memory.resize(8192);
            pool.send(new WlShmPoolProtocol.Request.Resize(8192));
            buffer(pool, 4096, 32, 32, 128, 0);
            session.settle();
            assertThat(client.isAlive()).isTrue();
        }
    }

    @Test
    void a_client_has_so_many_pools_and_those_that_a_buffer_keeps_alive_count() throws Exception {
        try (var memory = SharedMemory.create(4096)) {
            for (int i = 0; i < 10; i++) {
                pool(memory, 4096).send(new WlShmPoolProtocol.Request.Destroy()); // is given back
            }
            for (int i = 0; i < WlShm.MAX_POOLS; i++) {
                var pool = pool(memory, 4096);
                buffer(pool, 0, 32, 32, 128, 0);
                pool.send(new WlShmPoolProtocol.Request.Destroy());
                if (i % 16 == 0) {
                    session.settle();
                }
            }
            session.settle();
            assertThat(client.isAlive()).isTrue();

            pool(memory, 4096);
            assertThat(client.error()).isEqualTo("wl_display " + WlDisplayProtocol.Error.NO_MEMORY.value());
        }
    }

    @Test
    void a_buffer_lies_within_its_pool() throws Exception {
        int max = Integer.MAX_VALUE;
        List<Consumer<Proxy<WlShmPoolProtocol.Request, ?>>> wrong = List.of(
                pool -> buffer(pool, -1, 32, 32, 128, 0),
                pool -> buffer(pool, 0, 0, 32, 128, 0),
                pool -> buffer(pool, 0, 32, -1, 128, 0),
                pool -> buffer(pool, 0, 32, 32, 127, 0),
                pool -> buffer(pool, 0, 32, 33, 128, 0),
                pool -> buffer(pool, 4, 32, 32, 128, 0),
                pool -> buffer(pool, max, 32, 32, 128, 0),
                pool -> buffer(pool, 0, max, 1, max, 0),
                pool -> buffer(pool, 0, 1, max, max, 0));
        for (var request : wrong) {
            client = session.client();
            try (var memory = SharedMemory.create(4096)) {
                request.accept(pool(memory, 4096));
                assertThat(client.error()).isEqualTo("wl_shm_pool " + WlShmProtocol.Error.INVALID_STRIDE.value());
            }
        }
    }

    @Test
    void an_unknown_format_is_refused() throws Exception {
        try (var memory = SharedMemory.create(4096)) {
            buffer(pool(memory, 4096), 0, 32, 32, 128, 0x12345678);
            assertThat(client.error()).isEqualTo("wl_shm_pool " + WlShmProtocol.Error.INVALID_FORMAT.value());
        }
    }

    @Test
    void a_file_that_is_cut_short_ends_its_client_alone() throws Exception {
        SessionClient other = session.client();
        other.window(10, 10, RED);
        client.toplevel(surface);
        try (ClientImage image = client.image(64, 64, SharedMemory.Length.FREE)) {
            image.attach(surface);
            surface.send(new Request.Commit());
            session.settle();
            assertThat(client.isAlive()).isTrue();
            image.memory().resize(4096);
            image.attach(surface);
            surface.send(new Request.DamageBuffer(0, 0, 64, 64));
            surface.send(new Request.Commit());
            assertThat(client.error()).isEqualTo("wl_buffer " + WlShmProtocol.Error.INVALID_FD.value());
        }
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void a_buffer_that_does_not_fit_into_memory_ends_its_client_alone() throws Exception {
        SessionClient other = session.client();
        int side = 16_000;
        try (ClientImage image = client.image(side, side)) { // of which nothing is written, so that it takes no memory
            image.attach(surface);
            surface.send(new Request.Commit());
            assertThat(client.error()).isEqualTo("wl_display " + WlDisplayProtocol.Error.NO_MEMORY.value());
        }
        assertThat(other.isAlive()).isTrue();
        other.window(10, 10, RED);
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void the_surfaces_of_a_client_share_a_budget_of_pixels() throws Exception {
        SessionClient other = session.client();
        int side = 4096; // four surfaces of 64 MiB use up the budget
        assertThat(4L * side * side).isEqualTo(PixelBudget.PER_CLIENT);
        try (ClientImage image = client.image(side, side)) {
            for (int i = 0; i < 6; i++) { // two of which are gone again
                var next = client.surface();
                image.attach(next);
                next.send(new Request.Commit());
                if (i == 0) {
                    next.send(new Request.Destroy());
                } else if (i == 1) {
                    next.send(new Request.Attach(0, 0, 0));
                    next.send(new Request.Commit());
                }
                session.settle();
            }
            assertThat(client.isAlive()).isTrue();

            client.draw(surface, 1, 1, RED);
            assertThat(client.error()).isEqualTo("wl_display " + WlDisplayProtocol.Error.NO_MEMORY.value());
        }
        other.window(10, 10, RED);
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void pixels_of_all_formats_become_the_same() throws Exception {
        int[] formats = {
            WlShmProtocol.Format.ARGB8888.value(),
            WlShmProtocol.Format.XRGB8888.value(),
            WlShmProtocol.Format.ABGR8888.value(),
            WlShmProtocol.Format.XBGR8888.value()
        };
        int[] pixels = {0x80102030, 0x00102030, 0x80302010, 0x00302010};
        int[] expected = {0x80102030, 0xff102030, 0x80102030, 0xff102030};
        for (int i = 0; i < formats.length; i++) {
            try (var memory = SharedMemory.create(64)) {
                for (int at = 0; at < 64; at += 4) {
                    memory.bytes().order(ByteOrder.nativeOrder()).putInt(at, pixels[i]);
                }
                var buffer = buffer(pool(memory, 64), 0, 4, 4, 16, formats[i]);
                surface.send(new Request.Attach(buffer.id(), 0, 0));
                surface.send(new Request.DamageBuffer(0, 0, 4, 4));
                surface.send(new Request.Commit());
                session.settle();
            }
            assertThat(model(surface).content().orElseThrow().pixels()).containsOnly(expected[i]);
        }
    }

    // ---- wp_viewport

    @Test
    void a_surface_has_one_viewport() throws Exception {
        client.viewport(surface);
        client.viewport(surface);
        assertThat(client.error()).isEqualTo("wp_viewporter 0");
    }

    @Test
    void a_viewport_needs_sensible_numbers() throws Exception {
        List<WpViewportProtocol.Request> wrong = List.of(
                new WpViewportProtocol.Request.SetSource(-1, 0, 1, 1),
                new WpViewportProtocol.Request.SetSource(0, 0, 0, 1),
                new WpViewportProtocol.Request.SetSource(-1, -1, -1, 1),
                new WpViewportProtocol.Request.SetDestination(0, 1),
                new WpViewportProtocol.Request.SetDestination(-1, 5));
        for (var request : wrong) {
            client = session.client();
            client.viewport(client.surface()).send(request);
            assertThat(client.error())
                    .as(request.toString())
                    .isEqualTo("wp_viewport " + WpViewportProtocol.Error.BAD_VALUE.value());
        }
    }

    @Test
    void a_viewport_shows_what_there_is() throws Exception {
        client.viewport(surface).send(new WpViewportProtocol.Request.SetSource(5, 0, 6, 10));
        client.draw(surface, 10, 10, RED);
        assertThat(client.error()).isEqualTo("wp_viewport " + WpViewportProtocol.Error.OUT_OF_BUFFER.value());
    }

    @Test
    void a_fractional_source_needs_a_destination() throws Exception {
        client.viewport(surface).send(new WpViewportProtocol.Request.SetSource(0, 0, 5.5, 10));
        client.draw(surface, 10, 10, RED);
        assertThat(client.error()).isEqualTo("wp_viewport " + WpViewportProtocol.Error.BAD_SIZE.value());
    }

    @Test
    void a_viewport_without_its_surface_is_of_no_use() throws Exception {
        var viewport = client.viewport(surface);
        surface.send(new Request.Destroy());
        viewport.send(new WpViewportProtocol.Request.SetDestination(1, 1));
        assertThat(client.error()).isEqualTo("wp_viewport " + WpViewportProtocol.Error.NO_SURFACE.value());
    }

    @Test
    void without_viewport_the_surface_has_its_own_size_again() throws Exception {
        var viewport = client.viewport(surface);
        viewport.send(new WpViewportProtocol.Request.SetDestination(70, 80));
        client.draw(surface, 10, 10, RED);
        assertThat(model(surface).size()).isEqualTo(new Size<>(70, 80));
        viewport.send(new WpViewportProtocol.Request.Destroy());
        session.settle();
        assertThat(model(surface).size()).isEqualTo(new Size<>(70, 80));
        surface.send(new Request.Commit());
        session.settle();
        assertThat(model(surface).size()).isEqualTo(new Size<>(10, 10));
    }

    // ---- outputs

    @Test
    void an_output_describes_itself_and_then_says_done() throws Exception {
        client.listen(client.bind(WlOutputProtocol.INTERFACE));
        session.settle();

        assertThat(client.heard(WlOutputProtocol.Event.class)).hasSize(6);
        assertThat(client.heard(WlOutputProtocol.Event.Mode.class))
                .containsExactly(new WlOutputProtocol.Event.Mode(3, 320, 240, 60_000));
        assertThat(client.heard(WlOutputProtocol.Event.Name.class))
                .containsExactly(new WlOutputProtocol.Event.Name("WAYRAY-1"));
        assertThat(client.heard().getLast()).isEqualTo(new WlOutputProtocol.Event.Done());
    }

    @Test
    void a_changed_output_tells_everything_before_it_says_done_once() throws Exception {
        var output = client.listen(client.bind(WlOutputProtocol.INTERFACE));
        client.listen(client.bind(ZxdgOutputManagerV1Protocol.INTERFACE)
                .create(
                        ZxdgOutputV1Protocol.INTERFACE,
                        id -> new ZxdgOutputManagerV1Protocol.Request.GetXdgOutput(id, output.id())));
        session.settle();
        assertThat(client.heard(ZxdgOutputV1Protocol.Event.class))
                .containsExactly(
                        new ZxdgOutputV1Protocol.Event.LogicalPosition(0, 0),
                        new ZxdgOutputV1Protocol.Event.LogicalSize(320, 240),
                        new ZxdgOutputV1Protocol.Event.Name("WAYRAY-1"),
                        new ZxdgOutputV1Protocol.Event.Description("WayRay viewer"));
        assertThat(client.heard().getLast()).isEqualTo(new WlOutputProtocol.Event.Done());
        client.forget();

        session.compositor().configureOutput(new OutputMode(new Size<>(600, 300), 60_000), new Scale(180));
        session.settle();

        assertThat(client.heard(ZxdgOutputV1Protocol.Event.LogicalSize.class))
                .containsExactly(new ZxdgOutputV1Protocol.Event.LogicalSize(400, 200));
        assertThat(client.heard(WlOutputProtocol.Event.Scale.class))
                .containsExactly(new WlOutputProtocol.Event.Scale(2));
        assertThat(client.heard(WlOutputProtocol.Event.Done.class)).hasSize(1);
        assertThat(client.heard().getLast()).isEqualTo(new WlOutputProtocol.Event.Done());
    }

    @Test
    void a_surface_enters_the_output_that_it_is_shown_on_and_leaves_it_again() throws Exception {
        var output = client.bind(WlOutputProtocol.INTERFACE);
        client.toplevel(surface);
        client.draw(surface, 10, 10, RED);
        assertThat(client.heard(WlSurfaceProtocol.Event.class))
                .containsExactly(new WlSurfaceProtocol.Event.Enter(output.id()));

        surface.send(new Request.Attach(0, 0, 0));
        surface.send(new Request.Commit());
        session.settle();
        assertThat(client.heard(WlSurfaceProtocol.Event.class))
                .containsExactly(
                        new WlSurfaceProtocol.Event.Enter(output.id()), new WlSurfaceProtocol.Event.Leave(output.id()));
    }

    @Test
    void an_output_that_is_bound_late_is_entered_too() throws Exception {
        client.toplevel(surface);
        client.draw(surface, 10, 10, RED);
        assertThat(client.heard(WlSurfaceProtocol.Event.class)).isEmpty();
        var output = client.bind(WlOutputProtocol.INTERFACE);
        session.settle();
        assertThat(client.heard(WlSurfaceProtocol.Event.class))
                .containsExactly(new WlSurfaceProtocol.Event.Enter(output.id()));
    }

    @Test
    void the_preferred_scale_is_told_where_it_is_not_one() throws Exception {
        client.toplevel(surface);
        client.draw(surface, 10, 10, RED);
        assertThat(client.heard(WlSurfaceProtocol.Event.PreferredBufferScale.class))
                .isEmpty();
        session.compositor().configureOutput(new OutputMode(new Size<>(600, 300), 60_000), new Scale(180));
        session.settle();
        assertThat(client.heard(WlSurfaceProtocol.Event.PreferredBufferScale.class))
                .containsExactly(new WlSurfaceProtocol.Event.PreferredBufferScale(2));
    }

    @Test
    void presentation_times_are_of_the_monotonic_clock() {
        assertThat(client.heard(WpPresentationProtocol.Event.class))
                .containsExactly(new WpPresentationProtocol.Event.ClockId(1));
    }

    private Surface model(Proxy<?, ?> proxy) {
        var server = session.compositor().display().clients().getFirst();
        return WlSurface.of(server, proxy.id());
    }

    private Proxy<WlShmPoolProtocol.Request, ?> pool(SharedMemory memory, int size) throws Exception {
        var descriptor = WireFd.owning(memory.duplicate());
        return client.shm()
                .create(WlShmPoolProtocol.INTERFACE, id -> new WlShmProtocol.Request.CreatePool(id, descriptor, size));
    }

    private static Proxy<WlBufferProtocol.Request, ?> buffer(
            Proxy<WlShmPoolProtocol.Request, ?> pool, int offset, int width, int height, int stride, int format) {
        return pool.create(
                WlBufferProtocol.INTERFACE,
                id -> new WlShmPoolProtocol.Request.CreateBuffer(id, offset, width, height, stride, format));
    }
}
