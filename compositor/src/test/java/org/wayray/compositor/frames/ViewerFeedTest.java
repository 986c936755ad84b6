package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelCopy;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.RegionEncoder;
import org.wayray.protocol.v1.Area;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.FrameAck;
import org.wayray.protocol.v1.RefreshRequest;
import org.wayray.protocol.v1.Region;

final class ViewerFeedTest {
    private static final int WHITE = 0xFFFFFFFF;

    private final FeedFixture fixture = new FeedFixture();
    private final ViewerFeed feed = fixture.feed;

    /** Frames that it took to show the first picture. */
    private int first;

    @BeforeEach
    void showThePicture() {
        fixture.resize(640, 480, new Random(1));
        fixture.settle();
        first = fixture.received.size();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theFirstFrameIsTheWholePicture() {
        assertThat(first).isEqualTo(1);
        assertThat(areaOf(fixture.received.getFirst())).isEqualTo(640 * 480);
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void aSmallChangeGoesOutInsideTheCapture() {
        fixture.fill(100, 50, 8, 16, WHITE);
        assertThat(feed.capture(fixture.framebuffer)).isTrue();
        fixture.runViewer();
        Region region = lastFrame().getRegions(0);
        assertThat(new PixelRect(region.getX(), region.getY(), region.getWidth(), region.getHeight()))
                .isEqualTo(new PixelRect(100, 50, 8, 16));
        assertThat(region.getCoding()).isEqualTo(Region.Coding.FILL);
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void aLargeFlatChangeGoesOutInsideTheCapture() {
        fixture.fill(100, 50, 256, 256, WHITE);
        assertThat(feed.capture(fixture.framebuffer)).isTrue();
        assertThat(fixture.pool.tasks).isEmpty();
        fixture.runViewer();
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void aScrolledPictureIsACopyAndItsNewLines() {
        fixture.framebuffer.copyWithin(new PixelCopy(new PixelRect(0, 0, 640, 464), 0, 16));
        fixture.framebuffer.fill(0, 464, 640, 16, WHITE);
        feed.damage(new PixelRegion(fixture.framebuffer.bounds()));
        feed.capture(fixture.framebuffer);
        fixture.deliver();
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
        assertThat(lastFrame().getRegionsList())
                .filteredOn(region -> !region.getKeep())
                .extracting(Region::getCoding, Region::getHeight, Region::getLength)
                .containsExactly(tuple(Region.Coding.COPY, 464, 4), tuple(Region.Coding.FILL, 16, 3));
    }

    @Test
    void aTextThatGoesOnScrollingIsCopiedInEveryFrame() {
        var random = new Random(2);
        for (int i = 0; i < 10; i++) {
            fixture.framebuffer.copyWithin(new PixelCopy(new PixelRect(0, 0, 640, 464), 0, 16));
            for (int at = fixture.framebuffer.index(0, 464); at < 640 * 480; at++) {
                fixture.framebuffer.pixels()[at] = 0xFF000000 | random.nextInt(4);
            }
            feed.damage(new PixelRegion(fixture.framebuffer.bounds()));
            feed.capture(fixture.framebuffer);
            fixture.deliver();
            fixture.acknowledge(Integer.MAX_VALUE);
            fixture.nowNanos += 16_000_000;
            assertThat(lastFrame().getRegions(0).getCoding()).isEqualTo(Region.Coding.COPY);
        }
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void ofAPannedPictureOnlyTheNewEdgesAndWhatElseChangedAreSent() {
        var map = new Framebuffer(700, 500);
        var random = new Random(4);
        for (int i = 0; i < 700 * 500; i++) {
            map.pixels()[i] = 0xFF000000 | random.nextInt(1 << 24);
        }
        for (int i = 0; i < 10; i++) {
            for (int y = 0; y < 480; y++) {
                System.arraycopy(map.pixels(), map.index(4 * i, y + 2 * i), fixture.framebuffer.pixels(), y * 640, 640);
            }
            for (int x = 0; x < 128; x += 8) {
                fixture.framebuffer.fill(x, 0, 8, 16, 0xFF000000 | random.nextInt(2));
                fixture.framebuffer.fill(512 + x, 464, 8, 16, 0xFF000000 | random.nextInt(2));
            }
            feed.damage(new PixelRegion(fixture.framebuffer.bounds()));
            feed.capture(fixture.framebuffer);
            fixture.deliver();
            fixture.acknowledge(Integer.MAX_VALUE);
            fixture.nowNanos += 16_000_000;
            if (i > 1) { // a new picture makes the search rest for a frame
                Region copy = lastFrame().getRegionsList().stream()
                        .filter(region -> !region.getKeep())
                        .findFirst()
                        .orElseThrow();
                assertThat(copy.getCoding()).isEqualTo(Region.Coding.COPY);
                assertThat(copy.getWidth() * copy.getHeight()).isEqualTo(636 * 478);
                assertThat(areaOf(lastFrame()) - 636 * 478).isLessThan(4 * 480 + 2 * 640 + 2 * 140 * 20);
            }
        }
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void theHeaderOfALoneLetterIsSmall() {
        fixture.fill(100, 50, 8, 16, WHITE);
        feed.capture(fixture.framebuffer);
        fixture.runViewer();
        assertThat(lastFrame().getSerializedSize()).isLessThan(50);
    }

    @Test
    void aPictureTooLargeForOneFrameTakesSeveral() {
        try (var small = new FeedFixture(10_000)) {
            small.resize(300, 200, new Random(3));
            small.settle();
            assertThat(small.received)
                    .hasSize(7)
                    .allSatisfy(frame -> assertThat(areaOf(frame)).isLessThanOrEqualTo(10_000));
            assertThat(small.screen.pixels()).isEqualTo(small.framebuffer.pixels());
        }
    }

    @Test
    void falseDamageSendsNothing() {
        feed.damage(new PixelRegion(fixture.framebuffer.bounds()));
        assertThat(feed.capture(fixture.framebuffer)).isFalse();
        fixture.deliver();
        assertThat(fixture.received).hasSize(first);
        assertThat(feed.isAtRest()).isTrue();
    }

    @Test
    void damageOutsideTheOutputIsIgnored() {
        feed.damage(new PixelRegion(PixelRect.clamped(-1000, -1000, Integer.MAX_VALUE, 500)));
        feed.damage(new PixelRegion(new PixelRect(640, 0, 1000, 1000)));
        assertThat(feed.capture(fixture.framebuffer)).isFalse();
    }

    @Test
    void theNewestStateWins() {
        do {
            fixture.fill(0, 0, 10, 10, 0xFF000000 | fixture.received.size() + fixture.way.framesInFlight());
        } while (fixture.capture());
        fixture.deliver();
        int before = fixture.received.size();
        for (int i = 0; i < 100; i++) {
            fixture.fill(i, 0, 5, 5, 0xFF000000 | i * 77);
            assertThat(fixture.capture()).isFalse();
        }
        fixture.settle();
        assertThat(fixture.received).hasSize(before + 1);
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void anAcknowledgementOpensTheWindow() {
        do {
            fixture.fill(fixture.way.framesInFlight() * 20, 0, 10, 10, WHITE);
        } while (fixture.capture());
        fixture.deliver();
        assertThat(feed.mayCapture()).isFalse();
        fixture.acknowledge(1);
        assertThat(feed.mayCapture()).isTrue();
    }

    @Test
    void aLargeFrameIsEncodedByThePoolAndOneAtATime() {
        paintAll();
        fixture.fill(3, 3, 3, 3, 0xFF112233);
        feed.capture(fixture.framebuffer);
        assertThat(fixture.pool.tasks).hasSizeGreaterThan(1);
        assertThat(feed.mayCapture()).isFalse();
        assertThatThrownBy(() -> feed.capture(fixture.framebuffer)).isInstanceOf(IllegalStateException.class);
        fixture.fill(9, 9, 9, 9, 0xFF445566);
        fixture.pool.runAll();
        fixture.runLoop();
        assertThat(feed.mayCapture()).isTrue();
        fixture.runViewer();
        assertThat(fixture.received).hasSize(first + 1);
        assertThat(fixture.screen.pixel(3, 3)).isEqualTo(0xFF112233);
        assertThat(fixture.screen.pixel(9, 9)).as("as it was at the capture").isEqualTo(WHITE);
        fixture.settle();
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void aJobOfAnOldSizeIsDropped() {
        paintAll();
        feed.capture(fixture.framebuffer);
        fixture.resize(300, 200, new Random(2));
        assertThat(feed.mayCapture()).isFalse();
        assertThat(feed.isEncoding()).isTrue();
        fixture.deliver();
        assertThat(fixture.received).hasSize(first);
        assertThat(feed.isEncoding()).isFalse();
        fixture.settle();
        assertThat(fixture.received).hasSize(first + 1);
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void whatTheViewerAsksForIsSentAgainAndNoMore() {
        var area = Area.newBuilder().setX(600).setY(10).setWidth(100).setHeight(20);
        feed.refresh(RefreshRequest.newBuilder().addAreas(area).build());
        assertThat(feed.isBehind()).isTrue();
        fixture.settle();
        assertThat(fixture.received).hasSize(first + 1);
        assertThat(areaOf(lastFrame())).isEqualTo(40 * 20);
    }

    @Test
    void pixelsThatAClientMadeTransparentAreSentAsOpaqueOnes() {
        fixture.resize(100, 50, new Random(5));
        fixture.framebuffer.fill(0, 0, 100, 50, 0);
        fixture.settle();
        assertThat(fixture.screen.pixels()).containsOnly(0xFF000000);
    }

    @Test
    void aRequestWithoutAreasMeansAll() {
        feed.refresh(RefreshRequest.getDefaultInstance());
        fixture.settle();
        assertThat(areaOf(lastFrame())).isEqualTo(640 * 480);
    }

    @Test
    void aRequestForNonsenseIsHarmless() {
        var area = Area.newBuilder().setX(-1).setY(-7).setWidth(-3).setHeight(-1);
        feed.refresh(RefreshRequest.newBuilder()
                .addAreas(area)
                .addAreas(Area.newBuilder().setX(700))
                .build());
        assertThat(feed.isBehind()).isFalse();
    }

    @Test
    void aRefreshDuringAnEncodingDoesNotSpoilTheFrame() {
        paintAll();
        feed.capture(fixture.framebuffer);
        feed.refresh(new PixelRegion(new PixelRect(0, 0, 640, 480)));
        fixture.deliver();
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void pixelsOfAFailedEncodingAreSentWithTheNextFrame() {
        paintAll();
        feed.capture(fixture.framebuffer);
        var tasks = new ArrayList<>(fixture.pool.tasks);
        fixture.pool.tasks.clear();
        tasks.forEach(task -> task.encode(nullEncoder()));
        fixture.runLoop();
        fixture.runViewer();
        assertThat(fixture.received).hasSize(first);
        assertThat(feed.isBehind()).isTrue();
        fixture.settle();
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @SuppressWarnings("NullAway") // so that encoding fails
    private static RegionEncoder nullEncoder() {
        return null;
    }

    @Test
    void anAcknowledgementOfAFrameThatWasNeverSentIsReported() {
        assertThat(fixture.way.acknowledged(ack(first))).isTrue();
        assertThat(fixture.way.acknowledged(ack(first - 1))).as("an old one").isTrue();
        assertThat(fixture.way.acknowledged(ack(first + 1))).isFalse();
    }

    @Test
    void aViewerThatKeepsSilentIsReported() {
        fixture.fill(0, 0, 10, 10, WHITE);
        feed.capture(fixture.framebuffer);
        fixture.nowNanos += Duration.ofSeconds(10).toNanos();
        assertThat(fixture.way.isStalled()).isFalse();
        fixture.nowNanos++;
        assertThat(fixture.way.isStalled()).isTrue();
        fixture.deliver();
        fixture.acknowledge(1);
        assertThat(fixture.way.isStalled()).isFalse();
        fixture.nowNanos += Duration.ofDays(1).toNanos();
        assertThat(fixture.way.isStalled()).as("nothing is owed").isFalse();
    }

    @Test
    void theTimesOfTheStagesTravelWithTheFrameWhileTheyAreWanted() {
        fixture.way.reportTimes(true);
        fixture.framebuffer.fill(0, 0, 640, 480, WHITE);
        fixture.framebuffer.fill(5, 5, 1, 1, 0xFF010203);
        feed.damage(new PixelRegion(fixture.framebuffer.bounds()), fixture.nowNanos);
        fixture.nowNanos += 3_000_000;
        feed.damage(new PixelRegion(fixture.framebuffer.bounds()));
        feed.capture(fixture.framebuffer);
        fixture.nowNanos += 5_000_000;
        fixture.deliver();
        assertThat(lastFrame().getTimes().getWaitUs()).isEqualTo(3000);
        assertThat(lastFrame().getTimes().getCaptureUs()).isZero();
        assertThat(lastFrame().getTimes().getEncodeUs()).isEqualTo(5000);
        fixture.settle();

        fixture.way.reportTimes(false);
        fixture.fill(0, 0, 10, 10, 0xFF123456);
        fixture.settle();
        assertThat(lastFrame().hasTimes()).isFalse();
    }

    @Test
    void nothingIsSentAfterTheEnd() {
        paintAll();
        feed.capture(fixture.framebuffer);
        feed.close();
        fixture.deliver();
        assertThat(fixture.received).hasSize(first);
        assertThat(feed.mayCapture()).isFalse();
    }

    private static FrameAck ack(int serial) {
        return FrameAck.newBuilder().setSerial(serial).build();
    }

    /** White, but not all of it, so that the pool has something to do. */
    private void paintAll() {
        fixture.fill(0, 0, 640, 480, WHITE);
        fixture.fill(639, 479, 1, 1, 0xFF010203);
    }

    private Frame lastFrame() {
        assertThat(fixture.received).hasSizeGreaterThan(first);
        return fixture.received.getLast();
    }

    private static int areaOf(Frame frame) {
        return frame.getRegionsList().stream()
                .filter(region -> !region.getKeep())
                .mapToInt(region -> region.getWidth() * region.getHeight())
                .sum();
    }
}
