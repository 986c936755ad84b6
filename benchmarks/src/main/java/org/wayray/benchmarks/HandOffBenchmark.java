package org.wayray.benchmarks;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.wayray.compositor.frames.EncoderThreads;

/** What it costs to give work to another thread and be woken by it: the time below which it is better done at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
public class HandOffBenchmark {
    private final EncoderThreads pool = EncoderThreads.forThisMachine();
    private final SynchronousQueue<Boolean> answers = new SynchronousQueue<>();

    /** Ends the threads. */
    @TearDown
    public void close() {
        pool.close();
    }

    /** There and back, with nothing to do there. */
    @Benchmark
    public boolean handOff() throws InterruptedException {
        pool.submit(encoder -> {
            try {
                answers.put(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return answers.take();
    }
}
