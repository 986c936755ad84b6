package org.wayray.wayland.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

final class ObjectMapTest {
    private final ObjectMap<String> server = ObjectMap.ofServer();

    @Test
    void aClientsIdsStartAtOneAndLeaveNoGap() {
        assertThat(server.isFreeForPeer(0)).isFalse();
        assertThat(server.isFreeForPeer(2)).isFalse();
        server.putPeer(1, "display");
        server.putPeer(2, "registry");
        assertThat(server.isFreeForPeer(1)).isFalse();
        assertThat(server.isFreeForPeer(3)).isTrue();
        assertThat(server.isFreeForPeer(4)).isFalse();
        assertThat(server.isFreeForPeer(-1)).isFalse();
        assertThat(server.get(2)).isEqualTo("registry");
        assertThat(server.get(3)).isNull();
        assertThat(server.get(0)).isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> server.putPeer(2, "again"));
    }

    @Test
    void anIdIsFreeAgainAfterItsRemoval() {
        server.putPeer(1, "display");
        server.putPeer(2, "first");
        server.remove(2);
        server.remove(2);
        assertThat(server.peerCount()).isEqualTo(1);
        assertThat(server.get(2)).isNull();
        assertThat(server.isFreeForPeer(2)).isTrue();
        server.putPeer(2, "second");
        assertThat(server.all()).containsExactly("display", "second");
    }

    @Test
    void theServersIdsAreOfTheirOwnRangeAndUsedAgain() {
        assertThat(server.putLocal("a")).isEqualTo(0xff000000);
        assertThat(server.putLocal("b")).isEqualTo(0xff000001);
        server.remove(0xff000000);
        assertThat(server.nextLocal()).isEqualTo(0xff000000);
        assertThat(server.putLocal("c")).isEqualTo(0xff000000);
        assertThat(server.putLocal("d")).isEqualTo(0xff000002);
        assertThat(server.isFreeForPeer(0xff000003)).as("to a client").isFalse();
        assertThat(server.all()).containsExactly("c", "b", "d");
        assertThat(server.localCount()).isEqualTo(3);
    }

    @Test
    void aClientSeesTheRangesTheOtherWayRound() {
        ObjectMap<String> client = ObjectMap.ofClient();
        assertThat(client.putLocal("display")).isEqualTo(1);
        assertThat(client.isFreeForPeer(2)).isFalse();
        assertThat(client.isFreeForPeer(0xff000000)).isTrue();
        client.putPeer(0xff000000, "offer");
        assertThat(client.get(0xff000000)).isEqualTo("offer");
    }

    @Test
    void bothRangesHaveAnEnd() {
        for (int i = 0; i < Limits.MAX_OBJECTS; i++) {
            server.putPeer(1 + i, "of the client");
            server.putLocal("of the server");
        }
        assertThat(server.isFreeForPeer(1 + Limits.MAX_OBJECTS)).isFalse();
        assertThatIllegalStateException().isThrownBy(server::nextLocal);
        server.remove(5);
        assertThat(server.isFreeForPeer(5)).isTrue();
    }
}
