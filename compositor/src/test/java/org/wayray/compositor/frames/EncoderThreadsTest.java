package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.wayray.codec.RegionEncoder;

final class EncoderThreadsTest {
    @Test
    void eachThreadHasItsOwnEncoderAndSurvivesAFailure() throws InterruptedException {
        try (var pool = new EncoderThreads(3)) {
            Set<RegionEncoder> encoders = ConcurrentHashMap.newKeySet();
            var together = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                pool.submit(encoder -> {
                    throw new IllegalStateException("on purpose, expected in the log");
                });
            }
            for (int i = 0; i < 3; i++) {
                pool.submit(encoder -> {
                    encoders.add(encoder);
                    together.countDown();
                    try {
                        together.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            assertThat(together.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(encoders).hasSize(3);
        }
    }

    @Test
    void threadSurvivesAnError() throws InterruptedException {
        try (var pool = new EncoderThreads(1)) {
            var after = new CountDownLatch(1);
            pool.submit(encoder -> {
                throw new LinkageError("on purpose, expected in the log");
            });
            pool.submit(encoder -> after.countDown());
            assertThat(after.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void thisMachineGivesItBetweenOneAndFourThreads() {
        try (var pool = EncoderThreads.forThisMachine()) {
            assertThat(pool.parallelism()).isBetween(1, 4);
        }
    }
}
