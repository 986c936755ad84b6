package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.codec.Coding;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.FrameAck;
import org.wayray.protocol.v1.Region;
import org.wayray.protocol.v1.StageTimes;

class FrameTimesTest {
    private static final long MICRO = 1000;

    private final FrameTimes times = new FrameTimes("desk");
    private int serial;

    @Test
    void aFrameSaysWhereItsTimeWentWhileTheViewerWantsToKnow() {
        assertThat(send(0).hasTimes()).isFalse();
        times.want(true);
        assertThat(send(1_000_000).getTimes())
                .isEqualTo(StageTimes.newBuilder()
                        .setWaitUs(300)
                        .setRenderUs(100)
                        .setCaptureUs(50)
                        .setEncodeUs(20)
                        .build());
        times.want(false);
        assertThat(send(2_000_000).hasTimes()).isFalse();
    }

    @Test
    void theTimeInTheNetworkIsToldOnceByTheFrameAfterTheAcknowledgement() {
        times.want(true);
        send(0);
        times.acknowledged(ack(serial, 700), 370 * MICRO + 2_000 * MICRO);
        assertThat(send(10_000).getTimes().getTravelUs()).isEqualTo(1_300);
        assertThat(send(20_000).getTimes().getTravelUs()).isZero();
    }

    @Test
    void anAcknowledgementThatMakesNoSenseIsIgnored() {
        times.want(true);
        send(0);
        times.acknowledged(ack(serial + 1, 1), 5_000_000);
        times.acknowledged(ack(serial - 64, 1), 5_000_000);
        times.acknowledged(ack(0, 1), 5_000_000);
        times.acknowledged(ack(serial, -1), 5_000_000);
        assertThat(send(10_000).getTimes().getTravelUs())
                .as("a viewer that claims to have taken an hour")
                .isEqualTo(1);
        times.acknowledged(ack(serial - 1, 1), 5_000_000);
        assertThat(send(20_000).getTimes().getTravelUs()).isZero();
    }

    @Test
    void aRecordingHasAnEventForEachFrameThatWasAcknowledged(@TempDir Path folder) throws Exception {
        var file = folder.resolve("frames.jfr");
        try (var recording = new Recording()) {
            recording.enable("org.wayray.Frame");
            recording.start();
            send(0, region(10, 10, Coding.COPY), region(4, 5, Coding.FILL), region(3, 3, Coding.PALETTE_ZSTD));
            send(1_000_000, region(2, 2, Coding.H264), region(6, 1, Coding.RAW));
            send(2_000_000);
            times.acknowledged(ack(2, 900), 9_000_000);
            recording.stop();
            recording.dump(file);
        }
        send(3_000_000);
        times.acknowledged(ack(serial, 0), 9_000_000);

        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events)
                .extracting(event -> event.getLong("serial"))
                .as("the third was not acknowledged")
                .containsExactly(1L, 2L);
        var first = events.getFirst();
        assertThat(first.getString("viewer")).isEqualTo("desk");
        assertThat(first.getDuration("waitTime").toNanos()).isEqualTo(300 * MICRO);
        assertThat(first.getDuration("renderTime").toNanos()).isEqualTo(100 * MICRO);
        assertThat(first.getDuration("captureTime").toNanos()).isEqualTo(50 * MICRO);
        assertThat(first.getDuration("encodeTime").toNanos()).isEqualTo(20 * MICRO);
        assertThat(first.getDuration("presentTime").toNanos())
                .as("shown with the next")
                .isZero();
        assertThat(first.getLong("bytes")).isEqualTo(77);
        assertThat(first.getLong("queuedBytes")).isEqualTo(88);
        assertThat(first.getInt("inFlight")).isEqualTo(2);
        assertThat(first.getInt("regions")).isEqualTo(3);
        assertThat(first.getLong("pixelsCopied")).isEqualTo(100);
        assertThat(first.getLong("pixelsFilled")).isEqualTo(20);
        assertThat(first.getLong("pixelsLossless")).isEqualTo(9);
        var second = events.getLast();
        assertThat(second.getDuration("presentTime").toNanos()).isEqualTo(900 * MICRO);
        assertThat(second.getLong("pixelsCopied")).isZero();
        assertThat(second.getLong("pixelsLossless")).isEqualTo(6);
        assertThat(second.getLong("pixelsVideo")).isEqualTo(4);
    }

    /** Sends a frame 370 microseconds after that time, at which its change was made. */
    private Frame send(long changeNanos, Region.Builder... regions) {
        var frame = Frame.newBuilder().setSerial(++serial);
        List.of(regions).forEach(frame::addRegions);
        times.rendered(60 * MICRO);
        times.rendered(40 * MICRO);
        var capture = new CaptureTimes();
        times.captureBegins(capture, changeNanos + 300 * MICRO, changeNanos);
        capture.end(changeNanos + 350 * MICRO);
        times.sent(frame, capture, 77, 88, 2, changeNanos + 370 * MICRO);
        return frame.build();
    }

    private static Region.Builder region(int width, int height, Coding coding) {
        return Region.newBuilder().setWidth(width).setHeight(height).setCodingValue(coding.number());
    }

    private static FrameAck ack(int serial, int presentUs) {
        return FrameAck.newBuilder()
                .setSerial(serial)
                .setDecodeUs(presentUs / 2)
                .setPresentUs(presentUs)
                .build();
    }
}
