package org.wayray.compositor.scene;

import org.junit.jupiter.api.Test;

class RandomSceneTest {

    @Test
    void invariants_hold_whatever_happens() throws Exception {
        long seed = System.nanoTime();
        System.out.println("RandomSceneTest seed " + seed);
        for (int round = 0; round < 60; round++) {
            RandomScene random = new RandomScene(seed + round);
            StringBuilder steps = new StringBuilder();
            try {
                for (int step = 0; step < 150; step++) {
                    steps.append(random.step()).append(' ');
                    random.verifyInvariants();
                }
                random.endAll();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + (seed + round) + " after " + steps, failure);
            }
        }
    }
}
