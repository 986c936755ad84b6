package org.wayray.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.link.CloseReason;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Limits;
import org.wayray.protocol.PeerText;
import org.wayray.protocol.v1.CursorHidden;
import org.wayray.protocol.v1.CursorImage;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Notice;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.OutputGone;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.Region;
import org.wayray.protocol.v1.Screen;
import org.wayray.protocol.v1.ToSession.BodyCase;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.protocol.v1.Welcome;
import org.wayray.testkit.VirtualClock;

class ViewerSessionTest {
    private static final Diagnostic DOWN = new Diagnostic("cannot connect", "nobody listens there", "start it");
    private static final Hello HELLO = Hello.newBuilder()
            .setMinVersion(1)
            .setMaxVersion(1)
            .setViewerName("test")
            .build();

    private final VirtualClock clock = new VirtualClock();
    private final ViewerLoop loop = new ViewerLoop(clock, () -> {});
    private final FakeServer server = new FakeServer();
    private final RecordingPresenter presenter = new RecordingPresenter();
    private final ViewerSession session =
            new ViewerSession(loop, server, HELLO, presenter, BackoffTest.always(Long.MAX_VALUE));

    @AfterEach
    void free() {
        session.close();
    }

    @Test
    void saysHelloAndBecomesActiveWithTheWelcome() {
        start();
        assertThat(server.peer().all())
                .singleElement()
                .satisfies(message -> assertThat(message.getHello()).isEqualTo(HELLO));
        assertThat(session.state()).isEqualTo(new ViewerState.Handshaking());

        server.peer().welcome(64, 48);
        run();

        assertThat(presenter.states)
                .containsExactly(
                        new ViewerState.Connecting(), new ViewerState.Handshaking(), new ViewerState.Active("work"));
        assertThat(presenter.outputs).isEqualTo(session.outputs());
        assertThat(picture().width()).isEqualTo(64);
        assertThat(picture().height()).isEqualTo(48);
    }

    @Test
    void decodesFramesAndAcknowledgesTheNewestOnceItWasPresented() {
        active(64, 48);
        var remote = noise(64, 48);
        server.peer().frame(remote, new PixelRect(0, 0, 64, 48));
        remote.fill(3, 4, 10, 2, 0xFF123456);
        int newest = server.peer().frame(remote, new PixelRect(3, 4, 10, 2));
        run();

        assertThat(picture().showsSameAs(remote)).isTrue();
        assertThat(damage().bounds()).isEqualTo(new PixelRect(0, 0, 64, 48));
        assertThat(server.peer().all(BodyCase.FRAME_ACK)).isEmpty();

        clock.advance(Duration.ofMillis(3));
        session.presented();
        session.presented();

        assertThat(damage().isEmpty()).isTrue();
        assertThat(server.peer().all(BodyCase.FRAME_ACK)).singleElement().satisfies(message -> {
            assertThat(message.getFrameAck().getSerial()).isEqualTo(newest);
            assertThat(message.getFrameAck().getPresentUs())
                    .as("nobody wants it")
                    .isZero();
        });
    }

    @Test
    void timesTravelWhileStatisticsAreWantedAndAreAskedForAgainByTheNextConnection() {
        var observer = new RecordingObserver();
        var other = new RecordingObserver();
        active(64, 48);
        session.observe(observer);
        session.observe(other);
        server.peer().frame(noise(64, 48), new PixelRect(0, 0, 64, 48));
        run();
        clock.advance(Duration.ofMillis(3));
        session.presented();

        assertThat(server.peer().all(BodyCase.STATISTICS_WANTED))
                .singleElement()
                .satisfies(message ->
                        assertThat(message.getStatisticsWanted().getWanted()).isTrue());
        assertThat(server.peer().all(BodyCase.FRAME_ACK).getLast().getFrameAck().getPresentUs())
                .isEqualTo(3_000);

        server.peer().close(CloseReason.finished("a test"));
        run();
        clock.advance(Duration.ofSeconds(1));
        run();
        server.peer().welcome(64, 48);
        run();
        session.unobserve(observer);
        assertThat(server.peer().all(BodyCase.STATISTICS_WANTED))
                .as("there is another")
                .hasSize(1);
        session.unobserve(observer);
        session.unobserve(other);
        assertThat(server.peer().all(BodyCase.STATISTICS_WANTED))
                .extracting(message -> message.getStatisticsWanted().getWanted())
                .containsExactly(true, false);
    }

    @Test
    void anObserverIsToldOfFramesAndOfKeysThatGoDown() {
        var observer = new RecordingObserver();
        active(64, 48);
        session.observe(observer);
        long start = loop.nanoTime();
        server.peer().frame(noise(64, 48), new PixelRect(0, 0, 64, 48));
        run();
        clock.advance(Duration.ofMillis(3));
        session.presented();
        session.keyboard().key(30, true, 1);
        session.keyboard().key(30, false, 2);

        assertThat(observer.told)
                .containsExactly(
                        "frame 1 at " + start, "shown at " + (start + 3_000_000), "key 30 at " + (start + 3_000_000));
    }

    @Test
    void theLinkSaysWhatItMeasuresWhileThereIsOne() {
        var reports = new ArrayList<Optional<LinkReport>>();
        session.measureLink(reports::add);
        run();
        active(64, 48);
        session.measureLink(reports::add);
        run();
        assertThat(reports.getFirst()).isEmpty();
        assertThat(reports.getLast()).isPresent();
    }

    @Test
    void aSessionThatDoesNotKnowStatisticsIsNotAskedForThem() {
        start();
        server.peer()
                .send(
                        Channel.CONTROL,
                        ToViewer.newBuilder()
                                .setWelcome(Welcome.newBuilder().setVersion(1))
                                .build());
        run();
        session.observe(new RecordingObserver());
        run();
        assertThat(server.peer().all(BodyCase.STATISTICS_WANTED)).isEmpty();
    }

    @Test
    void aFrameMayComeBeforeTheWelcomeBecauseChannelsAreNotOrdered() {
        start();
        var remote = noise(20, 10);
        server.peer().frame(remote, remote.bounds());
        server.peer().welcome(20, 10);
        run();

        assertThat(picture().showsSameAs(remote)).isTrue();
        assertThat(session.state()).isEqualTo(new ViewerState.Active("work"));
    }

    @Test
    void theDamageIsOnlyWhatTheRegionsCover() {
        active(64, 48);
        var remote = new Framebuffer(64, 48);
        server.peer().frame(remote, new PixelRect(0, 0, 5, 5), new PixelRect(40, 40, 8, 8));
        run();
        assertThat(damage().rects()).containsExactly(new PixelRect(0, 0, 5, 5), new PixelRect(40, 40, 8, 8));
    }

    @Test
    void aRegionThatCannotBeDecodedIsAskedForAgainAndTheRestIsShown() {
        active(64, 48);
        var frame = Frame.newBuilder()
                .setSerial(1)
                .setOutput(FakeServer.OUTPUT)
                .setWidth(64)
                .setHeight(48)
                .addRegions(region(10, 20, 4, 4, Region.Coding.PLANES_ZSTD_VALUE, 5))
                .addRegions(region(0, 0, 2, 2, Region.Coding.FILL_VALUE, 3));
        server.peer()
                .send(Channel.DISPLAY, ToViewer.newBuilder().setFrame(frame).build(), ByteBuffer.wrap(new byte[] {
                    1, 2, 3, 4, 5, 0x11, 0x22, 0x33
                }));
        run();
        session.presented();

        assertThat(picture().pixel(1, 1)).isEqualTo(0xFF112233);
        assertThat(server.peer().all(BodyCase.REFRESH_REQUEST)).singleElement().satisfies(message -> {
            assertThat(message.getRefreshRequest().getOutput()).isEqualTo(FakeServer.OUTPUT);
            var area = message.getRefreshRequest().getAreas(0);
            assertThat(List.of(area.getX(), area.getY(), area.getWidth(), area.getHeight()))
                    .containsExactly(10, 20, 4, 4);
        });
        assertThat(server.peer().all(BodyCase.FRAME_ACK)).hasSize(1);
        assertThat(session.state()).isInstanceOf(ViewerState.Active.class);
    }

    @Test
    void framesOfRandomNumbersNeitherFailNorReachOutsideTheirMemory() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        active(64, 48);
        for (int i = 0; i < 2_000; i++) {
            var frame = Frame.newBuilder().setSerial(i).setOutput(FakeServer.OUTPUT);
            frame.setWidth(anyNumber(random, 64)).setHeight(anyNumber(random, 48));
            for (int regions = random.nextInt(3); regions >= 0; regions--) {
                frame.addRegions(region(
                        anyNumber(random, 10),
                        anyNumber(random, 10),
                        anyNumber(random, 10),
                        anyNumber(random, 10),
                        random.nextInt(7),
                        anyNumber(random, 10)));
            }
            var payload = new byte[random.nextInt(60)];
            random.nextBytes(payload);
            if (!server.peer().isOpen()) {
                clock.advance(Duration.ofSeconds(60));
                run();
                server.peer().welcome(64, 48);
            }
            server.peer()
                    .send(Channel.DISPLAY, ToViewer.newBuilder().setFrame(frame).build(), ByteBuffer.wrap(payload));
            run();
            session.presented();
            assertThat(session.state())
                    .as("seed %d, frame %d", seed, i)
                    .isInstanceOfAny(ViewerState.Active.class, ViewerState.Reconnecting.class);
        }
    }

    @Test
    void aServerWhosePicturesNeverMakeSenseIsLeft() {
        active(64, 48);
        for (int i = 0; i < 20 && server.peer().isOpen(); i++) {
            var frame = Frame.newBuilder()
                    .setSerial(i)
                    .setOutput(FakeServer.OUTPUT)
                    .setWidth(64)
                    .setHeight(48)
                    .addRegions(region(0, 0, 4, 4, 99, 0));
            server.peer()
                    .send(Channel.DISPLAY, ToViewer.newBuilder().setFrame(frame).build());
            run();
            session.presented();
        }
        assertThat(session.state()).isInstanceOf(ViewerState.Reconnecting.class);
        assertThat(server.peer().closeReason()).isNotNull();
    }

    @Test
    void aPictureWithoutSenseIsRefusedBeforeItTakesMemory() {
        active(64, 48);
        server.peer()
                .send(
                        Channel.DISPLAY,
                        ToViewer.newBuilder()
                                .setOutputConfig(OutputConfig.newBuilder()
                                        .setId(FakeServer.OUTPUT)
                                        .setWidth(16384)
                                        .setHeight(16384))
                                .build());
        run();
        assertThat(session.state()).isInstanceOf(ViewerState.Reconnecting.class);
    }

    @Test
    void eachOutputHasAPictureOfItsOwnAndOneAcknowledgementServesAll() {
        active(64, 48);
        configure(8, 10, 20, 3);
        var first = noise(64, 48);
        var second = noise(10, 20);
        server.peer().frame(FakeServer.OUTPUT, first, first.bounds());
        int newest = server.peer().frame(8, second, second.bounds());
        run();

        assertThat(session.outputs()).extracting(RemoteOutput::id).containsExactly(FakeServer.OUTPUT, 8);
        assertThat(session.outputs()).extracting(RemoteOutput::screen).containsExactly(0, 3);
        assertThat(picture().showsSameAs(first)).isTrue();
        assertThat(session.outputs().getLast().framebuffer().showsSameAs(second))
                .isTrue();
        assertThat(session.outputs()).noneMatch(output -> output.damage().isEmpty());

        session.presented();
        assertThat(session.outputs()).allMatch(output -> output.damage().isEmpty());
        assertThat(server.peer().all(BodyCase.FRAME_ACK))
                .singleElement()
                .satisfies(
                        message -> assertThat(message.getFrameAck().getSerial()).isEqualTo(newest));

        gone(8);
        gone(9);
        assertThat(session.outputs()).extracting(RemoteOutput::id).containsExactly(FakeServer.OUTPUT);
        assertThat(presenter.outputs).isEqualTo(session.outputs());
    }

    @Test
    void moreOutputsThanScreensAreAllowedBreakTheProtocol() {
        active(64, 48);
        for (int i = 1; i < Limits.SCREENS; i++) {
            configure(100 + i, 10, 10, i);
        }
        assertThat(server.peer().isOpen()).isTrue();
        configure(200, 10, 10, 99);
        assertThat(server.peer().isOpen()).isFalse();
        assertThat(session.outputs()).hasSize(Limits.SCREENS);
    }

    @Test
    void outputsThatAreTooLargeTogetherBreakTheProtocol() {
        active(64, 48);
        configure(8, 8192, 8192, 1);
        assertThat(server.peer().isOpen()).isFalse();
        assertThat(session.outputs()).hasSize(1);
    }

    @Test
    void theNextConnectionTellsAnewWhichOutputsThereAre() {
        active(64, 48);
        configure(8, 10, 20, 3);
        var kept = output();
        server.peer().close(CloseReason.finished("the cable was pulled"));
        run();
        assertThat(session.outputs()).as("what was shown stays").hasSize(2);
        clock.advance(Duration.ofMillis(250));
        run();
        server.peer().welcome(64, 48);
        run();
        assertThat(session.outputs()).containsExactly(kept);
        assertThat(presenter.outputs).containsExactly(kept);
    }

    @Test
    void aNewSizeKeepsWhatBothHaveInCommon() {
        active(64, 48);
        var remote = noise(64, 48);
        server.peer().frame(remote, remote.bounds());
        run();
        configure(FakeServer.OUTPUT, 40, 60, 0);
        assertThat(List.of(picture().width(), picture().height())).containsExactly(40, 60);
        assertThat(picture().pixel(39, 47)).isEqualTo(remote.pixel(39, 47));
        assertThat(picture().pixel(39, 48)).isEqualTo(0xFF000000);
    }

    // ---- screens

    @Test
    void helloNamesTheScreens() {
        session.screens().change(List.of(screen(1, 800, 600)));
        start();
        assertThat(server.peer().all(BodyCase.HELLO).getFirst().getHello().getScreensList())
                .containsExactly(screen(1, 800, 600));
        server.peer().welcome(800, 600);
        run();
        assertThat(server.peer().all(BodyCase.SCREENS_CHANGE)).isEmpty();
    }

    @Test
    void aChangeBeforeTheWelcomeIsToldAfterIt() {
        session.screens().change(List.of(screen(1, 800, 600)));
        start();
        session.screens().change(List.of(screen(1, 700, 600)));
        assertThat(screensTold()).isEmpty();
        server.peer().welcome(800, 600);
        run();
        assertThat(screensTold()).containsExactly("1:700x600");
    }

    @Test
    void changesAreToldAtOnceThenAsFastAsThePictureFollowsAndTheLastAlways() {
        active(64, 48);
        session.screens().change(List.of(screen(1, 70, 50)));
        assertThat(screensTold()).containsExactly("1:70x50");
        session.screens().change(List.of(screen(1, 71, 50)));
        session.screens().change(List.of(screen(1, 72, 50)));
        run();
        session.presented();
        assertThat(screensTold()).as("the picture has not followed").hasSize(1);

        configure(FakeServer.OUTPUT, 70, 50, 1);
        session.presented();
        assertThat(screensTold()).as("it is the old picture in the new size").hasSize(1);
        var remote = noise(70, 50);
        server.peer().frame(remote, remote.bounds());
        run();
        session.presented();
        assertThat(screensTold()).containsExactly("1:70x50", "1:72x50");

        session.screens().change(List.of(screen(1, 73, 50)));
        clock.advance(Duration.ofMillis(249));
        run();
        assertThat(screensTold()).hasSize(2);
        clock.advance(Duration.ofMillis(1));
        run();
        assertThat(screensTold()).as("no picture comes").containsExactly("1:70x50", "1:72x50", "1:73x50");
        clock.advance(Duration.ofMillis(250));
        assertThat(loop.runDue()).as("at rest").isEqualTo(ViewerLoop.NO_TIMER);
    }

    @Test
    void whatIsTheSameAsBeforeIsNotToldAndNothingIsToldWithoutScreens() {
        session.screens().change(List.of(screen(1, 64, 48)));
        active(64, 48);
        session.screens().change(List.of(screen(1, 64, 48)));
        session.screens().change(List.of());
        assertThat(screensTold()).isEmpty();
    }

    private static Screen screen(int id, int width, int height) {
        return Screen.newBuilder()
                .setId(id)
                .setWidth(width)
                .setHeight(height)
                .setScale120(120)
                .build();
    }

    private List<String> screensTold() {
        return server.peer().all(BodyCase.SCREENS_CHANGE).stream()
                .flatMap(message -> message.getScreensChange().getScreensList().stream())
                .map(screen -> screen.getId() + ":" + screen.getWidth() + "x" + screen.getHeight())
                .toList();
    }

    private void configure(int id, int width, int height, int screen) {
        server.peer()
                .send(
                        Channel.DISPLAY,
                        ToViewer.newBuilder()
                                .setOutputConfig(OutputConfig.newBuilder()
                                        .setId(id)
                                        .setWidth(width)
                                        .setHeight(height)
                                        .setScale120(120)
                                        .setScreen(screen))
                                .build());
        run();
    }

    private void gone(int id) {
        server.peer()
                .send(
                        Channel.DISPLAY,
                        ToViewer.newBuilder()
                                .setOutputGone(OutputGone.newBuilder().setId(id))
                                .build());
        run();
    }

    @Test
    void aNewSizeMakesANewPicture() {
        active(64, 48);
        var remote = noise(80, 60);
        server.peer().frame(remote, remote.bounds());
        run();
        assertThat(picture().showsSameAs(remote)).isTrue();
        assertThat(presenter.outputs.getFirst().framebuffer()).isSameAs(picture());
    }

    @Test
    void aLostConnectionIsMadeAgainAfterAMoment() {
        active(64, 48);
        server.peer().close(CloseReason.finished("the cable was pulled"));
        run();
        assertThat(session.state()).isInstanceOfSatisfying(ViewerState.Reconnecting.class, waiting -> {
            assertThat(waiting.problem().why()).isEqualTo("the cable was pulled");
            assertThat(waiting.nextTryNanos() - clock.getAsLong()).isEqualTo(250_000_000);
        });
        assertThat(server.attempts()).isEqualTo(1);

        clock.advance(Duration.ofMillis(250));
        run();
        assertThat(server.attempts()).isEqualTo(2);
        server.peer().welcome(64, 48);
        run();
        assertThat(session.state()).isEqualTo(new ViewerState.Active("work"));
    }

    @Test
    void attemptsBecomeRarerUpToEightSecondsAndNeverStop() {
        server.failure = new ProgramException(ExitStatus.CANNOT_CONNECT, DOWN);
        session.start();
        var delays = new ArrayList<Long>();
        for (int i = 0; i < 10; i++) {
            run();
            var waiting = (ViewerState.Reconnecting) session.state();
            assertThat(waiting.problem()).isEqualTo(DOWN);
            long delay = waiting.nextTryNanos() - clock.getAsLong();
            delays.add(delay / 1_000_000);
            clock.advance(Duration.ofNanos(delay));
        }
        assertThat(delays).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 5000L, 5000L, 5000L, 5000L, 5000L);
        assertThat(server.attempts()).isEqualTo(10);
    }

    @Test
    void aServerThatDoesNotAnswerCountsAsUnreachableAfterTenSeconds() {
        server.silent = true;
        session.start();
        run();
        clock.advance(Duration.ofSeconds(10));
        run();
        assertThat(session.state())
                .isInstanceOfSatisfying(
                        ViewerState.Reconnecting.class,
                        waiting -> assertThat(waiting.problem().why()).contains("does not answer"));
    }

    @Test
    void theServersWordsCannotDriveTheTerminal() {
        active(64, 48);
        var words = "bye\u001b]0;owned\u0007\r\n" + "x".repeat(10_000);
        server.peer()
                .send(
                        Channel.CONTROL,
                        ToViewer.newBuilder()
                                .setNotice(Notice.newBuilder().setText(words))
                                .build());
        server.peer()
                .send(
                        Channel.CONTROL,
                        ToViewer.newBuilder()
                                .setGoodbye(Goodbye.newBuilder()
                                        .setReason(Goodbye.Reason.SESSION_ENDED)
                                        .setText(words))
                                .build());
        run();
        var readable = PeerText.readable(words);
        assertThat(readable).startsWith("bye ]0;owned xxx").hasSize(PeerText.MAX_LENGTH);
        assertThat(presenter.notices).containsExactly(readable);
        assertThat(session.state()).isEqualTo(new ViewerState.Ended(ExitStatus.OK, readable));
    }

    @Test
    void aSessionThatDoesNotWelcomeUsCountsAsUnreachableToo() {
        start();
        clock.advance(Duration.ofSeconds(10));
        run();
        assertThat(session.state()).isInstanceOf(ViewerState.Reconnecting.class);
        assertThat(server.peer().closeReason()).isNotNull();
    }

    @Test
    void aChangedKeyIsRefusedForGoodUntilThePersonAsks() {
        server.failure = new ProgramException(ExitStatus.NOT_TRUSTED, DOWN);
        session.start();
        run();
        assertThat(session.state()).isEqualTo(new ViewerState.Refused(DOWN, ExitStatus.NOT_TRUSTED));
        clock.advance(Duration.ofHours(1));
        run();
        assertThat(server.attempts()).isEqualTo(1);

        server.failure = null;
        session.retry();
        run();
        server.peer().welcome(64, 48);
        run();
        assertThat(session.state()).isEqualTo(new ViewerState.Active("work"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"VERSION_TOO_OLD", "VERSION_TOO_NEW", "NOT_AUTHORISED", "REPLACED", "PROTOCOL_ERROR"},
            mode = Mode.INCLUDE)
    void aRefusalIsShownWithItsReasonAndHint(Refusal.Code code) {
        start();
        refuse(code);
        assertThat(session.state()).isInstanceOfSatisfying(ViewerState.Refused.class, refused -> {
            assertThat(refused.problem().why()).isEqualTo("Because.");
            assertThat(refused.problem().remedy()).isEqualTo("Do something.");
            assertThat(refused.status()).isEqualTo(ExitStatus.REFUSED);
        });
        session.leave();
        assertThat(session.state())
                .isInstanceOfSatisfying(
                        ViewerState.Ended.class,
                        ended -> assertThat(ended.status()).isEqualTo(ExitStatus.REFUSED));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"BUSY", "SHUTTING_DOWN", "SERVER_ERROR", "TIMED_OUT"},
            mode = Mode.INCLUDE)
    void aRefusalThatMayPassIsTriedAgain(Refusal.Code code) {
        start();
        refuse(code);
        assertThat(session.state())
                .isInstanceOfSatisfying(
                        ViewerState.Reconnecting.class,
                        waiting -> assertThat(waiting.problem().why()).isEqualTo("Because."));
    }

    @Test
    void aVersionThatWasNotOfferedIsNotAccepted() {
        start();
        server.peer()
                .send(
                        Channel.CONTROL,
                        ToViewer.newBuilder()
                                .setWelcome(Welcome.newBuilder().setVersion(2))
                                .build());
        run();
        assertThat(session.state()).isInstanceOf(ViewerState.Reconnecting.class);
    }

    @Test
    void theEndOfTheSessionEndsTheViewer() {
        active(64, 48);
        server.peer()
                .send(
                        Channel.CONTROL,
                        ToViewer.newBuilder()
                                .setGoodbye(Goodbye.newBuilder()
                                        .setReason(Goodbye.Reason.SESSION_ENDED)
                                        .setText("You logged out."))
                                .build());
        run();
        assertThat(session.state()).isEqualTo(new ViewerState.Ended(ExitStatus.OK, "You logged out."));
    }

    @Test
    void leavingSaysGoodbyeAndCloses() {
        active(64, 48);
        session.leave();
        assertThat(server.peer().all(BodyCase.GOODBYE)).hasSize(1);
        assertThat(server.peer().closeReason()).isNotNull();
        assertThat(session.state()).isEqualTo(new ViewerState.Ended(ExitStatus.OK, ""));
        clock.advance(Duration.ofHours(1));
        run();
        assertThat(server.attempts()).isEqualTo(1);
    }

    @Test
    void aConnectionThatComesAfterLeavingIsClosed() {
        session.start();
        session.leave();
        run();
        assertThat(server.peer().closeReason()).isNotNull();
        assertThat(server.peer().all()).isEmpty();
    }

    @Test
    void keysGoDownAndUpOnceAndFocusTellsWhoseTheyAre() {
        active(64, 48);
        session.keyboard().focus(true);
        session.keyboard().key(30, true, 5);
        session.keyboard().key(30, true, 6);
        session.keyboard().key(30, false, 7);
        session.keyboard().key(30, false, 8);
        session.keyboard().key(0, true, 8);
        session.keyboard().key(31, true, 9);
        session.keyboard().focus(false);
        session.keyboard().key(31, false, 10);

        assertThat(input()).containsExactly("focus true", "30 down", "30 up", "31 down", "focus false");
    }

    @Test
    void aKeyThatIsHeldOverAReconnectIsNotPressedInTheNewConnection() {
        active(64, 48);
        session.keyboard().focus(true);
        session.keyboard().key(30, true, 5);
        reconnect();
        session.keyboard().key(30, false, 6);
        session.keyboard().key(31, true, 7);

        assertThat(input()).containsExactly("focus true", "31 down");
    }

    @Test
    void aKeyWithoutFocusFromTheWindowSystemBringsItsFocusAlong() {
        active(64, 48);
        session.keyboard().key(30, true, 5);
        assertThat(input()).containsExactly("focus true", "30 down");
    }

    @Test
    void thePointerLeavesAtTheEdgeUnlessAButtonIsHeld() {
        active(64, 48);
        var pointer = session.pointer();
        pointer.motion(output(), -1, 5, 1);
        pointer.motion(output(), 63.5, 5.25, 2);
        pointer.motion(output(), 64, 5, 3);
        pointer.motion(output(), 10, 10, 4);
        pointer.button(Pointer.BTN_LEFT, true, 5);
        pointer.motion(output(), -2, 50, 6);
        pointer.button(Pointer.BTN_LEFT, false, 7);
        pointer.button(Pointer.BTN_LEFT, false, 8);
        pointer.motion(output(), -2, 50, 9);
        pointer.button(Pointer.BTN_LEFT, true, 10);

        assertThat(input())
                .containsExactly(
                        "at 16256,1344",
                        "leave",
                        "at 2560,2560",
                        "button 272 down",
                        "at -512,12800",
                        "button 272 up",
                        "leave");
    }

    @Test
    void partsOfAWheelsStepAddUp() {
        active(64, 48);
        var pointer = session.pointer();
        pointer.motion(output(), 1, 1, 1);
        pointer.wheel(0, 1, 2);
        pointer.wheel(0.5, 0, 2);
        for (int i = 0; i < 300; i++) {
            pointer.wheel(0, 1 / 300.0, 3);
        }
        var axes = server.peer().all(BodyCase.POINTER_AXIS);
        assertThat(axes.get(0).getPointerAxis().getV120Y()).isEqualTo(120);
        assertThat(axes.get(0).getPointerAxis().getDy()).isEqualTo(15 * 256);
        assertThat(axes.get(1).getPointerAxis().getV120X()).isEqualTo(60);
        assertThat(axes.stream()
                        .skip(2)
                        .mapToInt(a -> a.getPointerAxis().getV120Y())
                        .sum())
                .isBetween(119, 120);
    }

    @Test
    void inputBeforeTheWelcomeGoesNowhere() {
        start();
        session.keyboard().focus(true);
        session.keyboard().key(30, true, 1);
        var remote = noise(20, 10);
        server.peer().frame(remote, remote.bounds());
        run();
        session.pointer().motion(output(), 1, 1, 1);
        assertThat(input()).isEmpty();
    }

    @Test
    void cursorsArePassedOnWithTheirHotSpotInside() {
        active(64, 48);
        var image = CursorImage.newBuilder().setWidth(2).setHeight(1).setHotX(5).setHotY(-3);
        server.peer()
                .send(
                        Channel.CURSOR,
                        ToViewer.newBuilder().setCursorImage(image).build(),
                        ByteBuffer.wrap(new byte[] {0x33, 0x22, 0x11, (byte) 0xFF, 4, 3, 2, (byte) 0x80}));
        server.peer()
                .send(
                        Channel.CURSOR,
                        ToViewer.newBuilder()
                                .setCursorHidden(CursorHidden.getDefaultInstance())
                                .build());
        run();
        assertThat(presenter.cursors).hasSize(2);
        var shape = (CursorShape.Image) presenter.cursors.getFirst();
        assertThat(shape.argb()).containsExactly(0xFF112233, 0x80020304);
        assertThat(List.of(shape.hotX(), shape.hotY())).containsExactly(1, 0);
        assertThat(presenter.cursors.getLast()).isEqualTo(new CursorShape.Hidden());
    }

    @Test
    void aCursorIsOfItsConnection() {
        active(64, 48);
        var hidden = ToViewer.newBuilder().setCursorHidden(CursorHidden.getDefaultInstance());
        server.peer().send(Channel.CURSOR, hidden.build());
        run();
        reconnect();
        assertThat(presenter.cursors).containsExactly(new CursorShape.Hidden(), new CursorShape.Default());

        server.peer().send(Channel.CURSOR, hidden.build());
        run();
        assertThat(presenter.cursors.getLast()).isEqualTo(new CursorShape.Hidden());
    }

    @Test
    void aCursorOfTheWrongLengthEndsTheConnection() {
        active(64, 48);
        var image = CursorImage.newBuilder().setWidth(-1).setHeight(-5);
        server.peer()
                .send(
                        Channel.CURSOR,
                        ToViewer.newBuilder().setCursorImage(image).build(),
                        ByteBuffer.allocate(20));
        run();
        assertThat(session.state()).isInstanceOf(ViewerState.Reconnecting.class);
        assertThat(presenter.cursors).containsExactly(new CursorShape.Default());
    }

    @Test
    void noticesArePassedOn() {
        active(64, 48);
        server.peer()
                .send(
                        Channel.CONTROL,
                        ToViewer.newBuilder()
                                .setNotice(Notice.newBuilder().setText("Lunch."))
                                .build());
        run();
        assertThat(presenter.notices).containsExactly("Lunch.");
    }

    // ---- what the tests are made of

    private void start() {
        session.start();
        run();
    }

    private void active(int width, int height) {
        start();
        server.peer().welcome(width, height);
        run();
    }

    private void reconnect() {
        server.peer().close(CloseReason.finished("test"));
        run();
        clock.advance(Duration.ofSeconds(1));
        run();
        server.peer().welcome(64, 48);
        run();
    }

    private void run() {
        loop.runDue();
    }

    private void refuse(Refusal.Code code) {
        server.peer()
                .send(
                        Channel.CONTROL,
                        ToViewer.newBuilder()
                                .setRefusal(Refusal.newBuilder()
                                        .setCode(code)
                                        .setReason("Because.")
                                        .setHint("Do something."))
                                .build());
        run();
    }

    private Framebuffer picture() {
        return Objects.requireNonNull(session.picture());
    }

    private RemoteOutput output() {
        return session.outputs().getFirst();
    }

    private PixelRegion damage() {
        return output().damage();
    }

    /** The input that the server got, one line each. */
    private List<String> input() {
        return server.peer().all().stream()
                .filter(message -> message.getBodyCase() != BodyCase.HELLO)
                .map(message -> switch (message.getBodyCase()) {
                    case KEY -> message.getKey().getCode() + (message.getKey().getPressed() ? " down" : " up");
                    case KEYBOARD_FOCUS -> "focus " + message.getKeyboardFocus().getFocused();
                    case POINTER_MOTION ->
                        "at " + message.getPointerMotion().getX() + ","
                                + message.getPointerMotion().getY();
                    case POINTER_BUTTON ->
                        "button " + message.getPointerButton().getButton()
                                + (message.getPointerButton().getPressed() ? " down" : " up");
                    case POINTER_LEAVE -> "leave";
                    default -> message.getBodyCase().toString();
                })
                .toList();
    }

    private static Region region(int x, int y, int width, int height, int coding, int length) {
        return Region.newBuilder()
                .setX(x)
                .setY(y)
                .setWidth(width)
                .setHeight(height)
                .setCodingValue(coding)
                .setLength(length)
                .build();
    }

    private static int anyNumber(Random random, int usual) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextInt(100);
            default -> usual;
        };
    }

    private static Framebuffer noise(int width, int height) {
        var picture = new Framebuffer(width, height);
        var random = new Random(1);
        for (int i = 0; i < picture.pixels().length; i++) {
            picture.pixels()[i] = 0xFF000000 | random.nextInt();
        }
        return picture;
    }
}
