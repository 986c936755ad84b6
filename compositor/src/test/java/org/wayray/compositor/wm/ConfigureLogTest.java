package org.wayray.compositor.wm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigureLogTest {
    private final ConfigureLog<String> log = new ConfigureLog<>();

    @Test
    void acknowledgedStateTakesEffectWithTheNextCommitOnce() {
        log.sent(1, "a");
        assertThat(log.commit()).isEmpty();
        assertThat(log.acknowledge(1)).isTrue();
        assertThat(log.commit()).contains("a");
        assertThat(log.commit()).isEmpty();
    }

    @Test
    void acknowledgementConsumesEarlierSerials() {
        log.sent(1, "a");
        log.sent(2, "b");
        log.sent(3, "c");
        assertThat(log.acknowledge(2)).isTrue();
        assertThat(log.acknowledge(1)).isFalse();
        assertThat(log.acknowledge(2)).isFalse();
        assertThat(log.isAwaiting()).isTrue();
        assertThat(log.acknowledge(3)).isTrue();
        assertThat(log.isAwaiting()).isFalse();
        assertThat(log.commit()).contains("c");
    }

    @Test
    void serialThatWasNeverSentIsRefused() {
        assertThat(log.acknowledge(0)).isFalse();
        log.sent(1, "a");
        assertThat(log.acknowledge(7)).isFalse();
        assertThat(log.isConfigured()).isFalse();
    }

    @Test
    void oldestOfVeryManyAreForgottenButMayStillBeAcknowledged() {
        int first = Integer.MAX_VALUE - 5;
        var endless = new ConfigureLog<Object>();
        int count = ConfigureLog.MOST_OPEN + 20;
        for (int i = 0; i < count; i++) {
            endless.sent(first + i, i);
        }
        assertThat(endless.open()).isEqualTo(ConfigureLog.MOST_OPEN);
        assertThat(endless.acknowledge(first - 1)).isFalse();
        assertThat(endless.acknowledge(first + 7)).isTrue();
        assertThat(endless.isConfigured()).isTrue();
        assertThat(endless.commit()).isEmpty();
        assertThat(endless.acknowledge(first + 7)).isFalse();
        assertThat(endless.acknowledge(first + 19)).isTrue();
        assertThat(endless.acknowledge(first + 20)).isTrue();
        assertThat(endless.commit()).contains(20);
        assertThat(endless.acknowledge(first + 8)).isFalse();
        assertThat(endless.acknowledge(first + count - 1)).isTrue();
        assertThat(endless.commit()).contains(count - 1);
    }

    @Test
    void afterAResetOldConfiguresMayBeAcknowledgedButDoNotCount() {
        log.sent(1, "a");
        log.acknowledge(1);
        log.sent(2, "b");
        log.reset();
        assertThat(log.isConfigured()).isFalse();
        assertThat(log.isAwaiting()).isFalse();
        assertThat(log.acknowledge(2)).isTrue();
        assertThat(log.isConfigured()).isFalse();
        assertThat(log.commit()).isEmpty();
        log.sent(3, "c");
        assertThat(log.acknowledge(3)).isTrue();
        assertThat(log.isConfigured()).isTrue();
        assertThat(log.commit()).contains("c");
    }
}
