package org.wayray.viewer.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wayray.codec.Framebuffer;
import org.wayray.link.LinkStats;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Region;
import org.wayray.viewer.session.LinkReport;

class RecentFiguresTest {
    private static final long SECOND = 1_000_000_000L;

    private final RecentFigures figures = new RecentFigures("desk:4433", 0);

    @Test
    void theLastSecondsCountAndWhatIsOlderDoesNot() {
        for (int i = 0; i < 60; i++) {
            show(SECOND + i * SECOND / 60);
        }
        assertThat(lines(3 * SECOND)).contains("20.0 frames/s");
        assertThat(lines(6 * SECOND)).contains("12.0 frames/s");
        assertThat(lines(8 * SECOND)).contains("0.0 frames/s");
        show(1000 * SECOND);
        assertThat(lines(1001 * SECOND)).contains("0.2 frames/s");
    }

    @Test
    void thePanelSaysWhatIsShownByWhomAndHow() {
        figures.measured(new LinkReport(1, new LinkStats(1_500_000, 0, 0, 3, 40, 0), 0), 0);
        figures.measured(new LinkReport(1, new LinkStats(1_500_000, 100, 2_000_000, 3, 40, 0), 0), SECOND);
        show(SECOND);
        var lines = figures.lines(new Framebuffer(640, 480), SECOND);
        assertThat(lines)
                .contains(
                        "desk:4433, QUIC, 640x480", "in 2.00 MB/s, out 100 B/s", "round trip 1.5 ms, lost 3 of 40 sent")
                .anySatisfy(line -> assertThat(line).matches("present +2\\.0\\d +2\\.0\\d +2\\.0\\d"))
                .anySatisfy(line -> assertThat(line).matches("wait +- +- +-"))
                .anySatisfy(line -> assertThat(line).matches("fill +100\\.0 % +100\\.0 %"));
        assertThat(lines).hasSameSizeAs(figures.lines(null, 100 * SECOND));
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(44));
    }

    private List<String> lines(long nowNanos) {
        return figures.lines(null, nowNanos);
    }

    private void show(long nowNanos) {
        var region =
                Region.newBuilder().setCodingValue(1).setWidth(2).setHeight(2).setLength(3);
        figures.decoded(Frame.newBuilder().addRegions(region).build(), 3, nowNanos, nowNanos);
        figures.presented(nowNanos + 2_000_000);
    }
}
