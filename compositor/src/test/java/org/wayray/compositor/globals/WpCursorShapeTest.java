package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.seat.CursorShape;
import org.wayray.compositor.seat.CursorSink;
import org.wayray.protocol.v1.CursorDefault;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.cursorshape.WpCursorShapeDeviceV1Protocol;
import org.wayray.wayland.protocols.cursorshape.WpCursorShapeDeviceV1Protocol.Request;
import org.wayray.wayland.protocols.cursorshape.WpCursorShapeDeviceV1Protocol.Shape;
import org.wayray.wayland.protocols.cursorshape.WpCursorShapeManagerV1Protocol;

class WpCursorShapeTest {
    private ShellFixture fixture;
    private TestClient client;
    private Proxy<WlPointerProtocol.Request, WlPointerProtocol.Event> pointer;
    private final List<String> shown = new ArrayList<>();

    @BeforeEach
    void connect() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
        pointer = client.pointer();
        client.window(200, 100); // at 300, 250
        fixture.seat().cursor().setSink(new CursorSink() {
            @Override
            public void show(Surface surface, int hotSpotX, int hotSpotY) {
                shown.add("surface");
            }

            @Override
            public void hide() {
                shown.add("nothing");
            }

            @Override
            public void show(CursorShape shape) {
                shown.add(shape.name());
            }
        });
        fixture.pointerTo(310, 260);
        shown.clear();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void shapeIsShownUntilThePointerLeaves() throws Exception {
        set(device(client), serial(), Shape.TEXT.value());
        fixture.pointerTo(0, 0);
        assertThat(shown).containsExactly("TEXT", "DEFAULT");
    }

    @Test
    void shapeAndImageReplaceEachOther() throws Exception {
        var device = device(client);
        pointer.send(new WlPointerProtocol.Request.SetCursor(serial(), 0, 0, 0));
        set(device, serial(), Shape.GRABBING.value());
        assertThat(shown).containsExactly("nothing", "GRABBING");
    }

    @Test
    void serialThatIsNotTheEntersIsIgnored() throws Exception {
        set(device(client), serial() - 1, Shape.TEXT.value());
        assertThat(shown).isEmpty();
    }

    @Test
    void unknownShapeIsAnErrorWhateverTheSerial() throws Exception {
        set(device(client), 0, 37);
        assertThat(client.error().code()).isEqualTo(WpCursorShapeDeviceV1Protocol.Error.INVALID_SHAPE.value());
    }

    @Test
    void shapeOfALaterVersionIsAnError() throws Exception {
        var old = fixture.client(1);
        old.pointer();
        set(device(old), 0, Shape.ALL_RESIZE.value());
        assertThat(old.error().code()).isEqualTo(WpCursorShapeDeviceV1Protocol.Error.INVALID_SHAPE.value());
    }

    @Test
    void everyShapeHasTheSameNameForTheViewer() {
        for (var shape : CursorShape.values()) {
            assertThat(CursorDefault.Shape.forNumber(shape.ordinal()).name()).isEqualTo(shape.name());
            assertThat(Shape.of(shape.ordinal() + 1).orElseThrow().name()).isEqualTo(shape.name());
        }
    }

    @Test
    void viewerIsToldTheShape() throws Exception {
        try (var session = new SessionFixture()) {
            var viewer = session.viewer();
            session.compositor().seat().cursor().set(CursorShape.TEXT);
            session.loop().execute(() -> {});
            session.settle();
            var message = viewer.last(ToViewer.BodyCase.CURSOR_DEFAULT).message();
            assertThat(message.getCursorDefault().getShape()).isEqualTo(CursorDefault.Shape.TEXT);
        }
    }

    private int serial() {
        return client.last(WlPointerProtocol.Event.Enter.class).serial();
    }

    private static Proxy<Request, ?> device(TestClient of) throws Exception {
        int pointer = of.pointer().id();
        return of.bind(WpCursorShapeManagerV1Protocol.INTERFACE)
                .create(
                        WpCursorShapeDeviceV1Protocol.INTERFACE,
                        id -> new WpCursorShapeManagerV1Protocol.Request.GetPointer(id, pointer));
    }

    private void set(Proxy<Request, ?> device, int serial, int shape) throws Exception {
        device.send(new Request.SetShape(serial, shape));
        fixture.settle();
    }
}
