package org.wayray.viewer.clipboard;

import java.nio.ByteBuffer;

/** Passes all on to another sink; for those that change one thing only. Confined to the clipboard's loop. */
class ForwardingSink implements ByteSink {
    private final ByteSink to;

    ForwardingSink(ByteSink to) {
        this.to = to;
    }

    @Override
    public boolean take(ByteBuffer bytes) {
        return to.take(bytes);
    }

    @Override
    public void finish() {
        to.finish();
    }

    @Override
    public void fail(ReadFailure failure) {
        to.fail(failure);
    }
}
