package org.wayray.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wayray.protocol.v1.Refusal;

class VersionsTest {
    @ParameterizedTest
    @CsvSource({"1,1,1", "1,5,5", "3,4,4", "5,9,5", "1,4294967295,5", "2,2,2"})
    void theNewestCommonVersionIsSpoken(long oldest, long newest, int expected) {
        assertThat(Versions.negotiate(1, 5, (int) oldest, (int) newest)).isEqualTo(new Versions.Agreed(expected));
    }

    @Test
    void aViewerThatIsTooOldIsToldSo() {
        Refusal refusal = refused(3, 5, 1, 2);
        assertThat(refusal.getCode()).isEqualTo(Refusal.Code.VERSION_TOO_OLD);
        assertThat(refusal.getReason())
                .isEqualTo("This viewer speaks protocol versions 1 to 2, which is too old for this server:"
                        + " it speaks versions 3 to 5.");
        assertThat(refusal.getHint()).isEqualTo("Update the viewer.");
    }

    @Test
    void aViewerThatIsTooNewIsToldSo() {
        Refusal refusal = refused(1, 1, -1, -1);
        assertThat(refusal.getCode()).isEqualTo(Refusal.Code.VERSION_TOO_NEW);
        assertThat(refusal.getReason())
                .isEqualTo("This viewer speaks protocol version 4294967295, which is too new for this server:"
                        + " it speaks version 1.");
    }

    @Test
    void impossibleOffersAreAnError() {
        for (int[] offer : new int[][] {{0, 0}, {0, 1}, {2, 1}, {-1, 1}}) {
            assertThat(refused(1, 1, offer[0], offer[1]).getCode()).isEqualTo(Refusal.Code.PROTOCOL_ERROR);
        }
    }

    @Test
    void thisProgramAgreesWithItself() {
        assertThat(Versions.negotiate(Versions.OLDEST, Versions.NEWEST))
                .isEqualTo(new Versions.Agreed(Versions.NEWEST));
    }

    @Test
    void unknownCapabilitiesAreIgnored() {
        Capabilities viewer = Capabilities.ofWireNames(List.of("cursor", "smell", ""));
        assertThat(viewer).isEqualTo(Capabilities.of(Capability.CURSOR));
        assertThat(viewer.and(Capabilities.of()).wireNames()).isEmpty();
        assertThat(viewer.and(viewer).wireNames()).containsExactly("cursor");
        assertThat(viewer.has(Capability.CURSOR)).isTrue();
    }

    private static Refusal refused(int oldest, int newest, int viewerOldest, int viewerNewest) {
        return ((Versions.Refused) Versions.negotiate(oldest, newest, viewerOldest, viewerNewest)).refusal();
    }
}
