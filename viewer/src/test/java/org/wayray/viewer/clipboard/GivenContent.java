package org.wayray.viewer.clipboard;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Content that is simply there, handed out in pieces. Confined to the loop, but for its counters. */
public final class GivenContent implements Content {
    private static final int PIECE = 50_000;

    private final Executor loop;
    private final Map<String, byte[]> data = new LinkedHashMap<>();

    /** How often its data was asked for. */
    public final AtomicInteger reads = new AtomicInteger();

    public final AtomicInteger cancelled = new AtomicInteger();

    /** The most bytes that were handed out beyond a sink's word that it has no room. */
    private int failsAfter = Integer.MAX_VALUE;

    public GivenContent(Executor loop) {
        this.loop = loop;
    }

    public GivenContent with(String type, byte[] bytes) {
        data.put(type, bytes);
        return this;
    }

    /** Has every reading break off after so many bytes. */
    public GivenContent failingAfter(int bytes) {
        failsAfter = bytes;
        return this;
    }

    @Override
    public List<String> mimeTypes() {
        return List.copyOf(data.keySet());
    }

    @Override
    public Reading read(String mimeType, ByteSink sink) {
        reads.incrementAndGet();
        var bytes = data.get(mimeType);
        if (bytes == null) {
            return new FailedReading(loop, sink, new ReadFailure(ReadFailure.Kind.UNKNOWN_TYPE, "no " + mimeType));
        }
        var made = new Given(bytes, sink);
        loop.execute(made::next);
        return made;
    }

    private final class Given implements Reading {
        private final byte[] bytes;
        private final ByteSink sink;
        private int at;
        private boolean over;
        private boolean waits;

        Given(byte[] bytes, ByteSink sink) {
            this.bytes = bytes;
            this.sink = sink;
        }

        void next() {
            if (over) {
                return;
            }
            if (at >= failsAfter) {
                over = true;
                sink.fail(new ReadFailure(ReadFailure.Kind.BROKEN, "it broke off"));
                return;
            }
            if (at == bytes.length) {
                over = true;
                sink.finish();
                return;
            }
            int length = Math.min(PIECE, Math.min(bytes.length, failsAfter) - at);
            var piece = ByteBuffer.wrap(bytes, at, length);
            at += length;
            waits = !sink.take(piece);
            if (!waits) {
                loop.execute(this::next);
            }
        }

        @Override
        public void resume() {
            if (waits) {
                waits = false;
                loop.execute(this::next);
            }
        }

        @Override
        public void cancel() {
            if (!over) {
                over = true;
                cancelled.incrementAndGet();
            }
        }
    }
}
