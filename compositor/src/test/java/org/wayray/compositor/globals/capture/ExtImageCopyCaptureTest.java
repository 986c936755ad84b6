package org.wayray.compositor.globals.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.wayray.compositor.render.Renderer;
import org.wayray.posix.SharedMemory;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.extimagecapturesource.ExtImageCaptureSourceV1Protocol;
import org.wayray.wayland.protocols.extimagecapturesource.ExtOutputImageCaptureSourceManagerV1Protocol;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureCursorSessionV1Protocol;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureFrameV1Protocol;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureFrameV1Protocol.Event;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureFrameV1Protocol.FailureReason;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureFrameV1Protocol.Request;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureManagerV1Protocol;
import org.wayray.wayland.protocols.extimagecopycapture.ExtImageCopyCaptureSessionV1Protocol;

/** An output of 320x240 without a viewer, an application that fills 100x80 of it with red, and one that takes pictures. */
class ExtImageCopyCaptureTest {
    private static final int RED = 0xffff0000;
    private static final int GREEN = 0xff00ff00;
    private static final Duration REFRESH = Duration.ofMillis(17);

    private SessionFixture fixture;
    private SessionClient app;
    private Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> window;
    private SessionClient camera;
    private Proxy<ExtImageCaptureSourceV1Protocol.Request, ?> source;
    private Proxy<ExtImageCopyCaptureManagerV1Protocol.Request, ?> manager;
    private Proxy<ExtImageCopyCaptureSessionV1Protocol.Request, ?> session;
    private final List<ClientImage> images = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        fixture = new SessionFixture();
        app = fixture.client();
        window = app.window(100, 80, RED);
        camera = fixture.client();
        var output = camera.bind(WlOutputProtocol.INTERFACE);
        source = camera.bind(ExtOutputImageCaptureSourceManagerV1Protocol.INTERFACE)
                .create(
                        ExtImageCaptureSourceV1Protocol.INTERFACE,
                        id -> new ExtOutputImageCaptureSourceManagerV1Protocol.Request.CreateSource(id, output.id()));
        manager = camera.bind(ExtImageCopyCaptureManagerV1Protocol.INTERFACE);
        fixture.settle();
        camera.forget();
        session = session(0);
        fixture.settle();
    }

    @AfterEach
    void close() throws Exception {
        images.forEach(ClientImage::close);
        fixture.close();
    }

    @Test
    void sessionSaysWhichBuffersFit() {
        assertThat(camera.heard())
                .containsExactly(
                        new ExtImageCopyCaptureSessionV1Protocol.Event.BufferSize(320, 240),
                        new ExtImageCopyCaptureSessionV1Protocol.Event.ShmFormat(WlShmProtocol.Format.XRGB8888.value()),
                        new ExtImageCopyCaptureSessionV1Protocol.Event.Done());
    }

    @Test
    void firstFrameShowsAllOfTheOutput() throws Exception {
        var image = image(320, 240);
        capture(image);
        assertThat(camera.heard())
                .containsExactly(
                        new Event.Transform(0),
                        new Event.Damage(0, 0, 320, 240),
                        new Event.PresentationTime(0, 1, 0),
                        new Event.Ready());
        assertThat(image.pixel(160, 120)).isEqualTo(RED);
        assertThat(image.pixel(0, 239)).isEqualTo(Renderer.BACKGROUND);
    }

    @Test
    void laterFramesWaitForChangesAndWriteOnlyThem() throws Exception {
        var image = image(320, 240);
        capture(image).send(new Request.Destroy());
        image.fill(0);
        var frame = capture(image);
        fixture.advance(Duration.ofSeconds(10));
        assertThat(camera.heard()).isEmpty();
        app.draw(window, 100, 80, GREEN);
        assertThat(camera.heard(Event.Damage.class)).containsExactly(new Event.Damage(110, 80, 100, 80));
        assertThat(camera.heard(Event.Ready.class)).hasSize(1);
        assertThat(image.pixel(160, 120)).isEqualTo(GREEN);
        assertThat(image.pixel(0, 0)).isZero();
        frame.send(new Request.Destroy());
    }

    @Test
    void whatTheClientSaysIsOutOfDateIsWrittenToo() throws Exception {
        var image = image(320, 240);
        capture(image).send(new Request.Destroy());
        image.fill(0);
        var frame = frame();
        frame.send(new Request.AttachBuffer(image.buffer().id()));
        frame.send(new Request.DamageBuffer(310, 230, 1000, 1000));
        frame.send(new Request.Capture());
        app.draw(window, 100, 80, GREEN);
        fixture.advance(REFRESH);
        assertThat(image.pixel(319, 239)).isEqualTo(Renderer.BACKGROUND);
        assertThat(image.pixel(309, 239)).isZero();
    }

    @Test
    void newSizeIsAnnouncedAndOldBuffersDoNotFit() throws Exception {
        var image = image(320, 240);
        capture(image).send(new Request.Destroy());
        var frame = capture(image);
        fixture.compositor().configureOutput(new OutputMode(new Size<>(200, 100), 60_000), Scale.ONE);
        fixture.settle();
        assertThat(camera.heard(ExtImageCopyCaptureSessionV1Protocol.Event.BufferSize.class))
                .containsExactly(new ExtImageCopyCaptureSessionV1Protocol.Event.BufferSize(200, 100));
        assertThat(camera.heard(Event.Failed.class))
                .containsExactly(new Event.Failed(FailureReason.BUFFER_CONSTRAINTS.value()));
        frame.send(new Request.Destroy());
        capture(image).send(new Request.Destroy());
        assertThat(camera.heard(Event.Failed.class))
                .containsExactly(new Event.Failed(FailureReason.BUFFER_CONSTRAINTS.value()));
        capture(image(200, 100));
        fixture.advance(REFRESH);
        assertThat(camera.heard(Event.Ready.class)).hasSize(1);
    }

    @Test
    void sessionStopsWithTheOutput() throws Exception {
        var image = image(320, 240);
        capture(image).send(new Request.Destroy());
        capture(image).send(new Request.Destroy());
        var frame = capture(image);
        fixture.compositor().scene().removeOutput(fixture.compositor().output());
        fixture.settle();
        assertThat(camera.heard(ExtImageCopyCaptureSessionV1Protocol.Event.Stopped.class))
                .hasSize(1);
        assertThat(camera.heard(Event.Failed.class)).containsExactly(new Event.Failed(FailureReason.STOPPED.value()));
        frame.send(new Request.Destroy());
        capture(image);
        assertThat(camera.heard(Event.Failed.class)).containsExactly(new Event.Failed(FailureReason.STOPPED.value()));
        camera.forget();
        session(0);
        fixture.settle();
        assertThat(camera.heard()).containsExactly(new ExtImageCopyCaptureSessionV1Protocol.Event.Stopped());
    }

    @Test
    void frameOutlivesItsSession() throws Exception {
        var image = image(320, 240);
        capture(image).send(new Request.Destroy());
        var frame = capture(image);
        session.send(new ExtImageCopyCaptureSessionV1Protocol.Request.Destroy());
        source.send(new ExtImageCaptureSourceV1Protocol.Request.Destroy());
        manager.send(new ExtImageCopyCaptureManagerV1Protocol.Request.Destroy());
        fixture.settle();
        app.draw(window, 100, 80, GREEN);
        fixture.advance(REFRESH);
        assertThat(image.pixel(160, 120)).isEqualTo(GREEN);
        frame.send(new Request.Destroy());
        fixture.advance(Duration.ofSeconds(10));
        fixture.advance(Duration.ofSeconds(10));
        assertThat(fixture.loop().timerCount()).isZero();
    }

    @Test
    void sessionWithCursorHasItAndItsMovesAreChanges() throws Exception {
        setCursor();
        var image = image(320, 240);
        session.send(new ExtImageCopyCaptureSessionV1Protocol.Request.Destroy());
        session = session(ExtImageCopyCaptureManagerV1Protocol.Options.PAINT_CURSORS);
        capture(image).send(new Request.Destroy());
        assertThat(image.pixel(160, 120)).isEqualTo(GREEN);
        var frame = capture(image);
        fixture.compositor().seat().pointerMotion(new Point<>(180, 120), 2);
        fixture.advance(REFRESH);
        assertThat(camera.heard(Event.Ready.class)).hasSize(1);
        assertThat(image.pixel(160, 120)).isEqualTo(RED);
        assertThat(image.pixel(180, 120)).isEqualTo(GREEN);
        frame.send(new Request.Destroy());
    }

    @Test
    void cursorSessionFollowsTheCursorAndTakesItsPicture() throws Exception {
        setCursor();
        var pointer = pointer();
        camera.forget();
        var cursor = camera.listen(manager.create(
                ExtImageCopyCaptureCursorSessionV1Protocol.INTERFACE,
                id -> new ExtImageCopyCaptureManagerV1Protocol.Request.CreatePointerCursorSession(
                        id, source.id(), pointer.id())));
        fixture.settle();
        assertThat(camera.heard())
                .containsExactly(
                        new ExtImageCopyCaptureCursorSessionV1Protocol.Event.Enter(),
                        new ExtImageCopyCaptureCursorSessionV1Protocol.Event.Position(160, 120),
                        new ExtImageCopyCaptureCursorSessionV1Protocol.Event.Hotspot(2, 3));
        session = camera.listen(cursor.create(
                ExtImageCopyCaptureSessionV1Protocol.INTERFACE,
                ExtImageCopyCaptureCursorSessionV1Protocol.Request.GetCaptureSession::new));
        fixture.settle();
        assertThat(camera.heard(ExtImageCopyCaptureSessionV1Protocol.Event.BufferSize.class))
                .containsExactly(new ExtImageCopyCaptureSessionV1Protocol.Event.BufferSize(8, 8));
        var image = camera.image(8, 8);
        images.add(image);
        capture(image);
        assertThat(image.pixel(4, 4)).isEqualTo(GREEN);
        camera.forget();
        fixture.compositor().seat().pointerMotion(new Point<>(0, 0), 2);
        fixture.settle();
        assertThat(camera.heard()).containsExactly(new ExtImageCopyCaptureCursorSessionV1Protocol.Event.Leave());
    }

    @Test
    void secondFrameAtOnceIsAnError() throws Exception {
        frame();
        frame();
        assertThat(camera.error()).isEqualTo("ext_image_copy_capture_session_v1 1");
    }

    @Test
    void captureWithoutABufferIsAnError() throws Exception {
        frame().send(new Request.Capture());
        assertThat(camera.error()).isEqualTo("ext_image_copy_capture_frame_v1 1");
    }

    @Test
    void damageThatCannotBeIsAnError() throws Exception {
        frame().send(new Request.DamageBuffer(0, 0, 0, 1));
        assertThat(camera.error()).isEqualTo("ext_image_copy_capture_frame_v1 2");
    }

    @Test
    void anythingAfterCaptureIsAnError() throws Exception {
        capture(image(320, 240)).send(new Request.DamageBuffer(0, 0, 1, 1));
        assertThat(camera.error()).isEqualTo("ext_image_copy_capture_frame_v1 3");
    }

    @Test
    void unknownOptionIsAnError() throws Exception {
        session(2);
        assertThat(camera.error()).isEqualTo("ext_image_copy_capture_manager_v1 1");
    }

    @Test
    void secondPictureSessionOfACursorIsAnError() throws Exception {
        var pointer = pointer();
        var cursor = manager.create(
                ExtImageCopyCaptureCursorSessionV1Protocol.INTERFACE,
                id -> new ExtImageCopyCaptureManagerV1Protocol.Request.CreatePointerCursorSession(
                        id, source.id(), pointer.id()));
        for (int i = 0; i < 2; i++) {
            camera.listen(cursor.create(
                    ExtImageCopyCaptureSessionV1Protocol.INTERFACE,
                    ExtImageCopyCaptureCursorSessionV1Protocol.Request.GetCaptureSession::new));
        }
        assertThat(camera.error()).isEqualTo("ext_image_copy_capture_cursor_session_v1 1");
    }

    /** Puts the pointer into the middle of the window, with a green cursor of 8x8 that points with its pixel 2,3. */
    private void setCursor() throws Exception {
        var seat = app.bind(WlSeatProtocol.INTERFACE);
        var pointer = app.listen(seat.create(WlPointerProtocol.INTERFACE, WlSeatProtocol.Request.GetPointer::new));
        fixture.settle();
        fixture.compositor().seat().pointerMotion(new Point<>(160, 120), 1);
        fixture.settle();
        int serial = app.heard(WlPointerProtocol.Event.Enter.class).getFirst().serial();
        var cursor = app.surface();
        pointer.send(new WlPointerProtocol.Request.SetCursor(serial, cursor.id(), 2, 3));
        app.draw(cursor, 8, 8, GREEN);
    }

    private Proxy<?, ?> pointer() {
        return camera.bind(WlSeatProtocol.INTERFACE)
                .create(WlPointerProtocol.INTERFACE, WlSeatProtocol.Request.GetPointer::new);
    }

    private Proxy<ExtImageCopyCaptureSessionV1Protocol.Request, ?> session(int options) {
        return camera.listen(manager.create(
                ExtImageCopyCaptureSessionV1Protocol.INTERFACE,
                id -> new ExtImageCopyCaptureManagerV1Protocol.Request.CreateSession(id, source.id(), options)));
    }

    private Proxy<Request, ?> frame() {
        return camera.listen(session.create(
                ExtImageCopyCaptureFrameV1Protocol.INTERFACE,
                ExtImageCopyCaptureSessionV1Protocol.Request.CreateFrame::new));
    }

    /** Asks for a picture in a new frame, a refresh after what was before; forgets what was heard before. */
    private Proxy<Request, ?> capture(ClientImage image) throws Exception {
        fixture.settle();
        camera.forget();
        var frame = frame();
        frame.send(new Request.AttachBuffer(image.buffer().id()));
        frame.send(new Request.Capture());
        fixture.settle();
        if (camera.heard().isEmpty()) {
            fixture.advance(REFRESH);
        }
        return frame;
    }

    private ClientImage image(int width, int height) throws Exception {
        var image = camera.image(width, height, SharedMemory.Length.HELD, WlShmProtocol.Format.XRGB8888);
        images.add(image);
        return image;
    }
}
