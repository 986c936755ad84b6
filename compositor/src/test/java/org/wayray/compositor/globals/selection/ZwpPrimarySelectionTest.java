package org.wayray.compositor.globals.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.compositor.fixture.Transfer;
import org.wayray.compositor.geometry.Offset;
import org.wayray.posix.Fd;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionDeviceManagerV1Protocol;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionDeviceV1Protocol;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionOfferV1Protocol;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionSourceV1Protocol;
import org.wayray.wayland.wire.WireFd;

/** A client that marks text, with a window at 0,0, and one that pastes, with a window at 200,0, which is active. */
class ZwpPrimarySelectionTest {
    private static final String TEXT = "text/plain";

    private ShellFixture fixture;
    private Peer source;
    private Peer target;

    @BeforeEach
    void openWindows() throws Exception {
        fixture = new ShellFixture();
        source = new Peer(fixture.client(), 0);
        target = new Peer(fixture.client(), 200);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void markedTextIsOfferedToTheClientThatGetsTheKeyboardAndItsDataArrives() throws Exception {
        source.activate();
        source.mark("marked");
        target.client.keyboard();
        target.client.forget();
        target.activate();
        var order = target.client.heard().stream()
                .map(heard -> heard.event().getClass().getSimpleName())
                .filter(name -> !name.equals("Configure"))
                .limit(4)
                .toList();
        assertThat(order).containsExactly("DataOffer", "Offer", "Selection", "Enter");
        assertThat(target.receive()).isEqualTo("marked");
    }

    @Test
    void clientWithTheKeyboardHearsOfEachChange() throws Exception {
        target.mark("one");
        target.mark("two");
        assertThat(target.receive()).isEqualTo("two");
        assertThat(target.client.heard(ZwpPrimarySelectionSourceV1Protocol.Event.Cancelled.class))
                .hasSize(1);
        target.device.send(new ZwpPrimarySelectionDeviceV1Protocol.Request.SetSelection(0, 0));
        fixture.settle();
        assertThat(target.selected()).isZero();
        assertThat(target.client.heard(ZwpPrimarySelectionSourceV1Protocol.Event.Cancelled.class))
                .hasSize(2);
    }

    @Test
    void whoLosesTheKeyboardIsToldThatThereIsNothingAndItsOfferIsVoid() throws Exception {
        target.mark("secret");
        var offer = target.offer();
        source.activate();
        assertThat(target.selected()).isZero();
        assertThat(Transfer.read(
                        fixture, fd -> offer.send(new ZwpPrimarySelectionOfferV1Protocol.Request.Receive(TEXT, fd))))
                .isEmpty();
        assertThat(source.receive()).isEqualTo("secret");
    }

    @Test
    void whoHasNotTheKeyboardCannotMark() throws Exception {
        target.activate();
        fixture.keyDown(ShellFixture.KEY_LEFT_SHIFT);
        source.mark("hidden");
        assertThat(source.client.heard(ZwpPrimarySelectionSourceV1Protocol.Event.Cancelled.class))
                .hasSize(1);
        assertThat(fixture.seat().primarySelection().source()).isEmpty();
    }

    @Test
    void whatIsMarkedGoesWithItsSourceOrItsClient() throws Exception {
        var first = target.mark("gone");
        first.send(new ZwpPrimarySelectionSourceV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(target.selected()).isZero();
        source.activate();
        source.mark("gone too");
        target.activate();
        source.client.close();
        fixture.settle();
        assertThat(target.selected()).isZero();
    }

    @Test
    void theClipboardIsAnother() throws Exception {
        target.mark("marked");
        assertThat(fixture.seat().selection().source()).isEmpty();
        assertThat(fixture.seat().primarySelection().source()).isPresent();
    }

    @Test
    void newDeviceOfTheClientWithTheKeyboardIsToldAtOnce() throws Exception {
        target.mark("marked");
        target.client.forget();
        source.client.forget();
        target.newDevice();
        source.newDevice();
        fixture.settle();
        assertThat(target.selected()).isNotZero();
        assertThat(source.client.heard(ZwpPrimarySelectionDeviceV1Protocol.Event.Selection.class))
                .isEmpty();
    }

    @Test
    void devicesAndManagersMayGoInAnyOrder() throws Exception {
        var data = target.mark("marked");
        var offer = target.offer();
        target.manager.send(new ZwpPrimarySelectionDeviceManagerV1Protocol.Request.Destroy());
        target.device.send(new ZwpPrimarySelectionDeviceV1Protocol.Request.Destroy());
        fixture.settle();
        long before = Fd.open();
        assertThat(Transfer.read(
                        fixture, fd -> offer.send(new ZwpPrimarySelectionOfferV1Protocol.Request.Receive(TEXT, fd))))
                .isEmpty();
        assertThat(Fd.open()).isEqualTo(before);
        offer.send(new ZwpPrimarySelectionOfferV1Protocol.Request.Destroy());
        data.send(new ZwpPrimarySelectionSourceV1Protocol.Request.Destroy());
        fixture.settle();
        assertThat(target.client.isAlive()).isTrue();
        assertThat(fixture.seat().primarySelection().source()).isEmpty();
    }

    @Test
    void clientThatKeepsAllItsOffersIsEndedAndNobodyElse() throws Exception {
        for (int i = 0; i < 70 && target.client.isAlive(); i++) {
            for (int j = 0; j < 1000; j++) {
                var data = target.source("x");
                target.device.send(new ZwpPrimarySelectionDeviceV1Protocol.Request.SetSelection(data.id(), 0));
                data.send(new ZwpPrimarySelectionSourceV1Protocol.Request.Destroy());
            }
            fixture.settle();
        }
        assertThat(target.client.isAlive()).isFalse();
        assertThat(source.client.isAlive()).isTrue();
        assertThat(fixture.loop().failures()).isZero();
    }

    /** A client with a window of 100x100 and a device. */
    private final class Peer {
        private final TestClient client;
        private final TestWindow window;
        private final Proxy<ZwpPrimarySelectionDeviceManagerV1Protocol.Request, ?> manager;
        private Proxy<ZwpPrimarySelectionDeviceV1Protocol.Request, ZwpPrimarySelectionDeviceV1Protocol.Event> device;
        private @Nullable Proxy<ZwpPrimarySelectionOfferV1Protocol.Request, ZwpPrimarySelectionOfferV1Protocol.Event>
                newestOffer;

        Peer(TestClient client, int x) throws Exception {
            this.client = client;
            manager = client.bind(ZwpPrimarySelectionDeviceManagerV1Protocol.INTERFACE);
            newDevice();
            window = client.window(100, 100);
            window.window().moveTo(new Offset<>(x, 0));
            fixture.settle();
        }

        private Proxy<ZwpPrimarySelectionOfferV1Protocol.Request, ZwpPrimarySelectionOfferV1Protocol.Event> offer() {
            return Objects.requireNonNull(newestOffer);
        }

        void newDevice() {
            var next = manager.create(
                    ZwpPrimarySelectionDeviceV1Protocol.INTERFACE,
                    id -> new ZwpPrimarySelectionDeviceManagerV1Protocol.Request.GetDevice(
                            id, client.seat().id()));
            next.setHandler(event -> {
                client.note(next, event);
                if (event instanceof ZwpPrimarySelectionDeviceV1Protocol.Event.DataOffer(int id)) {
                    newestOffer = client.listen(client.connection()
                            .proxy(id, ZwpPrimarySelectionOfferV1Protocol.INTERFACE)
                            .orElseThrow());
                }
            });
            device = next;
        }

        void activate() throws Exception {
            var frame = window.frame();
            fixture.click(frame.x() + 5, frame.y() + 5);
            assertThat(fixture.windows().active()).contains(window.window());
        }

        Proxy<ZwpPrimarySelectionSourceV1Protocol.Request, ?> source(String content) {
            var data = manager.create(
                    ZwpPrimarySelectionSourceV1Protocol.INTERFACE,
                    ZwpPrimarySelectionDeviceManagerV1Protocol.Request.CreateSource::new);
            data.setHandler(event -> {
                client.note(data, event);
                if (event instanceof ZwpPrimarySelectionSourceV1Protocol.Event.Send(String mimeType, WireFd fd)) {
                    Transfer.write(fd, content);
                }
            });
            return data;
        }

        Proxy<ZwpPrimarySelectionSourceV1Protocol.Request, ?> mark(String content) throws Exception {
            var data = source(content);
            data.send(new ZwpPrimarySelectionSourceV1Protocol.Request.Offer(TEXT));
            device.send(new ZwpPrimarySelectionDeviceV1Protocol.Request.SetSelection(data.id(), 0));
            fixture.settle();
            return data;
        }

        int selected() {
            return client.last(ZwpPrimarySelectionDeviceV1Protocol.Event.Selection.class)
                    .id();
        }

        String receive() throws Exception {
            assertThat(selected()).isEqualTo(offer().id());
            return Transfer.read(
                    fixture, fd -> offer().send(new ZwpPrimarySelectionOfferV1Protocol.Request.Receive(TEXT, fd)));
        }
    }
}
