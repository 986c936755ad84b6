package org.wayray.viewer.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.wayray.codec.Coding;
import org.wayray.link.LinkStats;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Region;
import org.wayray.protocol.v1.StageTimes;
import org.wayray.viewer.session.LinkReport;

class FrameRecorderTest {
    private static final long MICRO = 1000;
    private static final long MILLI = 1_000_000;

    private final Period period = new Period();
    private final FrameRecorder recorder = new FrameRecorder(period);

    @Test
    void theServersShareIsAddedToTheViewersOwn() {
        recorder.measured(link(1, 400 * MICRO));
        recorder.decoded(timed(0), 100, 0, 30 * MICRO);
        recorder.presented(50 * MICRO);
        assertThat(count(Stage.TOTAL)).as("the network is not known yet").isZero();

        recorder.decoded(timed(1_000), 100, 10 * MILLI, 10 * MILLI + 30 * MICRO);
        recorder.presented(10 * MILLI + 80 * MICRO);

        assertThat(max(Stage.WAIT)).isEqualTo(100);
        assertThat(max(Stage.RENDER)).isEqualTo(40);
        assertThat(max(Stage.CAPTURE)).isEqualTo(20);
        assertThat(max(Stage.ENCODE)).isEqualTo(30);
        assertThat(max(Stage.DECODE)).isEqualTo(30);
        assertThat(max(Stage.PRESENT)).isEqualTo(50);
        assertThat(period.stage(Stage.NETWORK).valuesAreEquivalent(max(Stage.NETWORK), 800))
                .as("a millisecond there and back without half a round trip")
                .isTrue();
        assertThat(period.stage(Stage.TOTAL).valuesAreEquivalent(max(Stage.TOTAL), 150 + 800 + 80))
                .isTrue();
    }

    @Test
    void framesThatAreShownTogetherAreEachTimedToThatMoment() {
        recorder.decoded(frame(), 1, 0, MILLI);
        recorder.decoded(frame(), 1, 2 * MILLI, 3 * MILLI);
        recorder.presented(4 * MILLI);
        recorder.presented(900 * MILLI);
        assertThat(count(Stage.PRESENT)).isEqualTo(2);
        assertThat(period.stage(Stage.PRESENT).getMinNonZeroValue()).isBetween(990L, 1_000L);
        assertThat(max(Stage.PRESENT)).isBetween(2_990L, 3_020L);
    }

    @Test
    void pixelsAndBytesAreCountedForEachCoding() {
        recorder.decoded(frame(region(Coding.FILL, 10, 20, 3), region(Coding.COPY, 5, 5, 4)), 7, 0, 0);
        recorder.decoded(frame(region(Coding.FILL, 1, 1, 3)), 3, 0, 0);
        recorder.decoded(
                frame(Region.newBuilder().setCodingValue(999).setWidth(-1).setLength(-9)), 0, 0, 0);
        assertThat(period.frames()).isEqualTo(3);
        assertThat(period.payloadBytes()).isEqualTo(10);
        int fill = Coding.FILL.number();
        assertThat(period.regions(fill)).isEqualTo(2);
        assertThat(period.pixels(fill)).isEqualTo(201);
        assertThat(period.bytes(fill)).isEqualTo(6);
        assertThat(period.bytes(Coding.COPY.number())).isEqualTo(4);
        assertThat(period.regions(0)).isEqualTo(1);
        assertThat(Period.codingName(fill)).isEqualTo("fill");
        assertThat(Period.codingName(0)).isEqualTo("unknown");
    }

    @Test
    void impossibleTimesOfAServerDoNoHarm() {
        recorder.decoded(
                Frame.newBuilder()
                        .setTimes(StageTimes.newBuilder()
                                .setWaitUs(-1)
                                .setCaptureUs(-1)
                                .setEncodeUs(-1)
                                .setTravelUs(-1))
                        .build(),
                0,
                5 * MILLI,
                MILLI);
        recorder.presented(0);
        assertThat(max(Stage.TOTAL)).isGreaterThanOrEqualTo(60_000_000);
        assertThat(max(Stage.DECODE)).isZero();
    }

    @Test
    void moreFramesThanAreRememberedDoNoHarm() {
        for (int i = 0; i < 1000; i++) {
            recorder.decoded(frame(), 1, i, i);
        }
        recorder.presented(MILLI);
        assertThat(period.frames()).isEqualTo(1000);
    }

    @Test
    void aKeyPressIntoAPictureAtRestIsTimedToTheNextFrame() {
        press(30, 0);
        show(8 * MILLI);
        assertThat(max(Stage.KEY)).isBetween(7_900L, 8_100L);
        press(42, 200 * MILLI);
        show(230 * MILLI);
        assertThat(count(Stage.KEY)).as("Shift answers nothing").isEqualTo(1);
        press(30, 250 * MILLI);
        show(260 * MILLI);
        assertThat(count(Stage.KEY)).as("the picture was moving").isEqualTo(1);
        press(30, 400 * MILLI);
        press(31, 401 * MILLI);
        show(405 * MILLI);
        show(406 * MILLI);
        assertThat(count(Stage.KEY)).as("the first of two").isEqualTo(2);
    }

    @Test
    void aFrameThatCannotAnswerAKeyPressDoesNotCount() {
        recorder.measured(link(1, 50 * MILLI));
        press(30, 0);
        show(10 * MILLI);
        show(60 * MILLI);
        assertThat(count(Stage.KEY)).as("one was on its way already").isZero();
        press(30, 200 * MILLI);
        show(2_000 * MILLI);
        assertThat(count(Stage.KEY)).as("too late").isZero();
        press(30, 3_000 * MILLI);
        show(3_055 * MILLI);
        assertThat(count(Stage.KEY)).isEqualTo(1);
    }

    @Test
    void recordingAllocatesNothing() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        var frame = timed(500);
        for (int i = 0; i < 10_000; i++) {
            recorder.decoded(frame, 10, i, i);
            recorder.presented(i);
        }
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 10_000; i++) {
            recorder.decoded(frame, 10, i, i);
            recorder.presented(i);
        }
        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(10_000);
    }

    private void press(int code, long nowNanos) {
        recorder.keyPressed(code, nowNanos);
    }

    private void show(long nowNanos) {
        recorder.decoded(frame(), 1, nowNanos, nowNanos);
        recorder.presented(nowNanos);
    }

    private long max(Stage stage) {
        return period.stage(stage).getMaxValue();
    }

    private long count(Stage stage) {
        return period.stage(stage).getTotalCount();
    }

    private static Frame timed(int travelUs) {
        return Frame.newBuilder()
                .setTimes(StageTimes.newBuilder()
                        .setWaitUs(100)
                        .setRenderUs(40)
                        .setCaptureUs(20)
                        .setEncodeUs(30)
                        .setTravelUs(travelUs))
                .addRegions(region(Coding.FILL, 1, 1, 3))
                .build();
    }

    private static Frame frame(Region.Builder... regions) {
        var frame = Frame.newBuilder();
        for (var region : regions) {
            frame.addRegions(region);
        }
        return frame.build();
    }

    private static Region.Builder region(Coding coding, int width, int height, int length) {
        return Region.newBuilder()
                .setCodingValue(coding.number())
                .setWidth(width)
                .setHeight(height)
                .setLength(length);
    }

    static LinkReport link(int connection, long roundTripNanos) {
        return new LinkReport(connection, new LinkStats(roundTripNanos, 10, 20, 1, 5, 0), 0);
    }
}
