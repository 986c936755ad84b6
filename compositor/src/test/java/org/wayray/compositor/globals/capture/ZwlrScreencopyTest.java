package org.wayray.compositor.globals.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.capture.Captures;
import org.wayray.compositor.fixture.ClientImage;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.render.Renderer;
import org.wayray.posix.Fd;
import org.wayray.posix.SharedMemory;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlBufferProtocol;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.wlrscreencopy.ZwlrScreencopyFrameV1Protocol;
import org.wayray.wayland.protocols.wlrscreencopy.ZwlrScreencopyManagerV1Protocol;

/** An output of 320x240 without a viewer, an application that fills 100x80 of it with red, and one that takes pictures. */
class ZwlrScreencopyTest {
    private static final int RED = 0xffff0000;
    private static final int GREEN = 0xff00ff00;
    private static final Duration REFRESH = Duration.ofMillis(17);

    private SessionFixture fixture;
    private SessionClient app;
    private Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> window;
    private SessionClient camera;
    private Proxy<WlOutputProtocol.Request, ?> output;
    private Proxy<ZwlrScreencopyManagerV1Protocol.Request, ?> manager;
    private final List<ClientImage> images = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        fixture = new SessionFixture();
        app = fixture.client();
        window = app.window(100, 80, RED);
        camera = fixture.client();
        output = camera.bind(WlOutputProtocol.INTERFACE);
        manager = camera.bind(ZwlrScreencopyManagerV1Protocol.INTERFACE);
        fixture.settle();
        camera.forget();
    }

    @AfterEach
    void close() throws Exception {
        images.forEach(ClientImage::close);
        fixture.close();
    }

    @Test
    void frameSaysWhichBufferFits() throws Exception {
        frame();
        fixture.settle();
        assertThat(camera.heard())
                .containsExactly(
                        new ZwlrScreencopyFrameV1Protocol.Event.Buffer(
                                WlShmProtocol.Format.XRGB8888.value(), 320, 240, 320 * 4),
                        new ZwlrScreencopyFrameV1Protocol.Event.BufferDone());
    }

    @Test
    void pictureShowsWhatTheOutputWouldWithoutAViewer() throws Exception {
        var image = image(320, 240);
        frame().send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(
                image.buffer().id()));
        fixture.settle();
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Flags.class))
                .containsExactly(new ZwlrScreencopyFrameV1Protocol.Event.Flags(0));
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Ready.class))
                .containsExactly(new ZwlrScreencopyFrameV1Protocol.Event.Ready(0, 1, 0));
        assertThat(image.pixel(160, 120)).isEqualTo(RED);
        assertThat(image.pixel(0, 0)).isEqualTo(Renderer.BACKGROUND);
        assertThat(image.pixel(319, 239)).isEqualTo(Renderer.BACKGROUND);
    }

    @Test
    void memoryThatMayBeCutIsWrittenToo() throws Exception {
        var image = camera.image(320, 240, SharedMemory.Length.FREE, WlShmProtocol.Format.XRGB8888);
        images.add(image);
        frame().send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(
                image.buffer().id()));
        fixture.settle();
        assertThat(image.pixel(160, 120)).isEqualTo(RED);
    }

    @Test
    void memoryThatWasCutFailsTheFrameAndNothingElse() throws Exception {
        var image = camera.image(320, 240, SharedMemory.Length.FREE, WlShmProtocol.Format.XRGB8888);
        images.add(image);
        fixture.settle();
        image.memory().resize(4096);
        frame().send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(
                image.buffer().id()));
        fixture.settle();
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Failed.class))
                .hasSize(1);
        assertThat(camera.isAlive()).isTrue();
        pictureAfter(REFRESH);
    }

    @Test
    void regionIsCutToTheOutput() throws Exception {
        var frame = region(300, -10, 100, 50);
        fixture.settle();
        assertThat(camera.heard().getFirst())
                .isEqualTo(new ZwlrScreencopyFrameV1Protocol.Event.Buffer(
                        WlShmProtocol.Format.XRGB8888.value(), 20, 40, 80));
        var image = image(20, 40);
        frame.send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(image.buffer().id()));
        fixture.settle();
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Ready.class))
                .hasSize(1);
        assertThat(image.pixel(19, 39)).isEqualTo(Renderer.BACKGROUND);
    }

    @Test
    void regionIsLogicalAndItsPictureHasTheOutputsPixels() throws Exception {
        fixture.compositor().configureOutput(new OutputMode(new Size<>(640, 480), 60_000), new Scale(240));
        fixture.settle();
        region(10, 10, 20, 30);
        fixture.settle();
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Buffer.class))
                .containsExactly(new ZwlrScreencopyFrameV1Protocol.Event.Buffer(
                        WlShmProtocol.Format.XRGB8888.value(), 40, 60, 160));
    }

    @Test
    void regionOutsideTheOutputFails() throws Exception {
        region(400, 0, 10, 10);
        var frame = region(0, 0, 0, 10);
        fixture.settle();
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Failed.class))
                .hasSize(2);
        frame.send(new ZwlrScreencopyFrameV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(camera.isAlive()).isTrue();
    }

    @Test
    void copyWithDamageWaitsUntilSomethingHasChanged() throws Exception {
        var image = image(320, 240);
        copyWithDamage(image);
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Damage.class))
                .containsExactly(new ZwlrScreencopyFrameV1Protocol.Event.Damage(0, 0, 320, 240));
        camera.forget();
        copyWithDamage(image);
        fixture.advance(Duration.ofSeconds(10));
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Ready.class))
                .isEmpty();
        app.draw(window, 100, 80, GREEN);
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Damage.class))
                .containsExactly(new ZwlrScreencopyFrameV1Protocol.Event.Damage(110, 80, 100, 80));
        assertThat(camera.heard().getLast()).isInstanceOf(ZwlrScreencopyFrameV1Protocol.Event.Ready.class);
        assertThat(image.pixel(160, 120)).isEqualTo(GREEN);
    }

    @Test
    void copyWithDamageOfARegionWaitsForThatRegion() throws Exception {
        var image = image(50, 50);
        regionWithDamage(image);
        regionWithDamage(image);
        app.draw(window, 100, 80, GREEN);
        fixture.advance(REFRESH);
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Ready.class))
                .hasSize(1);
    }

    @Test
    void applicationsDrawWhileSomebodyWaitsForPictures() throws Exception {
        app.frame(window);
        app.draw(window, 100, 80, GREEN);
        fixture.advance(REFRESH);
        assertThat(app.heard(WlCallbackProtocol.Event.Done.class)).isEmpty();
        var image = image(320, 240);
        copyWithDamage(image);
        fixture.advance(REFRESH);
        copyWithDamage(image);
        fixture.advance(REFRESH);
        assertThat(app.heard(WlCallbackProtocol.Event.Done.class)).hasSize(1);
    }

    @Test
    void clientHasOnePictureForEachRefresh() throws Exception {
        var image = image(320, 240);
        for (int i = 0; i < 5; i++) {
            frame().send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(
                    image.buffer().id()));
        }
        fixture.settle();
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Ready.class))
                .hasSize(1);
        fixture.advance(REFRESH);
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Ready.class))
                .hasSize(2);
    }

    @Test
    void whoWaitsForTooManyPicturesGetsNone() throws Exception {
        var image = image(320, 240);
        for (int i = 0; i < Captures.MOST_PER_CLIENT + 5; i++) {
            frame().send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(
                    image.buffer().id()));
        }
        fixture.settle();
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Failed.class))
                .hasSize(5);
    }

    @Test
    void cursorIsInThePictureIfWanted() throws Exception {
        var seat = app.bind(WlSeatProtocol.INTERFACE);
        var pointer = app.listen(seat.create(WlPointerProtocol.INTERFACE, WlSeatProtocol.Request.GetPointer::new));
        fixture.settle();
        fixture.compositor().seat().pointerMotion(new Point<>(160, 120), 1);
        fixture.settle();
        int serial = app.heard(WlPointerProtocol.Event.Enter.class).getFirst().serial();
        var cursor = app.surface();
        pointer.send(new WlPointerProtocol.Request.SetCursor(serial, cursor.id(), 2, 3));
        app.draw(cursor, 8, 8, GREEN);
        var without = image(320, 240);
        copy(0, without);
        fixture.advance(REFRESH);
        var with = image(320, 240);
        copy(1, with);
        fixture.advance(REFRESH);
        assertThat(without.pixel(160, 120)).isEqualTo(RED);
        assertThat(with.pixel(160, 120)).isEqualTo(GREEN);
        assertThat(with.pixel(158, 117)).isEqualTo(GREEN);
        assertThat(with.pixel(157, 117)).isEqualTo(RED);
        assertThat(with.pixel(166, 120)).isEqualTo(RED);
    }

    @Test
    void frameFailsWhenTheOutputChanges() throws Exception {
        var image = image(320, 240);
        copyWithDamage(image);
        fixture.advance(REFRESH);
        copyWithDamage(image);
        var late = frame();
        fixture.settle();
        fixture.compositor().configureOutput(new OutputMode(new Size<>(200, 100), 60_000), Scale.ONE);
        fixture.settle();
        assertThat(camera.heard(ZwlrScreencopyFrameV1Protocol.Event.Failed.class))
                .hasSize(2);
        late.send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(image.buffer().id()));
        late.send(new ZwlrScreencopyFrameV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(camera.isAlive()).isTrue();
    }

    @Test
    void secondCopyIsAnError() throws Exception {
        var image = image(320, 240);
        var frame = frame();
        frame.send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(image.buffer().id()));
        frame.send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(image.buffer().id()));
        assertThat(camera.error())
                .isEqualTo("zwlr_screencopy_frame_v1 " + ZwlrScreencopyFrameV1Protocol.Error.ALREADY_USED.value());
    }

    @Test
    void bufferOfAnotherSizeIsAnError() throws Exception {
        frame().send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(
                image(320, 239).buffer().id()));
        assertThat(camera.error())
                .isEqualTo("zwlr_screencopy_frame_v1 " + ZwlrScreencopyFrameV1Protocol.Error.INVALID_BUFFER.value());
    }

    @Test
    void bufferOfAnotherFormatIsAnError() throws Exception {
        var image = camera.image(320, 240);
        images.add(image);
        frame().send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(
                image.buffer().id()));
        assertThat(camera.error())
                .isEqualTo("zwlr_screencopy_frame_v1 " + ZwlrScreencopyFrameV1Protocol.Error.INVALID_BUFFER.value());
    }

    @Test
    void everythingMayGoWhileAPictureIsAwaited() throws Exception {
        long before = Fd.open();
        var image = image(320, 240);
        copyWithDamage(image);
        fixture.advance(REFRESH);
        var frame = frame();
        frame.send(new ZwlrScreencopyFrameV1Protocol.Request.CopyWithDamage(
                image.buffer().id()));
        image.buffer().send(new WlBufferProtocol.Request.Destroy());
        manager.send(new ZwlrScreencopyManagerV1Protocol.Request.Destroy());
        fixture.settle();
        app.draw(window, 100, 80, GREEN);
        assertThat(image.pixel(160, 120)).isEqualTo(GREEN);
        frame.send(new ZwlrScreencopyFrameV1Protocol.Request.Destroy());
        image.close();
        images.clear();
        fixture.settle();
        assertThat(Fd.open()).isEqualTo(before);
    }

    @Test
    void clientThatGoesWaitsForNothing() throws Exception {
        var image = image(320, 240);
        copyWithDamage(image);
        fixture.advance(REFRESH);
        copyWithDamage(image);
        camera.close();
        fixture.settle();
        app.draw(window, 100, 80, GREEN);
        fixture.advance(Duration.ofSeconds(10));
        fixture.advance(Duration.ofSeconds(10));
        assertThat(fixture.loop().failures()).isZero();
        assertThat(fixture.loop().timerCount()).isZero();
    }

    private void pictureAfter(Duration time) throws Exception {
        fixture.advance(time);
        var image = image(320, 240);
        copy(0, image);
        assertThat(image.pixel(160, 120)).isEqualTo(RED);
    }

    private void copy(int overlayCursor, ClientImage image) throws Exception {
        frame(overlayCursor)
                .send(new ZwlrScreencopyFrameV1Protocol.Request.Copy(
                        image.buffer().id()));
        fixture.settle();
    }

    private void copyWithDamage(ClientImage image) throws Exception {
        frame().send(new ZwlrScreencopyFrameV1Protocol.Request.CopyWithDamage(
                image.buffer().id()));
        fixture.settle();
    }

    /** Of the output's lower left corner, where the window is not. */
    private void regionWithDamage(ClientImage image) throws Exception {
        region(0, 190, 50, 50)
                .send(new ZwlrScreencopyFrameV1Protocol.Request.CopyWithDamage(
                        image.buffer().id()));
        fixture.advance(REFRESH);
    }

    private Proxy<ZwlrScreencopyFrameV1Protocol.Request, ?> frame() {
        return frame(0);
    }

    private Proxy<ZwlrScreencopyFrameV1Protocol.Request, ?> frame(int overlayCursor) {
        return camera.listen(manager.create(
                ZwlrScreencopyFrameV1Protocol.INTERFACE,
                id -> new ZwlrScreencopyManagerV1Protocol.Request.CaptureOutput(id, overlayCursor, output.id())));
    }

    private Proxy<ZwlrScreencopyFrameV1Protocol.Request, ?> region(int x, int y, int width, int height) {
        return camera.listen(manager.create(
                ZwlrScreencopyFrameV1Protocol.INTERFACE,
                id -> new ZwlrScreencopyManagerV1Protocol.Request.CaptureOutputRegion(
                        id, 0, output.id(), x, y, width, height)));
    }

    private ClientImage image(int width, int height) throws Exception {
        var image = camera.image(width, height, SharedMemory.Length.HELD, WlShmProtocol.Format.XRGB8888);
        images.add(image);
        return image;
    }
}
