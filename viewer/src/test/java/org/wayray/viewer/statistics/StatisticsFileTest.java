package org.wayray.viewer.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.ToSession.BodyCase;
import org.wayray.testkit.VirtualClock;
import org.wayray.viewer.session.FakeServer;
import org.wayray.viewer.session.RecordingPresenter;
import org.wayray.viewer.session.ViewerLoop;
import org.wayray.viewer.session.ViewerSession;

class StatisticsFileTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final VirtualClock clock = new VirtualClock();
    private final ViewerLoop loop = new ViewerLoop(clock, () -> {});
    private final FakeServer server = new FakeServer();
    private final ViewerSession session = new ViewerSession(
            loop,
            server,
            Hello.newBuilder().setMinVersion(1).setMaxVersion(1).build(),
            new RecordingPresenter(),
            new Random(1));
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final StatisticsFile file = new StatisticsFile(
            session,
            loop,
            InstantSource.fixed(NOON),
            new PrintStream(written, false, StandardCharsets.UTF_8),
            "a \"desk\"");

    @BeforeEach
    void connect() {
        session.start();
        loop.runDue();
        server.peer().welcome(64, 48);
        loop.runDue();
        file.start();
    }

    @AfterEach
    void free() {
        session.close();
    }

    @Test
    void thereIsALineForEachSecondInWhichThereWereFramesAndOneInTheEnd() {
        assertThat(server.peer().all(BodyCase.STATISTICS_WANTED)).hasSize(1);
        show(5);
        show(7);
        pass(Duration.ofMillis(990));
        pass(Duration.ofHours(1));
        assertThat(lines()).as("nothing happened for an hour").hasSize(1);
        show(1);
        pass(Duration.ofSeconds(1));
        show(1);
        file.close();

        assertThat(server.peer().all(BodyCase.STATISTICS_WANTED)).hasSize(2);
        assertThat(lines()).hasSize(4);
        assertThat(lines().get(0))
                .startsWith(
                        "{\"kind\":\"interval\",\"time\":\"2026-06-01T12:00:00Z\",\"server\":\"a \\\"desk\\\"\",\"seconds\":")
                .contains("\"frames\":2,")
                .contains("\"stages_us\":{\"decode\":{\"count\":2,")
                .contains("\"codings\":{\"fill\":{\"regions\":2,\"pixels\":6144,\"bytes\":6}}")
                .contains("\"width\":64,\"height\":48")
                .endsWith("}");
        assertThat(lines().get(1)).contains("\"frames\":1,").contains("\"seconds\":1.0");
        assertThat(lines().get(1)).contains("\"received_bytes\":0,");
        assertThat(lines().get(2)).as("the link was not asked any more").doesNotContain("received_bytes");
        assertThat(lines().get(3)).startsWith("{\"kind\":\"summary\"").contains("\"frames\":4,");
        assertThat(lines()).allSatisfy(StatisticsFileTest::isBalanced);
    }

    @Test
    void noTimerRunsWhileNothingHappens() {
        assertThat(loop.runDue()).isEqualTo(ViewerLoop.NO_TIMER);
        show(1);
        assertThat(loop.runDue()).isLessThanOrEqualTo(1_000_000_000L);
        pass(Duration.ofSeconds(1));
        assertThat(loop.runDue()).isEqualTo(ViewerLoop.NO_TIMER);
    }

    @Test
    void withoutAFrameThereIsOnlyASummary() {
        file.close();
        assertThat(lines()).singleElement().satisfies(line -> assertThat(line).contains("\"frames\":0"));
    }

    private void show(int milliseconds) {
        var picture = new Framebuffer(64, 48);
        server.peer().frame(picture, new PixelRect(0, 0, 64, 48));
        loop.runDue();
        clock.advance(Duration.ofMillis(milliseconds));
        session.presented();
    }

    private void pass(Duration time) {
        clock.advance(time);
        loop.runDue();
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static void isBalanced(String line) {
        assertThat(line.chars().filter(each -> each == '{').count())
                .isEqualTo(line.chars().filter(each -> each == '}').count());
        assertThat(line).doesNotContain(",}").doesNotContain("{,").doesNotContain(",,");
    }
}
