package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.compositor.fixture.ShellFixture.KEY_LEFT_CONTROL;
import static org.wayray.compositor.fixture.ShellFixture.KEY_LEFT_SHIFT;
import static org.wayray.compositor.fixture.ShellFixture.LEFT;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.compositor.fixture.Transfer;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.scene.Layer;
import org.wayray.compositor.seat.DataSource;
import org.wayray.compositor.wm.SessionLock;
import org.wayray.posix.Fd;
import org.wayray.posix.UnixSocket;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol;
import org.wayray.wayland.protocols.core.WlDataOfferProtocol;
import org.wayray.wayland.protocols.core.WlDataSourceProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.wire.WireEnum;
import org.wayray.wayland.wire.WireFd;

/** A source client with a window of 100x100 at 0,0 and a target client with one of 100x100 at 200,0, which is active. */
class WlDataDeviceTest {
    private static final String TEXT = "text/plain";
    private static final int COPY = 1;
    private static final int MOVE = 2;
    private static final int ASK = 4;
    private static final int KEY_ESCAPE = 1;

    private ShellFixture fixture;
    private TestClient source;
    private TestClient target;
    private TestWindow sourceWindow;
    private TestWindow targetWindow;
    private Proxy<WlDataDeviceProtocol.Request, WlDataDeviceProtocol.Event> sourceDevice;
    private Proxy<WlDataDeviceProtocol.Request, WlDataDeviceProtocol.Event> targetDevice;

    @BeforeEach
    void openWindows() throws Exception {
        fixture = new ShellFixture();
        open(fixture.client(), fixture.client());
    }

    private void open(TestClient from, TestClient to) throws Exception {
        source = from;
        target = to;
        source.pointer();
        target.pointer();
        sourceDevice = source.dataDevice();
        targetDevice = target.dataDevice();
        sourceWindow = source.window(100, 100);
        sourceWindow.window().moveTo(new Offset<>(0, 0));
        targetWindow = target.window(100, 100);
        targetWindow.window().moveTo(new Offset<>(200, 0));
        fixture.settle();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    // selection

    @Test
    void selectionIsOfferedToTheClientThatGetsTheKeyboard() throws Exception {
        activate(sourceWindow);
        var data = source.dataSource(TEXT, "image/png");
        select(source, sourceDevice, data, 0);
        assertThat(source.last(WlDataDeviceProtocol.Event.Selection.class).id()).isNotZero();
        target.forget();
        activate(targetWindow);
        assertThat(target.heard(WlDataOfferProtocol.Event.Offer.class))
                .containsExactly(
                        new WlDataOfferProtocol.Event.Offer(TEXT), new WlDataOfferProtocol.Event.Offer("image/png"));
        assertThat(target.last(WlDataDeviceProtocol.Event.Selection.class).id())
                .isEqualTo(target.offer().id());
    }

    @Test
    void dataGoesFromTheSourceToTheReceiver() throws Exception {
        activate(sourceWindow);
        var data = answering(source, "hello");
        select(source, sourceDevice, data, 0);
        activate(targetWindow);
        assertThat(receive(target.offer())).isEqualTo("hello");
    }

    @Test
    void selectionWithoutFocusIsCancelled() throws Exception {
        activate(targetWindow);
        fixture.keyDown(KEY_LEFT_SHIFT);
        var data = source.dataSource(TEXT);
        select(source, sourceDevice, data, 4711);
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
        assertThat(fixture.seat().selection().source()).isEmpty();
    }

    @Test
    void requestThatWasOnItsWayWhenTheFocusWentIsGrantedUntilTheNextPress() throws Exception {
        fixture.click(50, 50);
        int serial = source.last(WlPointerProtocol.Event.Button.class).serial();
        activate(targetWindow);
        select(source, sourceDevice, source.dataSource(TEXT), serial);
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).isEmpty();
        assertThat(target.last(WlDataDeviceProtocol.Event.Selection.class).id()).isNotZero();
        fixture.keyDown(KEY_LEFT_SHIFT);
        select(source, sourceDevice, source.dataSource(TEXT), serial);
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
    }

    @Test
    void requestThatIsOlderThanTheSelectionOrOfNoSerialYetIsCancelled() throws Exception {
        fixture.click(50, 50);
        int old = source.last(WlPointerProtocol.Event.Button.class).serial();
        activate(targetWindow);
        select(target, targetDevice, target.dataSource(TEXT), 0);
        activate(sourceWindow);
        select(source, sourceDevice, source.dataSource(TEXT), old);
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
        select(source, sourceDevice, source.dataSource(TEXT), fixture.display().serial() + 1000);
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(2);
        assertThat(target.heard(WlDataSourceProtocol.Event.Cancelled.class)).isEmpty();
    }

    @Test
    void selectionIsToldBeforeTheKeyboardEnters() throws Exception {
        select(target, targetDevice, target.dataSource(TEXT), 0);
        source.keyboard();
        source.forget();
        activate(sourceWindow);
        var order = source.heard().stream()
                .map(TestClient.Heard::event)
                .filter(event -> event instanceof WlDataDeviceProtocol.Event.DataOffer
                        || event instanceof WlDataOfferProtocol.Event.Offer
                        || event instanceof WlDataDeviceProtocol.Event.Selection
                        || event instanceof WlKeyboardProtocol.Event.Enter)
                .map(event -> event.getClass().getSimpleName())
                .toList();
        assertThat(order).containsExactly("DataOffer", "Offer", "Selection", "Enter");
    }

    @Test
    void newDeviceOfTheClientWithTheKeyboardIsToldTheSelectionAtOnce() throws Exception {
        select(target, targetDevice, target.dataSource(TEXT), 0);
        target.forget();
        source.forget();
        target.dataDevice();
        source.dataDevice();
        assertThat(target.last(WlDataDeviceProtocol.Event.Selection.class).id()).isNotZero();
        assertThat(source.heard(WlDataDeviceProtocol.Event.Selection.class)).isEmpty();
    }

    @Test
    void replacedSourceIsCancelledAndTheOldOfferIsVoid() throws Exception {
        select(target, targetDevice, answering(target, "old"), 0);
        var old = target.offer();
        select(target, targetDevice, answering(target, "new"), 0);
        assertThat(target.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
        assertThat(receive(old)).isEmpty();
        assertThat(receive(target.offer())).isEqualTo("new");
    }

    @Test
    void offerIsVoidOnceTheKeyboardIsElsewhere() throws Exception {
        select(target, targetDevice, answering(target, "secret"), 0);
        var offer = target.offer();
        activate(sourceWindow);
        assertThat(receive(offer)).isEmpty();
    }

    @Test
    void receiverThatAsksTooOftenAtOnceDoesNotHarmTheSource() throws Exception {
        activate(sourceWindow);
        select(source, sourceDevice, answering(source, "x"), 0);
        activate(targetWindow);
        long before = Fd.open();
        try (var pair = UnixSocket.pair()) {
            for (int i = 0; i < 300; i++) {
                target.offer()
                        .send(new WlDataOfferProtocol.Request.Receive(
                                TEXT, WireFd.owning(pair.right().fd().duplicate())));
            }
            fixture.settle();
            var answers = ByteBuffer.allocate(1000);
            assertThat(pair.left().receive(answers, new ArrayDeque<>())).isBetween(100, 200);
        }
        assertThat(Fd.open()).isEqualTo(before);
        assertThat(receive(target.offer())).isEqualTo("x");
    }

    @Test
    void onlySoManyFormatsAreOffered() throws Exception {
        var many = IntStream.range(0, 300).mapToObj(i -> "text/x-" + i).toArray(String[]::new);
        select(target, targetDevice, target.dataSource(many), 0);
        assertThat(target.heard(WlDataOfferProtocol.Event.Offer.class)).hasSize(MimeTypes.MOST);
    }

    @Test
    void onlySoManyBytesOfFormatsAreOffered() throws Exception {
        var large = IntStream.range(10, 60).mapToObj(i -> i + "x".repeat(3998)).toArray(String[]::new);
        select(target, targetDevice, target.dataSource(large), 0);
        assertThat(target.heard(WlDataOfferProtocol.Event.Offer.class)).hasSize(MimeTypes.MOST_BYTES / 4000);
    }

    @Test
    void whoCopiesAllTheTimeDoesNotHaveTheReaderDisconnected() throws Exception {
        var large = IntStream.range(10, 26).mapToObj(i -> i + "x".repeat(3998)).toArray(String[]::new);
        activate(sourceWindow);
        var data = source.dataSource(large);
        fixture.settle();
        activate(targetWindow);
        // who had the keyboard until the click may still copy
        for (int i = 0; i < 300; i++) {
            sourceDevice.send(new WlDataDeviceProtocol.Request.SetSelection(data.id(), 0));
        }
        fixture.settle();
        assertThat(target.isAlive()).isTrue();
        var last = answering(source, "the last");
        sourceDevice.send(new WlDataDeviceProtocol.Request.SetSelection(last.id(), 0));
        fixture.settle();
        fixture.advance(Duration.ofSeconds(1));
        assertThat(receive(target.offer())).isEqualTo("the last");
    }

    @Test
    void selectionCanBeCleared() throws Exception {
        select(target, targetDevice, target.dataSource(TEXT), 0);
        targetDevice.send(new WlDataDeviceProtocol.Request.SetSelection(0, 0));
        fixture.settle();
        assertThat(target.last(WlDataDeviceProtocol.Event.Selection.class).id()).isZero();
        assertThat(target.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
    }

    @Test
    void selectionGoesWithItsSource() throws Exception {
        var data = target.dataSource(TEXT);
        select(target, targetDevice, data, 0);
        data.send(new WlDataSourceProtocol.Request.Destroy());
        fixture.settle();
        assertThat(target.last(WlDataDeviceProtocol.Event.Selection.class).id()).isZero();
        activate(sourceWindow);
        select(source, sourceDevice, source.dataSource(TEXT), 0);
        activate(targetWindow);
        source.close();
        fixture.settle();
        assertThat(target.last(WlDataDeviceProtocol.Event.Selection.class).id()).isZero();
        assertThat(fixture.seat().selection().source()).isEmpty();
    }

    @Test
    void selectionOfTheServerIsOfferedLikeAClients() throws Exception {
        fixture.seat().selection().set(Optional.of(new ServerSource()));
        fixture.settle();
        assertThat(target.last(WlDataOfferProtocol.Event.Offer.class).mimeType())
                .isEqualTo("text/x-server");
        assertThat(receive(target.offer())).isEqualTo("from the server");
    }

    @Test
    void sourceThatIsTheSelectionCanBecomeItAgainWithAnotherFormat() throws Exception {
        var data = target.dataSource(TEXT);
        select(target, targetDevice, data, 0);
        data.send(new WlDataSourceProtocol.Request.Offer("SAVE_TARGETS"));
        target.forget();
        select(target, targetDevice, data, 0);
        assertThat(target.heard(WlDataOfferProtocol.Event.Offer.class))
                .containsExactly(
                        new WlDataOfferProtocol.Event.Offer(TEXT), new WlDataOfferProtocol.Event.Offer("SAVE_TARGETS"));
        assertThat(target.heard(WlDataSourceProtocol.Event.Cancelled.class)).isEmpty();
    }

    @Test
    void sourceThatStaysTheSelectionIsNotCancelledWhenItsNextRequestIsTooLate() throws Exception {
        var data = target.dataSource(TEXT);
        select(target, targetDevice, data, 0);
        select(target, targetDevice, data, fixture.display().serial() + 1000);
        assertThat(target.heard(WlDataSourceProtocol.Event.Cancelled.class)).isEmpty();
        assertThat(fixture.seat().selection().source()).isPresent();
    }

    @Test
    void sourceOfASelectionCannotBeDragged() throws Exception {
        var data = source.dataSource(TEXT);
        activate(sourceWindow);
        select(source, sourceDevice, data, 0);
        sourceDevice.send(new WlDataDeviceProtocol.Request.StartDrag(
                data.id(), sourceWindow.surface().id(), 0, 0));
        expectError(source, sourceDevice, WlDataDeviceProtocol.Error.USED_SOURCE);
    }

    @Test
    void sourceWithActionsIsNoSelection() throws Exception {
        var data = target.dataSource(TEXT);
        data.send(new WlDataSourceProtocol.Request.SetActions(COPY));
        select(target, targetDevice, data, 0);
        expectError(target, data, WlDataSourceProtocol.Error.INVALID_SOURCE);
    }

    @Test
    void finishAndActionsAreForDragsOnly() throws Exception {
        select(target, targetDevice, target.dataSource(TEXT), 0);
        target.offer().send(new WlDataOfferProtocol.Request.Finish());
        expectError(target, target.offer(), WlDataOfferProtocol.Error.INVALID_FINISH);
        activate(sourceWindow);
        select(source, sourceDevice, source.dataSource(TEXT), 0);
        source.offer().send(new WlDataOfferProtocol.Request.SetActions(COPY, COPY));
        expectError(source, source.offer(), WlDataOfferProtocol.Error.INVALID_OFFER);
    }

    // drag and drop

    @Test
    void dragEntersMovesAndLeavesSurfaces() throws Exception {
        var data = drag(COPY | MOVE);
        assertThat(source.heard(WlPointerProtocol.Event.Leave.class)).hasSize(1);
        assertThat(source.last(WlDataDeviceProtocol.Event.Enter.class).x()).isEqualTo(50);
        fixture.pointerTo(210, 20);
        assertThat(source.heard(WlDataDeviceProtocol.Event.Leave.class)).hasSize(1);
        var enter = target.last(WlDataDeviceProtocol.Event.Enter.class);
        assertThat(enter.surface()).isEqualTo(targetWindow.surface().id());
        assertThat(enter.x()).isEqualTo(10);
        assertThat(enter.y()).isEqualTo(20);
        assertThat(enter.id()).isEqualTo(target.offer().id());
        assertThat(target.last(WlDataOfferProtocol.Event.SourceActions.class).sourceActions())
                .isEqualTo(COPY | MOVE);
        fixture.pointerTo(220, 30);
        assertThat(target.last(WlDataDeviceProtocol.Event.Motion.class).x()).isEqualTo(20);
        fixture.pointerTo(150, 300);
        assertThat(target.heard(WlDataDeviceProtocol.Event.Leave.class)).hasSize(1);
        assertThat(target.heard(WlPointerProtocol.Event.Enter.class)).isEmpty();
        assertThat(data.isAlive()).isTrue();
    }

    @Test
    void dropIsFinishedByTheReceiver() throws Exception {
        drag(COPY | MOVE);
        fixture.pointerTo(210, 20);
        var offer = target.offer();
        offer.send(new WlDataOfferProtocol.Request.Accept(0, TEXT));
        offer.send(new WlDataOfferProtocol.Request.SetActions(COPY | MOVE, MOVE));
        fixture.settle();
        assertThat(source.last(WlDataSourceProtocol.Event.Target.class).mimeType())
                .isEqualTo(TEXT);
        assertThat(source.last(WlDataSourceProtocol.Event.Action.class).dndAction())
                .isEqualTo(MOVE);
        assertThat(target.last(WlDataOfferProtocol.Event.Action.class).dndAction())
                .isEqualTo(MOVE);
        fixture.release(LEFT);
        assertThat(target.heard(WlDataDeviceProtocol.Event.Drop.class)).hasSize(1);
        assertThat(source.heard(WlDataSourceProtocol.Event.DndDropPerformed.class))
                .hasSize(1);
        assertThat(receive(offer)).isEqualTo("dragged");
        offer.send(new WlDataOfferProtocol.Request.Finish());
        fixture.settle();
        assertThat(source.heard(WlDataSourceProtocol.Event.DndFinished.class)).hasSize(1);
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).isEmpty();
        assertThat(fixture.seat().pointer().focus()).contains(targetWindow.serverSurface());
        offer.send(new WlDataOfferProtocol.Request.Destroy());
        fixture.settle();
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).isEmpty();
    }

    @Test
    void dropThatNobodyWantsIsCancelled() throws Exception {
        drag(COPY);
        fixture.pointerTo(210, 20);
        target.offer().send(new WlDataOfferProtocol.Request.SetActions(COPY, COPY));
        fixture.settle();
        fixture.release(LEFT);
        assertThat(target.heard(WlDataDeviceProtocol.Event.Drop.class)).isEmpty();
        assertThat(target.heard(WlDataDeviceProtocol.Event.Leave.class)).hasSize(1);
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
    }

    @Test
    void dropOnNothingIsCancelled() throws Exception {
        drag(COPY);
        fixture.pointerTo(150, 300);
        fixture.release(LEFT);
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
        assertThat(fixture.seat().drag().isActive()).isFalse();
    }

    @Test
    void receiverThatLetsGoWithoutFinishingCancels() throws Exception {
        drag(COPY);
        wantedDrop(COPY);
        target.offer().send(new WlDataOfferProtocol.Request.Destroy());
        fixture.settle();
        assertThat(source.heard(WlDataSourceProtocol.Event.DndFinished.class)).isEmpty();
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
    }

    @Test
    void receiverThatDiesAfterTheDropCancels() throws Exception {
        drag(COPY);
        wantedDrop(COPY);
        target.close();
        fixture.settle();
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
    }

    @Test
    void askIsDecidedAfterTheDrop() throws Exception {
        drag(COPY | MOVE | ASK);
        wantedDrop(ASK);
        target.offer().send(new WlDataOfferProtocol.Request.SetActions(COPY | MOVE, COPY));
        target.offer().send(new WlDataOfferProtocol.Request.Finish());
        fixture.settle();
        assertThat(source.last(WlDataSourceProtocol.Event.Action.class).dndAction())
                .isEqualTo(COPY);
        assertThat(source.heard(WlDataSourceProtocol.Event.DndFinished.class)).hasSize(1);
    }

    @Test
    void modifiersChooseTheActionWhileDragging() throws Exception {
        drag(COPY | MOVE);
        fixture.pointerTo(210, 20);
        target.offer().send(new WlDataOfferProtocol.Request.SetActions(COPY | MOVE, 0));
        fixture.settle();
        assertThat(lastAction()).isEqualTo(COPY);
        fixture.keyDown(KEY_LEFT_SHIFT);
        assertThat(lastAction()).isEqualTo(MOVE);
        fixture.keyUp(KEY_LEFT_SHIFT);
        assertThat(lastAction()).isEqualTo(COPY);
        target.offer().send(new WlDataOfferProtocol.Request.SetActions(COPY | MOVE, MOVE));
        fixture.settle();
        assertThat(lastAction()).isEqualTo(MOVE);
        fixture.keyDown(KEY_LEFT_CONTROL);
        assertThat(lastAction()).isEqualTo(COPY);
    }

    @Test
    void escapeCancelsTheDragAndNobodySeesTheKey() throws Exception {
        source.keyboard();
        drag(COPY);
        fixture.pointerTo(210, 20);
        target.offer().send(new WlDataOfferProtocol.Request.Accept(0, TEXT));
        fixture.settle();
        target.forget();
        fixture.keyDown(KEY_ESCAPE);
        fixture.keyUp(KEY_ESCAPE);
        assertThat(fixture.seat().drag().isActive()).isFalse();
        assertThat(target.heard(WlDataDeviceProtocol.Event.Leave.class)).hasSize(1);
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
        assertThat(source.heard(WlKeyboardProtocol.Event.Key.class)).isEmpty();
        assertThat(receive(target.offer())).isEmpty();
        fixture.release(LEFT);
        assertThat(target.heard(WlDataDeviceProtocol.Event.Drop.class)).isEmpty();
        fixture.keyDown(KEY_ESCAPE);
        fixture.keyUp(KEY_ESCAPE);
        assertThat(source.heard(WlKeyboardProtocol.Event.Key.class)).hasSize(2);
    }

    @Test
    void actionIsFinalAfterTheDropUnlessItIsToAsk() throws Exception {
        drag(COPY | MOVE);
        wantedDrop(MOVE);
        target.offer().send(new WlDataOfferProtocol.Request.SetActions(COPY, COPY));
        target.offer().send(new WlDataOfferProtocol.Request.Finish());
        fixture.settle();
        assertThat(source.last(WlDataSourceProtocol.Event.Action.class).dndAction())
                .isEqualTo(MOVE);
        assertThat(source.heard(WlDataSourceProtocol.Event.DndFinished.class)).hasSize(1);
    }

    @Test
    void finishWhileStillToAskIsAnError() throws Exception {
        drag(COPY | MOVE | ASK);
        wantedDrop(ASK);
        target.offer().send(new WlDataOfferProtocol.Request.Finish());
        expectError(target, target.offer(), WlDataOfferProtocol.Error.INVALID_FINISH);
    }

    @Test
    void finishTwiceIsAnError() throws Exception {
        drag(COPY);
        wantedDrop(COPY);
        target.offer().send(new WlDataOfferProtocol.Request.Finish());
        target.offer().send(new WlDataOfferProtocol.Request.Finish());
        expectError(target, target.offer(), WlDataOfferProtocol.Error.INVALID_FINISH);
    }

    @Test
    void sameAnswerAgainIsNotToldAgain() throws Exception {
        drag(COPY);
        fixture.pointerTo(210, 20);
        for (int i = 0; i < 10; i++) {
            target.offer().send(new WlDataOfferProtocol.Request.Accept(0, TEXT));
        }
        fixture.settle();
        assertThat(source.heard(WlDataSourceProtocol.Event.Target.class)).hasSize(1);
        fixture.pointerTo(150, 300);
        assertThat(source.heard(WlDataSourceProtocol.Event.Target.class)).hasSize(2);
        assertThat(source.last(WlDataSourceProtocol.Event.Target.class).mimeType())
                .isNull();
    }

    @Test
    void receiverIsToldTheSourcesActionsBeforeTheDragEnters() throws Exception {
        drag(COPY | MOVE);
        fixture.pointerTo(210, 20);
        assertThat(target.heard().stream()
                        .map(heard -> heard.event().getClass().getSimpleName())
                        .filter(name -> !name.equals("Frame")))
                .startsWith("DataOffer", "Offer", "SourceActions", "Enter");
    }

    @Test
    void iconMayGoWhileItIsDragged() throws Exception {
        var icon = source.surface();
        startDrag(0, icon.id());
        source.draw(icon, 16, 16);
        fixture.pointerTo(70, 80);
        icon.send(new WlSurfaceProtocol.Request.Destroy());
        fixture.settle();
        assertThat(fixture.scene().trees(Layer.DRAG_ICON)).isEmpty();
        fixture.pointerTo(75, 80);
        fixture.release(LEFT);
        assertThat(source.heard(WlDataDeviceProtocol.Event.Drop.class)).hasSize(1);
        assertThat(fixture.loop().failures()).isZero();
    }

    @Test
    void iconMayBeDraggedAgain() throws Exception {
        var icon = source.surface();
        for (int i = 0; i < 2; i++) {
            startDrag(0, icon.id());
            source.draw(icon, 16, 16);
            assertThat(fixture.scene().trees(Layer.DRAG_ICON)).hasSize(1);
            fixture.release(LEFT);
        }
        assertThat(fixture.scene().trees(Layer.DRAG_ICON)).isEmpty();
    }

    @Test
    void sourceThatWasDraggedIsNoSelection() throws Exception {
        var data = drag(0);
        select(source, sourceDevice, data, 0);
        expectError(source, sourceDevice, WlDataDeviceProtocol.Error.USED_SOURCE);
    }

    @Test
    void dragNeedsThePressThatItClaims() throws Exception {
        fixture.pointerTo(50, 50);
        var data = source.dataSource(TEXT);
        sourceDevice.send(new WlDataDeviceProtocol.Request.StartDrag(
                data.id(), sourceWindow.surface().id(), 0, 77));
        fixture.settle();
        assertThat(fixture.seat().drag().isActive()).isFalse();
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
    }

    @Test
    void dragWithoutASourceStaysInItsClient() throws Exception {
        startDrag(0, 0);
        assertThat(source.last(WlDataDeviceProtocol.Event.Enter.class).id()).isZero();
        fixture.pointerTo(210, 20);
        assertThat(target.heard(WlDataDeviceProtocol.Event.Enter.class)).isEmpty();
        assertThat(source.heard(WlDataDeviceProtocol.Event.Leave.class)).hasSize(1);
        fixture.pointerTo(50, 60);
        fixture.release(LEFT);
        assertThat(source.heard(WlDataDeviceProtocol.Event.Drop.class)).hasSize(1);
    }

    @Test
    void dragGoesWithItsSource() throws Exception {
        var data = drag(COPY);
        fixture.pointerTo(210, 20);
        data.send(new WlDataSourceProtocol.Request.Destroy());
        fixture.settle();
        assertThat(fixture.seat().drag().isActive()).isFalse();
        assertThat(target.heard(WlDataDeviceProtocol.Event.Leave.class)).hasSize(1);
        assertThat(receive(target.offer())).isEmpty();
        fixture.release(LEFT);
        assertThat(target.heard(WlPointerProtocol.Event.Button.class)).isEmpty();
    }

    @Test
    void dragSurvivesTheDeathOfTheSurfaceBelow() throws Exception {
        drag(COPY);
        fixture.pointerTo(210, 20);
        target.close();
        fixture.settle();
        assertThat(fixture.seat().drag().isActive()).isTrue();
        fixture.release(LEFT);
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).hasSize(1);
    }

    @Test
    void iconFollowsThePointerAndGoesWithTheDrag() throws Exception {
        var icon = source.surface();
        startDrag(0, icon.id());
        icon.send(new WlSurfaceProtocol.Request.Offset(-4, -6));
        source.draw(icon, 16, 16);
        fixture.pointerTo(70, 80);
        var surface = WlSurface.of(source.server(), icon.id());
        assertThat(surface.scenePosition()).contains(new Offset<>(66, 74));
        assertThat(fixture.seat().drag().isActive()).isTrue();
        fixture.release(LEFT);
        assertThat(surface.isMapped()).isFalse();
        assertThat(fixture.scene().trees(Layer.DRAG_ICON)).isEmpty();
    }

    @Test
    void windowCannotBeAnIcon() throws Exception {
        startDrag(0, sourceWindow.surface().id());
        expectError(source, sourceDevice, WlDataDeviceProtocol.Error.ROLE);
    }

    @Test
    void wrongActionsAreErrors() throws Exception {
        var data = source.dataSource(TEXT);
        data.send(new WlDataSourceProtocol.Request.SetActions(8));
        expectError(source, data, WlDataSourceProtocol.Error.INVALID_ACTION_MASK);
    }

    @Test
    void receiversWrongActionsAreErrors() throws Exception {
        drag(COPY);
        fixture.pointerTo(210, 20);
        target.offer().send(new WlDataOfferProtocol.Request.SetActions(16, 0));
        expectError(target, target.offer(), WlDataOfferProtocol.Error.INVALID_ACTION_MASK);
    }

    @Test
    void twoPreferredActionsAreAnError() throws Exception {
        drag(COPY);
        fixture.pointerTo(210, 20);
        target.offer().send(new WlDataOfferProtocol.Request.SetActions(3, 3));
        expectError(target, target.offer(), WlDataOfferProtocol.Error.INVALID_ACTION);
    }

    @Test
    void finishBeforeTheDropIsAnError() throws Exception {
        drag(COPY);
        fixture.pointerTo(210, 20);
        target.offer().send(new WlDataOfferProtocol.Request.Finish());
        expectError(target, target.offer(), WlDataOfferProtocol.Error.INVALID_FINISH);
    }

    @Test
    void oldReceiversJustLetGoAndNewSourcesAreHappy() throws Exception {
        fixture.close();
        fixture = new ShellFixture();
        open(fixture.client(), fixture.client(2));
        drag(COPY);
        fixture.pointerTo(210, 20);
        assertThat(target.heard(WlDataOfferProtocol.Event.SourceActions.class)).isEmpty();
        fixture.release(LEFT);
        assertThat(target.heard(WlDataDeviceProtocol.Event.Drop.class)).hasSize(1);
        target.offer().send(new WlDataOfferProtocol.Request.Destroy());
        fixture.settle();
        assertThat(source.heard(WlDataSourceProtocol.Event.DndFinished.class)).hasSize(1);
    }

    @Test
    void oldSourcesAreNotToldThatADragFailed() throws Exception {
        fixture.close();
        fixture = new ShellFixture();
        open(fixture.client(2), fixture.client());
        drag(0);
        fixture.pointerTo(150, 300);
        fixture.release(LEFT);
        assertThat(source.heard(WlDataSourceProtocol.Event.Cancelled.class)).isEmpty();
    }

    @Test
    void transferLeavesNoDescriptorsBehind() throws Exception {
        long before = Fd.open();
        dataGoesFromTheSourceToTheReceiver();
        assertThat(Fd.open()).isEqualTo(before);
    }

    @Test
    void cursorOfADragGoesWithTheDrag() throws Exception {
        drag(COPY);
        cursorOfTheSource();
        fixture.pointerTo(799, 599);
        assertThat(fixture.seat().cursor().surface()).isPresent();
        fixture.release(LEFT);
        assertThat(fixture.seat().pointer().focus()).isEmpty();
        assertThat(fixture.seat().cursor().surface()).isEmpty();
    }

    @Test
    void cursorOfADragIsNotSeenWhenTheSessionIsLocked() throws Exception {
        drag(COPY);
        cursorOfTheSource();
        new SessionLock(fixture.scene(), fixture.seat(), Runnable::run).lock(() -> {});
        fixture.settle();
        assertThat(fixture.seat().cursor().surface()).isEmpty();
        cursorOfTheSource();
        assertThat(fixture.seat().cursor().surface()).isEmpty();
    }

    private void cursorOfTheSource() throws Exception {
        var cursor = source.surface();
        source.pointer()
                .send(new WlPointerProtocol.Request.SetCursor(
                        fixture.seat().cursor().enterSerial(), cursor.id(), 0, 0));
        source.draw(cursor, 16, 16);
        fixture.settle();
    }

    private void activate(TestWindow window) throws Exception {
        var frame = window.frame();
        fixture.click(frame.x() + 5, frame.y() + 5);
        fixture.pointerTo(799, 599);
        assertThat(fixture.windows().active()).contains(window.window());
    }

    private void select(TestClient client, Proxy<WlDataDeviceProtocol.Request, ?> device, Proxy<?, ?> data, int serial)
            throws Exception {
        device.send(new WlDataDeviceProtocol.Request.SetSelection(data.id(), serial));
        fixture.settle();
        client.fixture().settle();
    }

    /** Begins a drag of text from the source's window at 50,50. */
    private Proxy<WlDataSourceProtocol.Request, WlDataSourceProtocol.Event> drag(int actions) throws Exception {
        var data = answering(source, "dragged");
        if (actions != 0) {
            data.send(new WlDataSourceProtocol.Request.SetActions(actions));
        }
        startDrag(data.id(), 0);
        assertThat(fixture.seat().drag().isActive()).isTrue();
        return data;
    }

    private void startDrag(int data, int icon) throws Exception {
        fixture.pointerTo(50, 50);
        fixture.press(LEFT);
        source.forget();
        target.forget();
        int serial = fixture.seat().pointer().press().orElseThrow().serial();
        sourceDevice.send(new WlDataDeviceProtocol.Request.StartDrag(
                data, sourceWindow.surface().id(), icon, serial));
        fixture.settle();
    }

    /** The target accepts with an action, and the user lets go over it. */
    private void wantedDrop(int action) throws Exception {
        fixture.pointerTo(210, 20);
        target.offer().send(new WlDataOfferProtocol.Request.Accept(0, TEXT));
        target.offer().send(new WlDataOfferProtocol.Request.SetActions(COPY | MOVE | ASK, action));
        fixture.settle();
        fixture.release(LEFT);
        assertThat(target.heard(WlDataDeviceProtocol.Event.Drop.class)).hasSize(1);
    }

    private int lastAction() {
        return target.last(WlDataOfferProtocol.Event.Action.class).dndAction();
    }

    /** A source of text that answers with {@code content}. */
    private static Proxy<WlDataSourceProtocol.Request, WlDataSourceProtocol.Event> answering(
            TestClient client, String content) {
        var data = client.dataSource(TEXT);
        data.setHandler(event -> {
            if (event instanceof WlDataSourceProtocol.Event.Send(String mimeType, WireFd fd)) {
                Transfer.write(fd, content);
            } else {
                client.note(data, event);
            }
        });
        return data;
    }

    /** Asks for text and reads it to the end. */
    private String receive(Proxy<WlDataOfferProtocol.Request, ?> offer) throws Exception {
        return Transfer.read(fixture, fd -> offer.send(new WlDataOfferProtocol.Request.Receive(TEXT, fd)));
    }

    private static void expectError(TestClient client, Proxy<?, ?> about, WireEnum code) throws Exception {
        var error = client.error();
        assertThat(error.objectId()).as(error.message()).isEqualTo(about.id());
        assertThat(error.code()).as(error.message()).isEqualTo(code.value());
    }

    /** Data that no client offers, as a viewer's clipboard will. */
    private static final class ServerSource implements DataSource {
        @Override
        public List<String> mimeTypes() {
            return List.of("text/x-server");
        }

        @Override
        public void send(String mimeType, Fd target) {
            Transfer.write(target, "from the server");
        }

        @Override
        public void cancelled() {}
    }
}
