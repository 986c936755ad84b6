package org.wayray.compositor.globals.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.Transfer;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol;
import org.wayray.wayland.protocols.core.WlDataOfferProtocol;
import org.wayray.wayland.protocols.core.WlDataSourceProtocol;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlDeviceV1Protocol;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlManagerV1Protocol;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlOfferV1Protocol;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlSourceV1Protocol;
import org.wayray.wayland.wire.WireFd;

/** An ordinary client with a window that has the keyboard, and a clipboard manager without any. */
class ExtDataControlTest {
    private static final String TEXT = "text/plain";

    private ShellFixture fixture;
    private TestClient app;
    private Proxy<WlDataDeviceProtocol.Request, WlDataDeviceProtocol.Event> appDevice;
    private TestClient manager;
    private Proxy<ExtDataControlManagerV1Protocol.Request, ?> global;
    private Proxy<ExtDataControlDeviceV1Protocol.Request, ExtDataControlDeviceV1Protocol.Event> device;
    private @Nullable Proxy<ExtDataControlOfferV1Protocol.Request, ExtDataControlOfferV1Protocol.Event> newestOffer;

    @BeforeEach
    void open() throws Exception {
        fixture = new ShellFixture();
        app = fixture.client();
        appDevice = app.dataDevice();
        app.window(100, 100);
        manager = fixture.client();
        global = manager.bind(ExtDataControlManagerV1Protocol.INTERFACE);
        newDevice();
        fixture.settle();
    }

    private void newDevice() {
        var next = global.create(
                ExtDataControlDeviceV1Protocol.INTERFACE,
                id -> new ExtDataControlManagerV1Protocol.Request.GetDataDevice(
                        id, manager.seat().id()));
        next.setHandler(event -> {
            manager.note(next, event);
            if (event instanceof ExtDataControlDeviceV1Protocol.Event.DataOffer(int id)) {
                newestOffer = manager.listen(manager.connection()
                        .proxy(id, ExtDataControlOfferV1Protocol.INTERFACE)
                        .orElseThrow());
            }
        });
        device = next;
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void bothSelectionsAreToldAtTheStart() {
        assertThat(selected()).isZero();
        assertThat(manager.last(ExtDataControlDeviceV1Protocol.Event.PrimarySelection.class)
                        .id())
                .isZero();
    }

    @Test
    void managerReadsWhatIsCopiedWithoutTheKeyboard() throws Exception {
        copy("copied");
        assertThat(manager.last(ExtDataControlOfferV1Protocol.Event.Offer.class).mimeType())
                .isEqualTo(TEXT);
        assertThat(selected()).isEqualTo(offer().id());
        assertThat(read()).isEqualTo("copied");
        var before = offer();
        copy("again");
        assertThat(read()).isEqualTo("again");
        assertThat(Transfer.read(
                        fixture, fd -> before.send(new ExtDataControlOfferV1Protocol.Request.Receive(TEXT, fd))))
                .isEmpty();
    }

    @Test
    void managerReplacesTheSelectionAndTheApplicationSeesIt() throws Exception {
        copy("copied");
        var data = source("kept");
        device.send(new ExtDataControlDeviceV1Protocol.Request.SetSelection(data.id()));
        fixture.settle();
        assertThat(app.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
        assertThat(Transfer.read(fixture, fd -> app.offer().send(new WlDataOfferProtocol.Request.Receive(TEXT, fd))))
                .isEqualTo("kept");
        copy("newer");
        assertThat(manager.heard(ExtDataControlSourceV1Protocol.Event.Cancelled.class))
                .hasSize(1);
    }

    @Test
    void managerThatTakesOverDoesNotMakeTheSameKeyPressTooOld() throws Exception {
        fixture.keyDown(ShellFixture.KEY_LEFT_CONTROL);
        int serial = fixture.display().serial();
        copy("one", serial);
        device.send(new ExtDataControlDeviceV1Protocol.Request.SetSelection(
                source("kept").id()));
        fixture.settle();
        app.forget();
        copy("two", serial);
        assertThat(app.heard(WlDataSourceProtocol.Event.Cancelled.class)).isEmpty();
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void primarySelectionIsSetAndCleared() throws Exception {
        device.send(new ExtDataControlDeviceV1Protocol.Request.SetPrimarySelection(
                source("marked").id()));
        fixture.settle();
        assertThat(manager.last(ExtDataControlDeviceV1Protocol.Event.PrimarySelection.class)
                        .id())
                .isEqualTo(offer().id());
        assertThat(read()).isEqualTo("marked");
        assertThat(fixture.seat().selection().source()).isEmpty();
        device.send(new ExtDataControlDeviceV1Protocol.Request.SetPrimarySelection(0));
        fixture.settle();
        assertThat(manager.last(ExtDataControlDeviceV1Protocol.Event.PrimarySelection.class)
                        .id())
                .isZero();
        assertThat(manager.heard(ExtDataControlSourceV1Protocol.Event.Cancelled.class))
                .hasSize(1);
    }

    @Test
    void selectionGoesWithItsSourceAndItsClient() throws Exception {
        var data = source("kept");
        device.send(new ExtDataControlDeviceV1Protocol.Request.SetSelection(data.id()));
        fixture.settle();
        assertThat(selected()).isNotZero();
        data.send(new ExtDataControlSourceV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(selected()).isZero();
        device.send(new ExtDataControlDeviceV1Protocol.Request.SetPrimarySelection(
                source("kept").id()));
        fixture.settle();
        manager.close();
        fixture.settle();
        assertThat(fixture.seat().primarySelection().source()).isEmpty();
    }

    @Test
    void sourceIsGoodForOneSelection() throws Exception {
        var data = source("twice");
        device.send(new ExtDataControlDeviceV1Protocol.Request.SetSelection(data.id()));
        device.send(new ExtDataControlDeviceV1Protocol.Request.SetPrimarySelection(data.id()));
        var error = manager.error();
        assertThat(error.objectId()).isEqualTo(device.id());
        assertThat(error.code()).isEqualTo(ExtDataControlDeviceV1Protocol.Error.USED_SOURCE.value());
    }

    @Test
    void formatAfterTheSourceIsUsedIsAnError() throws Exception {
        var data = source("late");
        device.send(new ExtDataControlDeviceV1Protocol.Request.SetSelection(data.id()));
        data.send(new ExtDataControlSourceV1Protocol.Request.Offer("text/html"));
        var error = manager.error();
        assertThat(error.objectId()).isEqualTo(data.id());
        assertThat(error.code()).isEqualTo(ExtDataControlSourceV1Protocol.Error.INVALID_OFFER.value());
    }

    @Test
    void deviceThatIsGoneIsToldNothingAndItsOffersAreVoid() throws Exception {
        copy("copied");
        device.send(new ExtDataControlDeviceV1Protocol.Request.Destroy());
        global.send(new ExtDataControlManagerV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(read()).isEmpty();
        manager.forget();
        copy("again");
        assertThat(manager.heard(ExtDataControlDeviceV1Protocol.Event.Selection.class))
                .isEmpty();
        assertThat(manager.isAlive()).isTrue();
    }

    @Test
    void copiesInOneBatchAreToldOnce() throws Exception {
        manager.forget();
        for (int i = 0; i < 100; i++) {
            var data = app.dataSource(TEXT);
            appDevice.send(new WlDataDeviceProtocol.Request.SetSelection(data.id(), 0));
        }
        fixture.settle();
        assertThat(manager.heard(ExtDataControlDeviceV1Protocol.Event.Selection.class)
                        .size())
                .isLessThan(10);
        assertThat(selected()).isNotZero();
    }

    private Proxy<ExtDataControlOfferV1Protocol.Request, ExtDataControlOfferV1Protocol.Event> offer() {
        return Objects.requireNonNull(newestOffer);
    }

    private int selected() {
        return manager.last(ExtDataControlDeviceV1Protocol.Event.Selection.class)
                .id();
    }

    private String read() throws Exception {
        return Transfer.read(fixture, fd -> offer().send(new ExtDataControlOfferV1Protocol.Request.Receive(TEXT, fd)));
    }

    private void copy(String content) throws Exception {
        copy(content, 0);
    }

    private void copy(String content, int serial) throws Exception {
        var data = app.dataSource(TEXT);
        data.setHandler(event -> {
            app.note(data, event);
            if (event instanceof WlDataSourceProtocol.Event.Send(String mimeType, WireFd fd)) {
                Transfer.write(fd, content);
            }
        });
        appDevice.send(new WlDataDeviceProtocol.Request.SetSelection(data.id(), serial));
        fixture.settle();
    }

    private Proxy<ExtDataControlSourceV1Protocol.Request, ?> source(String content) {
        var data = global.create(
                ExtDataControlSourceV1Protocol.INTERFACE,
                ExtDataControlManagerV1Protocol.Request.CreateDataSource::new);
        data.setHandler(event -> {
            manager.note(data, event);
            if (event instanceof ExtDataControlSourceV1Protocol.Event.Send(String mimeType, WireFd fd)) {
                Transfer.write(fd, content);
            }
        });
        data.send(new ExtDataControlSourceV1Protocol.Request.Offer(TEXT));
        return data;
    }
}
