package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.CompositorOptions;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.render.Renderer;
import org.wayray.compositor.scene.ContentType;
import org.wayray.compositor.scene.Surface;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.alphamodifier.WpAlphaModifierSurfaceV1Protocol;
import org.wayray.wayland.protocols.alphamodifier.WpAlphaModifierV1Protocol;
import org.wayray.wayland.protocols.contenttype.WpContentTypeManagerV1Protocol;
import org.wayray.wayland.protocols.contenttype.WpContentTypeV1Protocol;
import org.wayray.wayland.protocols.core.WlBufferProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.fractionalscale.WpFractionalScaleManagerV1Protocol;
import org.wayray.wayland.protocols.fractionalscale.WpFractionalScaleV1Protocol;
import org.wayray.wayland.protocols.singlepixelbuffer.WpSinglePixelBufferManagerV1Protocol;
import org.wayray.wayland.protocols.tearingcontrol.WpTearingControlManagerV1Protocol;
import org.wayray.wayland.protocols.tearingcontrol.WpTearingControlV1Protocol;
import org.wayray.wayland.protocols.viewporter.WpViewportProtocol;

/** What clients may add to a surface: scale, colour, translucency, hints. */
class SurfaceExtensionsTest {
    private static final int BACKGROUND = Renderer.BACKGROUND & 0xffffff;
    private static final int RED = 0xffff0000;

    private SessionFixture session;
    private SessionClient client;

    @BeforeEach
    void start() throws Exception {
        session = new SessionFixture(CompositorOptions.ofSize(320, 240));
        session.compositor().configureOutput(session.compositor().output().mode(), new Scale(150));
        client = session.client();
    }

    @AfterEach
    void end() throws Exception {
        session.close();
    }

    // ---- fractional scale

    @Test
    void a_surface_learns_the_scale_before_it_is_shown_and_when_it_changes() throws Exception {
        var surface = client.window(10, 10, RED);
        var unseen = client.surface();
        fractionalScale(surface);
        fractionalScale(unseen);
        session.settle();
        assertThat(client.heard(WpFractionalScaleV1Protocol.Event.PreferredScale.class))
                .extracting(WpFractionalScaleV1Protocol.Event.PreferredScale::scale)
                .containsExactly(150, 150);

        client.forget();
        session.compositor().configureOutput(session.compositor().output().mode(), new Scale(180));
        session.settle();
        assertThat(client.heard(WpFractionalScaleV1Protocol.Event.PreferredScale.class))
                .extracting(WpFractionalScaleV1Protocol.Event.PreferredScale::scale)
                .containsExactly(180);
    }

    @Test
    void a_second_fractional_scale_is_an_error_unless_the_first_is_gone() throws Exception {
        var surface = client.surface();
        fractionalScale(surface).send(new WpFractionalScaleV1Protocol.Request.Destroy());
        var second = fractionalScale(surface);
        surface.send(new WlSurfaceProtocol.Request.Destroy());
        second.send(new WpFractionalScaleV1Protocol.Request.Destroy());
        session.settle();
        assertThat(client.isAlive()).isTrue();

        var another = client.surface();
        fractionalScale(another);
        fractionalScale(another);
        assertThat(client.error()).isEqualTo("wp_fractional_scale_manager_v1 0");
    }

    @Test
    void pixels_drawn_for_a_fractional_scale_are_shown_as_they_are() throws Exception {
        var viewer = session.viewer();
        var surface = client.surface();
        client.toplevel(surface);
        var viewport = client.viewport(surface);
        viewport.send(new WpViewportProtocol.Request.SetDestination(101, 61));
        try (var image = client.image(126, 76)) {
            for (int y = 0; y < 76; y++) {
                for (int x = 0; x < 126; x++) {
                    image.set(x, y, (x + y) % 2 == 0 ? 0xffffffff : 0xff000000);
                }
            }
            image.attach(surface);
            surface.send(new WlSurfaceProtocol.Request.Commit());
            session.settle();
        }
        // centred at 77,65, which is 96,81 on the output; both edges rounded make 127x77 of it, whose ends repeat the
        // last pixels
        var window = session.compositor().windows().windows().getFirst();
        assertThat(window.frame().x()).isEqualTo(77);
        for (int y = 0; y < 76; y++) {
            for (int x = 0; x < 126; x++) {
                assertThat(viewer.pixel(96 + x, 81 + y)).isEqualTo((x + y) % 2 == 0 ? 0xffffff : 0);
            }
        }
        assertThat(viewer.pixel(95, 100)).isEqualTo(BACKGROUND);
        assertThat(viewer.pixel(96 + 126, 100)).isEqualTo(viewer.pixel(96 + 125, 100));
        assertThat(viewer.pixel(96 + 127, 100)).isEqualTo(BACKGROUND);

        // and nothing of it stays behind
        surface.send(new WlSurfaceProtocol.Request.Destroy());
        client.close();
        session.settle();
        for (int y = 0; y < 240; y++) {
            for (int x = 0; x < 320; x++) {
                assertThat(viewer.pixel(x, y)).isEqualTo(BACKGROUND);
            }
        }
    }

    // ---- single pixel buffer

    @Test
    void a_buffer_of_one_pixel_fills_the_viewport() throws Exception {
        var viewer = session.viewer();
        var surface = client.surface();
        client.toplevel(surface);
        client.viewport(surface).send(new WpViewportProtocol.Request.SetDestination(100, 50));
        var buffer = pixel(0x40000000, 0x80000000, 0xffffffff, 0xffffffff);
        surface.send(new WlSurfaceProtocol.Request.Attach(buffer.id(), 0, 0));
        buffer.send(new WlBufferProtocol.Request.Destroy());
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();
        assertThat(viewer.pixel(160, 120)).isEqualTo(0x4080ff);
        assertThat(viewer.pixel(98, 90)).isEqualTo(0x4080ff);

        var clear = pixel(0, 0, 0, 0);
        surface.send(new WlSurfaceProtocol.Request.Attach(clear.id(), 0, 0));
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();
        assertThat(viewer.pixel(160, 120)).isEqualTo(BACKGROUND);
        assertThat(client.heard(WlBufferProtocol.Event.Release.class)).hasSize(1);
    }

    @Test
    void colours_above_their_alpha_are_cut() throws Exception {
        var viewer = session.viewer();
        var surface = client.surface();
        client.toplevel(surface);
        client.viewport(surface).send(new WpViewportProtocol.Request.SetDestination(100, 50));
        surface.send(new WlSurfaceProtocol.Request.Attach(
                pixel(0xffffffff, 0xffffffff, 0xffffffff, 0).id(), 0, 0));
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();
        assertThat(viewer.pixel(160, 120)).isEqualTo(BACKGROUND);
    }

    // ---- alpha modifier

    @Test
    void the_multiplier_counts_with_the_commit_and_ends_with_its_object() throws Exception {
        var viewer = session.viewer();
        var surface = client.window(100, 50, 0xffffffff);
        var modifier = alphaModifier(surface);
        modifier.send(new WpAlphaModifierSurfaceV1Protocol.Request.SetMultiplier(0x80000000));
        session.settle();
        assertThat(viewer.pixel(160, 120)).isEqualTo(0xffffff);

        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();
        // 128 of 255 white over 0x232b36
        assertThat(viewer.pixel(160, 120)).isEqualTo((128 + 17) << 16 | (128 + 21) << 8 | (128 + 27));

        modifier.send(new WpAlphaModifierSurfaceV1Protocol.Request.SetMultiplier(0));
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();
        assertThat(viewer.pixel(160, 120)).isEqualTo(BACKGROUND);

        modifier.send(new WpAlphaModifierSurfaceV1Protocol.Request.Destroy());
        session.settle();
        assertThat(viewer.pixel(160, 120)).isEqualTo(BACKGROUND);
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();
        assertThat(viewer.pixel(160, 120)).isEqualTo(0xffffff);
    }

    @Test
    void a_multiplier_for_a_surface_that_is_gone_is_an_error() throws Exception {
        var surface = client.surface();
        var modifier = alphaModifier(surface);
        surface.send(new WlSurfaceProtocol.Request.Destroy());
        session.settle();
        assertThat(client.isAlive()).isTrue();
        modifier.send(new WpAlphaModifierSurfaceV1Protocol.Request.SetMultiplier(1));
        assertThat(client.error()).isEqualTo("wp_alpha_modifier_surface_v1 0");
    }

    @Test
    void a_second_alpha_modifier_is_an_error() throws Exception {
        var surface = client.surface();
        alphaModifier(surface);
        alphaModifier(surface);
        assertThat(client.error()).isEqualTo("wp_alpha_modifier_v1 0");
    }

    // ---- content type and tearing control

    @Test
    void the_content_type_is_double_buffered() throws Exception {
        var surface = client.window(10, 10, RED);
        var type = contentType(surface);
        type.send(new WpContentTypeV1Protocol.Request.SetContentType(WpContentTypeV1Protocol.Type.VIDEO.value()));
        session.settle();
        assertThat(onServer().current().contentType()).isEqualTo(ContentType.NONE);
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();
        assertThat(onServer().current().contentType()).isEqualTo(ContentType.VIDEO);
        type.send(new WpContentTypeV1Protocol.Request.SetContentType(77));
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();
        assertThat(onServer().current().contentType()).isEqualTo(ContentType.NONE);
    }

    @Test
    void a_second_content_type_is_an_error() throws Exception {
        var surface = client.surface();
        contentType(surface);
        contentType(surface);
        assertThat(client.error()).isEqualTo("wp_content_type_manager_v1 0");
    }

    @Test
    void the_wish_to_tear_is_double_buffered_and_ends_with_its_object() throws Exception {
        var surface = client.window(10, 10, RED);
        var control = tearingControl(surface);
        control.send(new WpTearingControlV1Protocol.Request.SetPresentationHint(
                WpTearingControlV1Protocol.PresentationHint.ASYNC.value()));
        session.settle();
        assertThat(onServer().current().tearing()).isFalse();
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();
        assertThat(onServer().current().tearing()).isTrue();
        control.send(new WpTearingControlV1Protocol.Request.Destroy());
        surface.send(new WlSurfaceProtocol.Request.Commit());
        session.settle();
        assertThat(onServer().current().tearing()).isFalse();
    }

    @Test
    void a_second_tearing_control_is_an_error() throws Exception {
        var surface = client.surface();
        tearingControl(surface);
        tearingControl(surface);
        assertThat(client.error()).isEqualTo("wp_tearing_control_manager_v1 0");
    }

    @Test
    void hints_have_no_effect_once_the_surface_is_gone() throws Exception {
        var surface = client.surface();
        var type = contentType(surface);
        var control = tearingControl(surface);
        surface.send(new WlSurfaceProtocol.Request.Destroy());
        type.send(new WpContentTypeV1Protocol.Request.SetContentType(1));
        control.send(new WpTearingControlV1Protocol.Request.SetPresentationHint(1));
        type.send(new WpContentTypeV1Protocol.Request.Destroy());
        control.send(new WpTearingControlV1Protocol.Request.Destroy());
        session.settle();
        assertThat(client.isAlive()).isTrue();
    }

    private Surface onServer() {
        return session.compositor().windows().windows().getFirst().surface();
    }

    private Proxy<WpFractionalScaleV1Protocol.Request, ?> fractionalScale(Proxy<?, ?> surface) {
        return client.listen(client.bind(WpFractionalScaleManagerV1Protocol.INTERFACE)
                .create(
                        WpFractionalScaleV1Protocol.INTERFACE,
                        id -> new WpFractionalScaleManagerV1Protocol.Request.GetFractionalScale(id, surface.id())));
    }

    private Proxy<WlBufferProtocol.Request, ?> pixel(int r, int g, int b, int a) {
        return client.listen(client.bind(WpSinglePixelBufferManagerV1Protocol.INTERFACE)
                .create(
                        WlBufferProtocol.INTERFACE,
                        id -> new WpSinglePixelBufferManagerV1Protocol.Request.CreateU32RgbaBuffer(id, r, g, b, a)));
    }

    private Proxy<WpAlphaModifierSurfaceV1Protocol.Request, ?> alphaModifier(Proxy<?, ?> surface) {
        return client.bind(WpAlphaModifierV1Protocol.INTERFACE)
                .create(
                        WpAlphaModifierSurfaceV1Protocol.INTERFACE,
                        id -> new WpAlphaModifierV1Protocol.Request.GetSurface(id, surface.id()));
    }

    private Proxy<WpContentTypeV1Protocol.Request, ?> contentType(Proxy<?, ?> surface) {
        return client.bind(WpContentTypeManagerV1Protocol.INTERFACE)
                .create(
                        WpContentTypeV1Protocol.INTERFACE,
                        id -> new WpContentTypeManagerV1Protocol.Request.GetSurfaceContentType(id, surface.id()));
    }

    private Proxy<WpTearingControlV1Protocol.Request, ?> tearingControl(Proxy<?, ?> surface) {
        return client.bind(WpTearingControlManagerV1Protocol.INTERFACE)
                .create(
                        WpTearingControlV1Protocol.INTERFACE,
                        id -> new WpTearingControlManagerV1Protocol.Request.GetTearingControl(id, surface.id()));
    }
}
